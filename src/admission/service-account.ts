/** Gives pods their service account and its token. Source: plugin/pkg/admission/serviceaccount/admission.go. */
import { type Pod } from '../apis/core/pod.js';
import { type ServiceAccount } from '../apis/core/v1.js';
import { newUnknownError } from '../apis/errors.js';
import { type Getter } from '../client/client.js';
import { type Random } from '../clock/random.js';
import { type Features } from '../features/features.js';
import { admissionForbidden } from './forbidden.js';
import { limitEphemeralSecretReferences, limitSecretReferences, referencesSecrets } from './mountable-secrets.js';
import { mountToken, projectedTokenVolume, secretTokenVolume } from './mount-token.js';
import { type AdmissionAttributes, type AdmissionPlugin } from './plugin.js';

export interface ServiceAccountDependencies {
  readonly getter: Getter;
  readonly random: Random;
  readonly features: Features;
}

const SERVICE_ACCOUNTS = { group: '', resource: 'serviceaccounts' };
const DEFAULT_NAME = 'default';
const MIRROR = 'kubernetes.io/config.mirror';
const ENFORCE = 'kubernetes.io/enforce-mountable-secrets';

export function createServiceAccountAdmission(dependencies: ServiceAccountDependencies): AdmissionPlugin {
  const { getter, random, features } = dependencies;

  async function accountOf(attributes: AdmissionAttributes, { spec }: Pod): Promise<ServiceAccount> {
    const { namespace } = attributes;
    const name = spec.serviceAccountName ?? '';
    const found = await getter.get<ServiceAccount>(SERVICE_ACCOUNTS, namespace, name);
    if (found !== undefined) return found;
    const cause = `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`;
    throw admissionForbidden(attributes, cause);
  }

  async function validate(attributes: AdmissionAttributes): Promise<void> {
    const pod = podOf(attributes);
    if (pod === undefined) return;
    const { operation, subresource } = attributes;
    if (operation === 'UPDATE' && subresource === 'ephemeralcontainers') {
      if (!features.behaviours.mountableSecretsCoverEphemeralContainers) return;
      requireAccount(attributes, pod);
      const account = await accountOf(attributes, pod);
      if (!enforcesMountableSecrets(account)) return;
      const cause = limitEphemeralSecretReferences(account, pod);
      if (cause !== undefined) throw newUnknownError(cause);
      return;
    }
    if (operation !== 'CREATE' || subresource !== '') return;
    if (isMirror(pod)) {
      validateMirror(attributes, pod);
      return;
    }
    requireAccount(attributes, pod);
    const account = await accountOf(attributes, pod);
    if (!enforcesMountableSecrets(account)) return;
    const cause = limitSecretReferences(account, pod, features);
    if (cause !== undefined) throw admissionForbidden(attributes, cause);
  }

  return {
    name: 'ServiceAccount',
    async admit(attributes) {
      const pod = podOf(attributes);
      if (pod === undefined || attributes.operation !== 'CREATE' || attributes.subresource !== '') return;
      if (!isMirror(pod)) {
        const { spec } = pod;
        spec.serviceAccountName ||= DEFAULT_NAME;
        spec.serviceAccount = spec.serviceAccountName;
        const account = await accountOf(attributes, pod);
        if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) {
          const bound = features.enabled('BoundServiceAccountTokenVolume');
          mountToken(spec, bound ? projectedTokenVolume(random) : await secretTokenVolume(account, getter, random));
        }
        const pullSecrets = account.imagePullSecrets ?? [];
        if ((spec.imagePullSecrets ?? []).length === 0 && pullSecrets.length > 0) {
          spec.imagePullSecrets = pullSecrets.map(({ name = '' }) => ({ name }));
        }
      }
      await validate(attributes);
    },
    validate,
  };
}

function podOf({ resource, object }: AdmissionAttributes): Pod | undefined {
  return resource.group === '' && resource.resource === 'pods' ? (object as Pod | undefined) : undefined;
}

function isMirror({ metadata }: Pod): boolean {
  return metadata.annotations?.[MIRROR] !== undefined;
}

function requireAccount(attributes: AdmissionAttributes, { metadata, spec }: Pod): void {
  if (spec.serviceAccountName) return;
  const pod = `${attributes.namespace}/${metadata.name ?? ''}`;
  throw admissionForbidden(attributes, `no service account specified for pod ${pod}`);
}

/** What a kubelet made of its own files has no part in the API's secrets. */
function validateMirror(attributes: AdmissionAttributes, pod: Pod): void {
  const { spec } = pod;
  const hasToken = (spec.volumes ?? []).some(({ projected }) =>
    (projected?.sources ?? []).some(({ serviceAccountToken }) => serviceAccountToken !== undefined),
  );
  if (spec.serviceAccountName) throw admissionForbidden(attributes, 'a mirror pod may not reference service accounts');
  if (referencesSecrets(pod)) throw admissionForbidden(attributes, 'a mirror pod may not reference secrets');
  if (hasToken) {
    throw admissionForbidden(attributes, 'a mirror pod may not use ServiceAccountToken volume projections');
  }
}

/** strconv.ParseBool's true. */
function enforcesMountableSecrets({ metadata }: ServiceAccount): boolean {
  return ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(metadata.annotations?.[ENFORCE] ?? '');
}
