/**
 * Deletes pods of an older revision, so that they are made again, the last ordinal first.
 * Source: pkg/controller/statefulset/stateful_set_control.go (updateStatefulSetAfterInvariantEstablished).
 */
import { type StatefulSet } from '../../apis/apps/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Features } from '../../features/features.js';
import { scaledValue } from '../shares.js';
import { revisionOfPod } from './identity.js';
import { isGoing } from './status.js';

export interface RollOptions {
  readonly set: StatefulSet;
  readonly replicas: readonly Pod[];
  /** The one that all pods are to have. */
  readonly revision: string;
  readonly features: Features;
  readonly isUnavailable: (pod: Pod) => boolean;
  readonly delete: (pod: Pod) => Promise<void>;
}

export interface Rolled {
  /** How many pods were deleted. */
  readonly count: number;
  /** What stood in the way of one more. */
  readonly error?: unknown;
}

export async function rollPods(options: RollOptions): Promise<Rolled> {
  let count = 0;
  try {
    for (const pod of options.features.enabled('MaxUnavailableStatefulSet') ? several(options) : next(options)) {
      await options.delete(pod);
      count++;
    }
  } catch (error) {
    return { count, error };
  }
  return { count };
}

/** Those that the partition does not keep, the last ordinal first. */
function targets({ set, replicas }: RollOptions): Pod[] {
  return replicas.slice(set.spec.updateStrategy?.rollingUpdate?.partition ?? 0).reverse();
}

/** At most one: the last of an older revision, where all after it are well. */
function next(options: RollOptions): Pod[] {
  for (const pod of targets(options)) {
    if (revisionOfPod(pod) !== options.revision && !isGoing(pod)) return [pod];
    if (options.isUnavailable(pod)) return [];
  }
  return [];
}

/** As many as may be unavailable. Without order, those of an older revision that are unavailable anyway go at once. */
function several(options: RollOptions): Pod[] {
  const { set, replicas, revision, isUnavailable } = options;
  const { maxUnavailable = 1 } = set.spec.updateStrategy?.rollingUpdate ?? {};
  const most = Math.max(1, scaledValue(maxUnavailable, set.spec.replicas ?? 0, 'down'));
  const parallel = set.spec.podManagementPolicy === 'Parallel';
  const isOld = (pod: Pod): boolean => revisionOfPod(pod) !== revision && !isGoing(pod);
  const unavailable = replicas.filter(isUnavailable);
  const budget = most - unavailable.length;
  if (budget <= 0 && !(parallel && unavailable.some(isOld))) return [];
  const old = targets(options).filter(isOld);
  if (!parallel) return old.slice(0, budget);
  return [...old.filter(isUnavailable), ...old.filter((pod) => !isUnavailable(pod)).slice(0, Math.max(0, budget))];
}
