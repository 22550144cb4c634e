/** The config maps, secrets and the like that a pod cannot do without. Source: pkg/kubelet/kubelet_pods.go, pkg/volume/{configmap,secret,projected}. */
import { type Container } from '../../apis/core/pod-container.js';
import { type KeyToPath, type Volume, type VolumeProjection } from '../../apis/core/pod-volume.js';
import { type Pod } from '../../apis/core/pod.js';
import { type PersistentVolumeClaim } from '../../apis/core/persistent-volume-claim.js';
import { type ConfigMap, type Secret, type ServiceAccount } from '../../apis/core/v1.js';
import { type KubeObject } from '../../apis/meta/v1.js';

interface Lookup<T extends KubeObject> {
  get(namespace: string, name: string): T | undefined;
}

export interface ReferencedObjects {
  readonly configMaps: Lookup<ConfigMap>;
  readonly secrets: Lookup<Secret>;
  readonly serviceAccounts: Lookup<ServiceAccount>;
  readonly claims: Lookup<PersistentVolumeClaim>;
}

/** What keeps the first of the pod's volumes that cannot be mounted; undefined where all can. */
export function volumeObstacle(pod: Pod, objects: ReferencedObjects): string | undefined {
  for (const volume of pod.spec.volumes ?? []) {
    const problem = volumeProblem(pod, volume, objects);
    if (problem !== undefined) return `MountVolume.SetUp failed for volume ${quoted(volume.name)} : ${problem}`;
  }
  return undefined;
}

function volumeProblem(pod: Pod, volume: Volume, objects: ReferencedObjects): string | undefined {
  const { metadata } = pod;
  const { namespace = '' } = metadata;
  const { configMap, secret, projected, persistentVolumeClaim } = volume;
  if (configMap !== undefined) return configMapProblem(namespace, configMap, objects);
  if (secret !== undefined) {
    const { secretName: name, ...rest } = secret;
    return secretProblem(namespace, { ...rest, ...(name === undefined ? {} : { name }) }, objects);
  }
  if (projected !== undefined) {
    const problems = (projected.sources ?? []).flatMap((source) => projectionProblem(pod, source, objects) ?? []);
    return problems.length > 1 ? `[${problems.join(', ')}]` : problems[0];
  }
  const { claimName = '' } = persistentVolumeClaim ?? {};
  if (persistentVolumeClaim === undefined || objects.claims.get(namespace, claimName) !== undefined) return undefined;
  return `persistentvolumeclaims ${quoted(claimName)} not found`;
}

interface Source {
  name?: string;
  items?: KeyToPath[];
  optional?: boolean;
}

function projectionProblem(
  { metadata: { namespace = '' }, spec }: Pod,
  { configMap, secret, serviceAccountToken }: VolumeProjection,
  objects: ReferencedObjects,
): string | undefined {
  if (configMap !== undefined) return configMapProblem(namespace, configMap, objects);
  if (secret !== undefined) return secretProblem(namespace, secret, objects);
  const account = spec.serviceAccountName ?? 'default';
  if (serviceAccountToken === undefined || objects.serviceAccounts.get(namespace, account) !== undefined)
    return undefined;
  return `failed to fetch token: serviceaccounts ${quoted(account)} not found`;
}

function configMapProblem(
  namespace: string,
  { name = '', items = [], optional }: Source,
  { configMaps }: ReferencedObjects,
): string | undefined {
  if (optional === true) return undefined;
  const found = configMaps.get(namespace, name);
  if (found === undefined) return `configmap ${quoted(name)} not found`;
  const missing = items.find(
    ({ key = '' }) => found.data?.[key] === undefined && found.binaryData?.[key] === undefined,
  );
  return missing && `configmap references non-existent config key: ${missing.key ?? ''}`;
}

function secretProblem(
  namespace: string,
  { name = '', items = [], optional }: Source,
  { secrets }: ReferencedObjects,
): string | undefined {
  if (optional === true) return undefined;
  const found = secrets.get(namespace, name);
  if (found === undefined) return `secret ${quoted(name)} not found`;
  const missing = items.find(({ key = '' }) => found.data?.[key] === undefined);
  return missing && `references non-existent secret key: ${missing.key ?? ''}`;
}

/** What the container's environment asks for in vain; undefined where it has all. */
export function environmentProblem(
  namespace: string,
  { envFrom = [], env = [] }: Container,
  { configMaps, secrets }: ReferencedObjects,
): string | undefined {
  for (const { configMapRef, secretRef } of envFrom as Record<'configMapRef' | 'secretRef', Source | undefined>[]) {
    const problem =
      missing('configmap', configMapRef, configMaps, namespace) ?? missing('secret', secretRef, secrets, namespace);
    if (problem !== undefined) return problem;
  }
  for (const { valueFrom: { configMapKeyRef, secretKeyRef } = {} } of env) {
    const problem =
      missing('configmap', configMapKeyRef, configMaps, namespace) ??
      missing('secret', secretKeyRef, secrets, namespace) ??
      missingKey('ConfigMap', configMapKeyRef, configMaps, namespace) ??
      missingKey('Secret', secretKeyRef, secrets, namespace);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function missing(
  what: string,
  reference: Source | undefined,
  objects: Lookup<KubeObject>,
  namespace: string,
): string | undefined {
  if (reference === undefined || reference.optional === true) return undefined;
  const { name = '' } = reference;
  return objects.get(namespace, name) === undefined ? `${what} ${quoted(name)} not found` : undefined;
}

function missingKey(
  kind: string,
  reference: { name?: string; key?: string; optional?: boolean } | undefined,
  objects: Lookup<KubeObject & { data?: Record<string, string> }>,
  namespace: string,
): string | undefined {
  if (reference === undefined || reference.optional === true) return undefined;
  const { name = '', key = '' } = reference;
  if (objects.get(namespace, name)?.data?.[key] !== undefined) return undefined;
  return `couldn't find key ${key} in ${kind} ${namespace}/${name}`;
}

function quoted(text = ''): string {
  return JSON.stringify(text);
}
