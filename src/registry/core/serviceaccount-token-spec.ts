/** TokenRequest's spec. Source: k8s.io/kubernetes/pkg/apis/authentication/validation/validation.go. */
import { type BoundObjectReference, type TokenRequestSpec } from '../../apis/authentication/v1.js';
import { type FieldError, invalid, notSupported } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { isDNS1123Subdomain } from '../../apis/validation/names.js';
import { type Features } from '../../features/features.js';

/** A spec with its defaults. */
export interface RequestedToken {
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  readonly boundObjectRef: BoundObjectReference | null;
  readonly attestations?: Readonly<Record<string, readonly string[]>>;
}

const HOUR = 3600;
const SHORTEST = 600;
const LONGEST = 2 ** 32;

export const API_GROUPS_ATTESTATION = 'admissionReviewAPIGroups';

export function requestedToken(spec: TokenRequestSpec = {}, apiAudiences: readonly string[]): RequestedToken {
  const { audiences = [], expirationSeconds = HOUR, boundObjectRef = null, attestations } = spec;
  return {
    audiences: audiences.length > 0 ? audiences : apiAudiences,
    expirationSeconds,
    boundObjectRef,
    ...(attestations === undefined ? {} : { attestations }),
  };
}

/** True for a reference to a configuration of admission webhooks. */
export function isWebhookReference({ kind, apiVersion }: BoundObjectReference): boolean {
  return (
    apiVersion === 'admissionregistration.k8s.io/v1' &&
    (kind === 'ValidatingWebhookConfiguration' || kind === 'MutatingWebhookConfiguration')
  );
}

export function validateRequestedToken(wanted: RequestedToken, features: Features): readonly FieldError[] {
  const spec = Path.of('spec');
  const { expirationSeconds: seconds } = wanted;
  const path = spec.child('expirationSeconds');
  const errors = [
    ...(seconds < SHORTEST ? [invalid(path, seconds, 'may not specify a duration less than 10 minutes')] : []),
    ...(seconds > LONGEST ? [invalid(path, seconds, 'may not specify a duration larger than 2^32 seconds')] : []),
  ];
  return features.behaviours.tokenRequestBindsWebhooks ? withWebhookErrors(errors, wanted, spec) : errors;
}

function withWebhookErrors(
  errors: readonly FieldError[],
  { boundObjectRef, audiences, attestations }: RequestedToken,
  spec: Path,
): readonly FieldError[] {
  const path = spec.child('attestations');
  if (boundObjectRef === null || !isWebhookReference(boundObjectRef)) {
    if (attestations === undefined || Object.keys(attestations).length === 0) return errors;
    const text = 'attestations may only be specified with a webhook bound object reference';
    return [invalid(path, attestations, text)];
  }
  const single = 'must be length 1 when bound to a webhook config';
  return [
    ...errors,
    ...(audiences.length === 1 ? [] : [invalid(spec.child('audiences'), audiences, single)]),
    ...attestationErrors(attestations, path),
  ];
}

function attestationErrors(attestations: RequestedToken['attestations'], path: Path): FieldError[] {
  const [attestation, ...more] = Object.entries(attestations ?? {});
  if (attestation === undefined || more.length > 0) {
    const text = 'webhook bound requests require exactly one admissionReviewAPIGroups attestation';
    return [invalid(path, attestations, text)];
  }
  const [name, values] = attestation;
  const at = path.key(name);
  if (name !== API_GROUPS_ATTESTATION) return [notSupported(at, name, [API_GROUPS_ATTESTATION])];
  const [group] = values;
  if (group === undefined || values.length !== 1) return [invalid(at, values, 'must specify a single value')];
  if (group === '') return [invalid(at.index(0), group, 'may not be an empty string')];
  if (group === '*') return [];
  return isDNS1123Subdomain(group).map((reason) =>
    invalid(at.index(0), group, `must specify a valid API Group: ${reason}`),
  );
}
