/** New pods for old ones, node by node. Source: pkg/controller/daemon/update.go (rollingUpdate). */
import { type DaemonSet } from '../../apis/apps/v1.js';
import { type Node } from '../../apis/core/node.js';
import { type Pod } from '../../apis/core/pod.js';
import { isPodAvailable } from '../pod-state.js';
import { scaledValue } from '../shares.js';
import { isUpdated, placementOn } from './placement.js';
import { nameOf, type ToDo } from './pods.js';

export interface RollOptions {
  readonly daemonSet: DaemonSet;
  readonly nodes: readonly Node[];
  readonly byNode: ReadonlyMap<string, readonly Pod[]>;
  readonly hash: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface OnNode {
  readonly node: string;
  readonly newPod: Pod | undefined;
  readonly oldPod: Pod | undefined;
}

export function rollingUpdate(options: RollOptions): ToDo {
  const { daemonSet, nodes, byNode, hash, now } = options;
  const wanted = nodes
    .filter((node) => placementOn(node, daemonSet).shouldRun)
    .map(({ metadata }) => metadata.name ?? '');
  const names = [...new Set([...byNode.keys(), ...wanted])];
  const { maxSurge = 0, maxUnavailable = 0 } = daemonSet.spec.updateStrategy?.rollingUpdate ?? {};
  const surge = scaledValue(maxSurge, wanted.length, 'up');
  const unavailable = scaledValue(maxUnavailable, wanted.length, 'up');
  const found = names.map((node) => updatedOn(node, byNode.get(node) ?? [], daemonSet, hash));
  const isAvailable = (pod: Pod): boolean => isPodAvailable(pod, daemonSet.spec.minReadySeconds ?? 0, now);
  const most = wanted.length > 0 && unavailable === 0 && surge === 0 ? 1 : unavailable;
  return surge === 0 ? replace(found, most, isAvailable) : surgeOver(found, surge, wanted, isAvailable);
}

/** Undefined where there are two of a kind, so that nothing can be said yet. */
function updatedOn(node: string, pods: readonly Pod[], daemonSet: DaemonSet, hash: string): OnNode | undefined {
  const staying = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const fresh = staying.filter((pod) => isUpdated(pod, daemonSet, hash));
  const old = staying.filter((pod) => !fresh.includes(pod));
  return fresh.length > 1 || old.length > 1 ? undefined : { node, newPod: fresh[0], oldPod: old[0] };
}

/** Old pods go first that nobody can use; others as long as enough are left. */
function replace(found: readonly (OnNode | undefined)[], most: number, isAvailable: (pod: Pod) => boolean): ToDo {
  const only = (each: OnNode | undefined): Pod | undefined =>
    each !== undefined && (each.newPod === undefined) !== (each.oldPod === undefined)
      ? (each.newPod ?? each.oldPod)
      : undefined;
  const unavailable = found.filter((each) => {
    const pod = only(each);
    return pod === undefined || !isAvailable(pod);
  }).length;
  const old = found.flatMap((each) => (only(each) === undefined ? [] : (each?.oldPod ?? [])));
  const useful = old.filter(isAvailable).slice(0, Math.max(0, most - unavailable));
  return { create: [], remove: [...old.filter((pod) => !isAvailable(pod)), ...useful].map(nameOf) };
}

/** New pods are made beside old ones, which go when the new ones are available. */
function surgeOver(
  found: readonly (OnNode | undefined)[],
  most: number,
  wanted: readonly string[],
  isAvailable: (pod: Pod) => boolean,
): ToDo {
  const known = found.filter((each) => each !== undefined);
  const surging = ({ newPod, oldPod }: OnNode): boolean =>
    newPod !== undefined && oldPod !== undefined && !isAvailable(newPod);
  const surges = found.length - known.length + known.filter(surging).length;
  const available = known.filter(({ newPod, oldPod }) => {
    const pod = oldPod ?? newPod;
    return pod !== undefined && isAvailable(pod);
  }).length;
  const replaced = known.flatMap(({ newPod, oldPod }) =>
    newPod !== undefined && oldPod !== undefined && isAvailable(newPod) ? [oldPod] : [],
  );
  const alone = known.flatMap(({ node, newPod, oldPod }) =>
    newPod === undefined && oldPod !== undefined ? [{ node, pod: oldPod }] : [],
  );
  const [here, elsewhere] = [
    alone.filter(({ node }) => wanted.includes(node)),
    alone.filter(({ node }) => !wanted.includes(node)),
  ];
  const useless = elsewhere.filter(({ pod }) => !isAvailable(pod));
  const spare = elsewhere.filter(({ pod }) => isAvailable(pod)).slice(0, Math.max(0, available - wanted.length));
  const urgent = here.filter(({ pod }) => !isAvailable(pod));
  const others = here.filter(({ pod }) => isAvailable(pod)).slice(0, Math.max(0, most - surges));
  return {
    create: [...urgent, ...others].map(({ node }) => node),
    remove: [...replaced, ...[...useless, ...spare].map(({ pod }) => pod)].map(nameOf),
  };
}
