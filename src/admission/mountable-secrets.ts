/** The secrets that a pod names. Source: plugin/pkg/admission/serviceaccount/admission.go, pkg/api/pod/util.go. */
import { type Container } from '../apis/core/pod-container.js';
import { type Pod } from '../apis/core/pod.js';
import { type Volume } from '../apis/core/pod-volume.js';
import { type ServiceAccount } from '../apis/core/v1.js';
import { type Features } from '../features/features.js';

/** Why a pod may not have a secret that its account does not list; undefined: it may. */
export function limitSecretReferences(account: ServiceAccount, { spec }: Pod, features: Features): string | undefined {
  const listed = new Set((account.secrets ?? []).map(({ name }) => name));
  const name = account.metadata.name ?? '';
  for (const { secret } of spec.volumes ?? []) {
    if (secret !== undefined && !listed.has(secret.secretName)) {
      return `volume with secret.secretName="${secret.secretName ?? ''}"${refusal(name)}`;
    }
  }
  const envFrom = features.behaviours.mountableSecretsCoverEnvFrom;
  const cause =
    limitContainers('init container', spec.initContainers, listed, name, envFrom) ??
    limitContainers('container', spec.containers, listed, name, envFrom);
  if (cause !== undefined) return cause;
  const pullSecrets = new Set((account.imagePullSecrets ?? []).map((secret) => secret.name));
  for (const [i, secret] of (spec.imagePullSecrets ?? []).entries()) {
    if (pullSecrets.has(secret.name)) continue;
    return `imagePullSecrets[${String(i)}].name="${secret.name ?? ''}"${refusal(name, 'imagePullSecret')}`;
  }
  return undefined;
}

/** The same for the ephemeral containers. Upstream throws this one bare, so that it is answered with 500. */
export function limitEphemeralSecretReferences(account: ServiceAccount, { spec }: Pod): string | undefined {
  const listed = new Set((account.secrets ?? []).map(({ name }) => name));
  return limitContainers('ephemeral container', spec.ephemeralContainers, listed, account.metadata.name ?? '', true);
}

function limitContainers(
  what: string,
  containers: readonly Container[] | undefined,
  listed: ReadonlySet<string | undefined>,
  account: string,
  coversEnvFrom: boolean,
): string | undefined {
  for (const { name = '', env, envFrom } of containers ?? []) {
    for (const variable of env ?? []) {
      const secret = variable.valueFrom?.secretKeyRef;
      if (secret === undefined || listed.has(secret.name)) continue;
      const reference = `envVar ${variable.name ?? ''} referencing secret.secretName="${secret.name ?? ''}"`;
      return `${what} ${name} with ${reference}${refusal(account)}`;
    }
    for (const { secretRef } of coversEnvFrom ? (envFrom ?? []) : []) {
      if (secretRef === undefined || listed.has(secretRef.name)) continue;
      return `${what} ${name} with envFrom referencing secret.secretName="${secretRef.name ?? ''}"${refusal(account)}`;
    }
  }
  return undefined;
}

function refusal(account: string, what = 'secret'): string {
  return ` is not allowed because service account ${account} does not reference that ${what}`;
}

/** Fields of volume types that name a secret. */
const SECRET_FIELDS = ['secretRef', 'nodePublishSecretRef'];

export function referencesSecrets({ spec }: Pod): boolean {
  const { imagePullSecrets, initContainers, containers, ephemeralContainers, volumes } = spec;
  const all: readonly Container[] = [initContainers, containers, ephemeralContainers].flatMap((each) => each ?? []);
  return (imagePullSecrets ?? []).length > 0 || all.some(namesSecret) || (volumes ?? []).some(holdsSecret);
}

function namesSecret({ env, envFrom }: Container): boolean {
  return (
    (env ?? []).some(({ valueFrom }) => valueFrom?.secretKeyRef !== undefined) ||
    (envFrom ?? []).some(({ secretRef }) => secretRef !== undefined)
  );
}

function holdsSecret(volume: Volume): boolean {
  if (volume.secret !== undefined || volume['azureFile'] !== undefined) return true;
  if ((volume.projected?.sources ?? []).some(({ secret }) => secret !== undefined)) return true;
  return Object.values(volume).some(
    (source) => typeof source === 'object' && source !== null && SECRET_FIELDS.some((field) => field in source),
  );
}
