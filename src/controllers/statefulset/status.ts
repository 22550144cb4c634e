/** Source: pkg/controller/statefulset/{stateful_set_control.go (computeReplicaStatus),stateful_set_utils.go}. */
import { type StatefulSet, type StatefulSetStatus } from '../../apis/apps/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { isPodAvailable, isPodReady } from '../pod-state.js';
import { revisionOfPod } from './identity.js';

export function isCreated({ status }: Pod): boolean {
  return (status?.phase ?? '') !== '';
}

export function isRunningAndReady(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && isPodReady(pod);
}

export function isGoing({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

export type Counts = Required<
  Pick<StatefulSetStatus, 'replicas' | 'readyReplicas' | 'availableReplicas' | 'currentReplicas' | 'updatedReplicas'>
>;

/** `current` and `update` are the names of revisions; `now` is in milliseconds since the epoch. */
export function countPods(
  pods: readonly Pod[],
  { spec }: StatefulSet,
  revisions: { readonly current: string; readonly update: string },
  now: number,
): Counts {
  const ready = pods.filter(isRunningAndReady);
  const staying = pods.filter((pod) => isCreated(pod) && !isGoing(pod));
  const of = (revision: string): number => staying.filter((pod) => revisionOfPod(pod) === revision).length;
  return {
    replicas: pods.filter(isCreated).length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((pod) => isPodAvailable(pod, spec.minReadySeconds ?? 0, now)).length,
    currentReplicas: of(revisions.current),
    updatedReplicas: of(revisions.update),
  };
}

/** The update is over as soon as all pods have its revision and are ready. */
export function completed({ spec }: StatefulSet, status: StatefulSetStatus): StatefulSetStatus {
  const { updatedReplicas = 0, readyReplicas = 0, replicas, updateRevision = '' } = status;
  const done = [updatedReplicas, readyReplicas, replicas].every((count) => count === (spec.replicas ?? 0));
  return done ? { ...status, currentReplicas: updatedReplicas, currentRevision: updateRevision } : status;
}
