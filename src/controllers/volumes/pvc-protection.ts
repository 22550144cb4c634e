/** Claims stay as long as pods use them. Source: pkg/controller/volume/pvcprotection/pvc_protection_controller.go. */
import { type PersistentVolumeClaim } from '../../apis/core/persistent-volume-claim.js';
import { type Volume } from '../../apis/core/pod-volume.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Controller } from '../controller.js';
import { isPodTerminal } from '../pod-state.js';
import { startProtection } from './protection.js';

const PODS = { group: '', resource: 'pods' };

export const persistentVolumeClaimProtection: Controller = {
  name: 'persistentvolumeclaim-protection',
  runs: ({ features }) => features.enabled('StorageObjectInUseProtection'),
  async start(dependencies) {
    const pods = await dependencies.informers.of<Pod>(PODS);
    return startProtection<PersistentVolumeClaim>(
      dependencies,
      {
        resource: { group: '', resource: 'persistentvolumeclaims' },
        finalizer: 'kubernetes.io/pvc-protection',
        account: 'pvc-protection-controller',
        isUsed: (claim) => pods.list(claim.metadata.namespace ?? '').some((pod) => uses(pod, claim)),
      },
      [
        (look) =>
          pods.listen((type, pod) => {
            if (type !== 'DELETED' && !isPodTerminal(pod) && pod.spec.nodeName) return;
            for (const volume of pod.spec.volumes ?? []) {
              const name = claimOf(pod, volume);
              if (name !== undefined) look(pod.metadata.namespace ?? '', name);
            }
          }),
      ],
    );
  },
};

function claimOf({ metadata }: Pod, { name = '', persistentVolumeClaim, ephemeral }: Volume): string | undefined {
  return ephemeral === undefined ? persistentVolumeClaim?.claimName : `${metadata.name ?? ''}-${name}`;
}

/** A pod that is on no node yet starts with no claim that is going. */
function uses(pod: Pod, { metadata }: PersistentVolumeClaim): boolean {
  if (!pod.spec.nodeName) return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  const isShutDown = deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0;
  const isOwn = (metadata.ownerReferences ?? []).some(({ controller, uid }) => controller && uid === pod.metadata.uid);
  return (pod.spec.volumes ?? []).some((volume) => {
    if (claimOf(pod, volume) !== metadata.name) return false;
    return volume.ephemeral === undefined || (isOwn && !isShutDown);
  });
}
