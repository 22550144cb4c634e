/** What of the API a pod refers to, in the words of the refusal. Source: pkg/api/pod/util.go. */
import { type Container } from '../../apis/core/pod-container.js';
import { type Volume, type VolumeProjection } from '../../apis/core/pod-volume.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Features } from '../../features/features.js';
import { referencesSecrets } from '../mountable-secrets.js';

/** The first thing that is found; undefined for a pod that runs without the API. */
export function mirrorPodReference(pod: Pod, { behaviours }: Features): string | undefined {
  const { spec } = pod;
  if (!behaviours.mirrorPodsNameNoVolumes) return earlierReference(pod, behaviours.mirrorPodsClaimNoDevices);
  if (spec.serviceAccountName) return 'serviceaccounts';
  if (referencesSecrets(pod)) return 'secrets';
  if (referencesConfigMaps(pod)) return 'configmaps';
  if ((spec.resourceClaims ?? []).length > 0) return 'resourceclaims';
  for (const volume of spec.volumes ?? []) {
    const found = volumeReference(volume);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Up to 1.33. */
function earlierReference(pod: Pod, looksAtClaims: boolean): string | undefined {
  const { serviceAccountName, volumes = [], resourceClaims = [] } = pod.spec;
  if (serviceAccountName) return 'a service account';
  if (referencesSecrets(pod)) return 'secrets';
  if (referencesConfigMaps(pod)) return 'configmaps';
  const sources = volumes.flatMap(({ projected }) => projected?.sources ?? []);
  if (sources.some(({ clusterTrustBundle }) => clusterTrustBundle !== undefined)) return 'clustertrustbundles';
  if (volumes.some((volume) => volume.persistentVolumeClaim !== undefined)) return 'persistentvolumeclaims';
  return looksAtClaims && resourceClaims.length > 0 ? 'resourceclaims' : undefined;
}

function referencesConfigMaps({ spec }: Pod): boolean {
  const { initContainers = [], containers = [], ephemeralContainers = [], volumes = [] } = spec;
  const names = ({ env = [], envFrom = [] }: Container): boolean =>
    env.some(({ valueFrom }) => valueFrom?.configMapKeyRef !== undefined) ||
    envFrom.some(({ configMapRef }) => configMapRef !== undefined);
  const holds = ({ configMap, projected }: Volume): boolean =>
    configMap !== undefined || (projected?.sources ?? []).some((source) => source.configMap !== undefined);
  return [...initContainers, ...containers, ...ephemeralContainers].some(names) || volumes.some(holds);
}

/** Of what containers and secrets have not told already. */
function volumeReference(volume: Volume): string | undefined {
  if (volume.csi !== undefined) return 'csidrivers (via CSI volumes)';
  if (volume.glusterfs !== undefined) return 'endpoints (via glusterFS volumes)';
  if (volume.persistentVolumeClaim !== undefined) return 'persistentvolumeclaims';
  if (volume.ephemeral !== undefined) return 'persistentvolumeclaims (via ephemeral volumes)';
  return (volume.projected?.sources ?? []).map(projectedReference).find((found) => found !== undefined);
}

function projectedReference(source: VolumeProjection): string | undefined {
  if (source.serviceAccountToken !== undefined) return 'serviceaccounts (via projected volumes)';
  if (source.clusterTrustBundle !== undefined) return 'clustertrustbundles';
  return source.podCertificate === undefined ? undefined : 'podcertificates';
}
