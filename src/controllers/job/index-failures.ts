/** Failures of single indexes. Source: pkg/controller/job/indexed_job_utils.go. */
import { type Job } from '../../apis/batch/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { isPodActive } from '../pod-state.js';
import { judge } from './failure-policy.js';
import { finishedAt } from './failure-times.js';
import { hasIndex, type Indexes, indexesOf, mergeIndexes, parseIndexes } from './indexes.js';
import { hasLimitPerIndex, hasPlace, indexOf, isFailed, isTracked } from './job.js';

const COUNT = 'batch.kubernetes.io/job-index-failure-count';
const IGNORED_COUNT = 'batch.kubernetes.io/job-index-ignored-failure-count';
const LARGEST = 2 ** 31 - 1;

export interface SucceededIndexes {
  /** As the status has them. */
  readonly before: Indexes;
  readonly now: Indexes;
}

/** `tracked`: pods that lost their finalizer are in the status; without it, those that are there are all. */
export function succeededIndexes(job: Job, pods: readonly Pod[], tracked: boolean): SucceededIndexes {
  const before = tracked ? parseIndexes(job.status?.completedIndexes, job.spec.completions ?? 0) : [];
  const placed = pods.filter((pod) => pod.status?.phase === 'Succeeded' && hasPlace(job, pod));
  const fresh = placed.filter((pod) => !tracked || isTracked(pod));
  return { before, now: mergeIndexes(before, indexesOf(fresh.map(indexOf))) };
}

export function failedIndexes(job: Job, pods: readonly Pod[]): Indexes {
  const before = parseIndexes(job.status?.failedIndexes, job.spec.completions ?? 0);
  const fresh = pods.filter((pod) => hasPlace(job, pod) && isTracked(pod) && failsIndex(job, pod));
  return mergeIndexes(before, indexesOf(fresh.map(indexOf)));
}

function failsIndex(job: Job, pod: Pod): boolean {
  if (!isFailed(job, pod)) return false;
  const { counts, action } = judge(job.spec.podFailurePolicy, pod);
  if (action === 'FailIndex') return true;
  return counts && countIn(pod, COUNT) >= (job.spec.backoffLimitPerIndex ?? 0);
}

/** The failed pod that each index has last had, where the index is to have another one: it stays until that is made. */
export function awaitingReplacement(
  job: Job,
  pods: readonly Pod[],
  succeeded: Indexes,
  failed: Indexes,
): ReadonlyMap<number, Pod> {
  const active = new Set(pods.filter((pod) => isPodActive(pod)).map(indexOf));
  const awaiting = new Map<number, Pod>();
  for (const pod of pods) {
    const index = indexOf(pod);
    if (!isTracked(pod) || !hasPlace(job, pod) || !isFailed(job, pod)) continue;
    if (hasIndex(succeeded, index) || hasIndex(failed, index) || active.has(index)) continue;
    const other = awaiting.get(index);
    const isLater =
      other === undefined || (allFailures(other) <= allFailures(pod) && finishedAt(pod) >= finishedAt(other));
    if (isLater) awaiting.set(index, pod);
  }
  return awaiting;
}

export function allFailures(pod: Pod): number {
  return countIn(pod, COUNT) + countIn(pod, IGNORED_COUNT);
}

/** Annotations that tell a new pod how often its index failed before; `replaced` is the pod before it. */
export function failureAnnotations(job: Job, replaced: Pod | undefined): Record<string, string> {
  if (!hasLimitPerIndex(job)) return {};
  const counts = replaced === undefined || judge(job.spec.podFailurePolicy, replaced).counts;
  const before = replaced === undefined ? 0 : countIn(replaced, COUNT);
  const ignored = replaced === undefined ? 0 : countIn(replaced, IGNORED_COUNT) + (counts ? 0 : 1);
  return {
    [COUNT]: String(before + (replaced !== undefined && counts ? 1 : 0)),
    ...(ignored > 0 ? { [IGNORED_COUNT]: String(ignored) } : {}),
  };
}

function countIn({ metadata }: Pod, key: string): number {
  const text = metadata.annotations?.[key] ?? '';
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  return count > LARGEST ? 0 : count;
}
