/** Claims that keep a pod from every node. Source: pkg/scheduler/framework/plugins/volumebinding/volume_binding.go. */
import { type PersistentVolumeClaim } from '../../apis/core/persistent-volume-claim.js';
import { type Pod } from '../../apis/core/pod.js';

type Claims = { get(namespace: string, name: string): PersistentVolumeClaim | undefined };

/** What is said of the first claim that cannot be used yet; undefined where all can be. */
export function claimObstacle({ metadata, spec }: Pod, claims: Claims): string | undefined {
  const { namespace = '', name: podName = '' } = metadata;
  const used = (spec.volumes ?? []).flatMap(({ name = '', persistentVolumeClaim, ephemeral }) => {
    if (ephemeral !== undefined) return [{ name: `${podName}-${name}`, isEphemeral: true }];
    return persistentVolumeClaim === undefined
      ? []
      : [{ name: persistentVolumeClaim.claimName ?? '', isEphemeral: false }];
  });
  const found = used.map((each) => ({ ...each, claim: claims.get(namespace, each.name) }));
  const obstacle = found.map((each) => obstacleOf(each)).find((text) => text !== undefined);
  if (obstacle !== undefined) return obstacle;
  const isUnbound = found.some(({ claim }) => claim?.status?.phase !== 'Bound');
  return isUnbound ? 'pod has unbound immediate PersistentVolumeClaims' : undefined;
}

interface UsedClaim {
  readonly name: string;
  readonly isEphemeral: boolean;
  readonly claim: PersistentVolumeClaim | undefined;
}

function obstacleOf({ name, isEphemeral, claim }: UsedClaim): string | undefined {
  const called = `persistentvolumeclaim ${JSON.stringify(name)}`;
  if (claim === undefined) {
    return isEphemeral ? `waiting for ephemeral volume controller to create the ${called}` : `${called} not found`;
  }
  if (claim.status?.phase === 'Lost') {
    return `${called} bound to non-existent persistentvolume ${JSON.stringify(claim.spec?.volumeName ?? '')}`;
  }
  return claim.metadata.deletionTimestamp === undefined ? undefined : `${called} is being deleted`;
}
