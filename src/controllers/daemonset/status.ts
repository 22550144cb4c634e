/** Source: pkg/controller/daemon/daemon_controller.go (updateDaemonSetStatus). */
import { type DaemonSet, type DaemonSetStatus } from '../../apis/apps/v1.js';
import { type Node } from '../../apis/core/node.js';
import { type Pod } from '../../apis/core/pod.js';
import { isPodAvailable, isPodReady } from '../pod-state.js';
import { isUpdated, placementOn } from './placement.js';
import { oldestFirst } from './pods.js';

/** What there is to count. `now` in milliseconds since the epoch. */
export function nextStatus(
  daemonSet: DaemonSet,
  nodes: readonly Node[],
  byNode: ReadonlyMap<string, readonly Pod[]>,
  hash: string,
  now: number,
): DaemonSetStatus {
  const { minReadySeconds = 0 } = daemonSet.spec;
  const onNode = ({ metadata }: Node): readonly Pod[] => byNode.get(metadata.name ?? '') ?? [];
  const wanted = nodes.filter((node) => placementOn(node, daemonSet).shouldRun);
  const others = nodes.filter((node) => !wanted.includes(node));
  const scheduled = wanted.flatMap((node) => oldestFirst(onNode(node)).slice(0, 1));
  const available = scheduled.filter((pod) => isPodAvailable(pod, minReadySeconds, now)).length;
  return {
    currentNumberScheduled: scheduled.length,
    numberMisscheduled: others.filter((node) => onNode(node).length > 0).length,
    desiredNumberScheduled: wanted.length,
    numberReady: scheduled.filter((pod) => isPodReady(pod)).length,
    observedGeneration: daemonSet.metadata.generation ?? 0,
    updatedNumberScheduled: scheduled.filter((pod) => isUpdated(pod, daemonSet, hash)).length,
    numberAvailable: available,
    numberUnavailable: wanted.length - available,
  };
}
