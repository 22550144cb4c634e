/** Tokens bound to a webhook configuration. Source: pkg/serviceaccount/claims.go, validateWebhookCfgRef. */
import { AuthenticationError } from '../authentication/authenticator.js';
import { type Getter } from '../client/client.js';
import { type Features } from '../features/features.js';
import { type KubernetesClaims } from './kubernetes-claims.js';
import { deletedBefore } from './validator.js';

type Extra = Readonly<Record<string, readonly string[]>>;

const KINDS = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'] as const;

export function isWebhookBound(claims: KubernetesClaims): boolean {
  return claims.validatingwebhookconfiguration !== undefined || claims.mutatingwebhookconfiguration !== undefined;
}

/**
 * The extra fields of a token that is bound to a webhook configuration, undefined for any other. Throws AuthenticationError
 * where the configuration is gone, or was being deleted before `moment` (milliseconds since the epoch).
 */
export async function validateWebhook(
  claims: KubernetesClaims,
  getter: Getter,
  features: Features,
  moment: number,
): Promise<Extra | undefined> {
  const { admissionReviewAPIGroups } = claims;
  if (!features.behaviours.tokenRequestBindsWebhooks) return undefined;
  if (!isWebhookBound(claims)) return undefined;
  if (!features.enabled('APIServerWebhookAuthenticationToken')) {
    throw new AuthenticationError(
      'feature gate "APIServerWebhookAuthenticationToken" is disabled, but token is webhook bound',
    );
  }
  if (admissionReviewAPIGroups.length === 0) {
    throw new AuthenticationError(
      'bound object was a webhook config, but "admissionReviewAPIGroups" attestation is missing',
    );
  }
  const extra: Record<string, readonly string[]> = {};
  for (const kind of KINDS) {
    const claim = kind.toLowerCase() as Lowercase<typeof kind>;
    const ref = claims[claim];
    if (ref === undefined) continue;
    const resource = { group: 'admissionregistration.k8s.io', resource: `${claim}s` };
    const object = await getter.get(resource, '', ref.name);
    if (object === undefined) throw new AuthenticationError('service account token has been invalidated');
    const uid = object.metadata.uid ?? '';
    if (uid !== ref.uid) {
      throw new AuthenticationError(
        `${kind} UID (${uid}) does not match service account validating ref claim (${ref.uid})`,
      );
    }
    if (deletedBefore(object, moment)) throw new AuthenticationError('service account token has been invalidated');
    extra[`authentication.kubernetes.io/${claim}-name`] = [ref.name];
    extra[`authentication.kubernetes.io/${claim}-uid`] = [ref.uid];
  }
  extra['attestation.authentication.kubernetes.io/admissionReviewAPIGroups'] = admissionReviewAPIGroups;
  return extra;
}
