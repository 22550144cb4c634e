/** The secrets that a pod uses. Source: VisitPodSecretNames in pkg/api/v1/pod/util.go. */
import { type Pod } from '../apis/core/pod.js';
import { type Container } from '../apis/core/pod-container.js';
import { type Volume } from '../apis/core/pod-volume.js';

// Volume sources that name a secret, and where.
const REFERENCES = [
  ['azureFile', 'secretName'],
  ['cephfs', 'secretRef'],
  ['cinder', 'secretRef'],
  ['flexVolume', 'secretRef'],
  ['rbd', 'secretRef'],
  ['secret', 'secretName'],
  ['scaleIO', 'secretRef'],
  ['iscsi', 'secretRef'],
  ['storageos', 'secretRef'],
  ['csi', 'nodePublishSecretRef'],
] as const;

export function podSecretNames({ spec }: Pod): ReadonlySet<string> {
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
  const names = [
    ...(spec.imagePullSecrets ?? []).map(({ name }) => name),
    ...containers.flatMap(containerSecretNames),
    ...(spec.volumes ?? []).flatMap(volumeSecretNames),
  ];
  return new Set(names.filter((name): name is string => name !== undefined && name !== ''));
}

function containerSecretNames({ envFrom = [], env = [] }: Container): (string | undefined)[] {
  return [
    ...envFrom.map(({ secretRef }) => secretRef?.name),
    ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
  ];
}

function volumeSecretNames(volume: Volume): (string | undefined)[] {
  const projected = (volume.projected?.sources ?? []).map(({ secret }) => secret?.name);
  const direct = REFERENCES.map(([source, field]) => {
    const reference = (volume[source] as Record<string, unknown> | undefined)?.[field];
    if (typeof reference === 'string') return reference;
    return (reference as { name?: string } | undefined)?.name;
  });
  return [...projected, ...direct];
}
