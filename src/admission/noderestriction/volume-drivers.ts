/** Which CSI driver serves a pod's volume. Source: k8s.io/csi-translation-lib. */
import { type PersistentVolumeClaim } from '../../apis/core/persistent-volume-claim.js';
import { type Volume } from '../../apis/core/pod-volume.js';
import { type Pod } from '../../apis/core/pod.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { lookUp, type NodeRequest } from './restriction.js';

interface PersistentVolume extends KubeObject {
  spec: { csi?: { driver?: string } } & Record<string, unknown>;
}

/** Volume types that drivers have taken over. */
const IN_TREE: readonly (readonly [type: string, driver: string])[] = [
  ['gcePersistentDisk', 'pd.csi.storage.gke.io'],
  ['awsElasticBlockStore', 'ebs.csi.aws.com'],
  ['cinder', 'cinder.csi.openstack.org'],
  ['azureDisk', 'disk.csi.azure.com'],
  ['azureFile', 'file.csi.azure.com'],
  ['vsphereVolume', 'csi.vsphere.vmware.com'],
  ['portworxVolume', 'pxd.portworx.com'],
];

/** '' or undefined: none. Throws a 404 where the claim or its volume is missing. */
export async function driverOf(request: NodeRequest, pod: Pod, volume: Volume): Promise<string | undefined> {
  if (volume.ephemeral?.volumeClaimTemplate !== undefined) {
    return driverOfClaim(request, `${pod.metadata.name ?? ''}-${volume.name ?? ''}`);
  }
  const { persistentVolumeClaim } = volume;
  if (persistentVolumeClaim !== undefined) return driverOfClaim(request, persistentVolumeClaim.claimName ?? '');
  return volume.csi?.driver ?? takenOver(request, volume);
}

async function driverOfClaim(request: NodeRequest, name: string): Promise<string | undefined> {
  const { namespace } = request.attributes;
  const claim = await lookUp<PersistentVolumeClaim>(request, 'persistentvolumeclaims', namespace, name);
  const found = await lookUp<PersistentVolume>(request, 'persistentvolumes', '', claim.spec?.volumeName ?? '');
  return found.spec.csi?.driver ?? takenOver(request, found.spec);
}

function takenOver({ features }: NodeRequest, sources: object): string | undefined {
  if (features.behaviours.nodeAudiences === 'of volumes') return undefined;
  return IN_TREE.find(([type]) => type in sources)?.[1];
}
