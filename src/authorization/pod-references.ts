/** The objects in a pod's namespace that its kubelet needs. Sources: pkg/api/v1/pod/util.go, plugin/pkg/auth/authorizer/node/graph.go. */
import { type Container } from '../apis/core/pod-container.js';
import { type Volume } from '../apis/core/pod-volume.js';
import { type Pod } from '../apis/core/pod.js';

const MIRROR_POD = 'kubernetes.io/config.mirror';

export type Referenced = 'secrets' | 'configmaps' | 'persistentvolumeclaims' | 'serviceaccounts' | 'resourceclaims';

/** Each once. A mirror pod, which its own node made, refers to nothing. */
export function podReferences(pod: Pod): readonly (readonly [resource: Referenced, name: string])[] {
  if (pod.metadata.annotations?.[MIRROR_POD] !== undefined) return [];
  const found = new Map<string, readonly [Referenced, string]>();
  const add = (resource: Referenced, name: unknown): void => {
    if (typeof name === 'string' && name !== '') found.set(`${resource}/${name}`, [resource, name]);
  };
  const { spec } = pod;
  add('serviceaccounts', spec.serviceAccountName);
  for (const { name } of spec.imagePullSecrets ?? []) add('secrets', name);
  const { initContainers = [], containers = [], ephemeralContainers = [] } = spec;
  for (const container of [...initContainers, ...containers, ...ephemeralContainers]) addContainer(container, add);
  for (const volume of spec.volumes ?? []) addVolume(volume, pod.metadata.name ?? '', add);
  addClaims(pod, add);
  return [...found.values()];
}

// Source: k8s.io/dynamic-resource-allocation/resourceclaim/pod.go. A claim that is not made yet has no name.
function addClaims(pod: Pod, add: Add): void {
  const { resourceClaims = [] } = pod.spec;
  const made = pod.status?.resourceClaimStatuses ?? [];
  for (const { name, resourceClaimName } of resourceClaims) {
    add('resourceclaims', resourceClaimName ?? made.find((each) => each.name === name)?.resourceClaimName);
  }
  add('resourceclaims', pod.status?.extendedResourceClaimStatus?.resourceClaimName);
}

type Add = (resource: Referenced, name: unknown) => void;

function addContainer({ envFrom = [], env = [] }: Container, add: Add): void {
  for (const { secretRef, configMapRef } of envFrom) {
    add('secrets', secretRef?.name);
    add('configmaps', configMapRef?.name);
  }
  for (const { valueFrom } of env) {
    add('secrets', valueFrom?.secretKeyRef?.name);
    add('configmaps', valueFrom?.configMapKeyRef?.name);
  }
}

/** Volume types with a `secretRef`. */
const WITH_SECRET_REF = ['cephfs', 'cinder', 'flexVolume', 'rbd', 'scaleIO', 'iscsi', 'storageos'] as const;

function addVolume(volume: Volume, podName: string, add: Add): void {
  add('secrets', volume.secret?.secretName);
  add('configmaps', volume.configMap?.name);
  for (const source of volume.projected?.sources ?? []) {
    add('secrets', source.secret?.name);
    add('configmaps', source.configMap?.name);
  }
  for (const type of WITH_SECRET_REF) add('secrets', volume[type]?.secretRef?.name);
  add('secrets', volume.azureFile?.secretName);
  add('secrets', volume.csi?.nodePublishSecretRef?.name);
  add('persistentvolumeclaims', volume.persistentVolumeClaim?.claimName);
  if (volume.ephemeral !== undefined) add('persistentvolumeclaims', `${podName}-${volume.name ?? ''}`);
}
