/**
 * Counts pods that are done: their uids go into the status, then their finalizers go, then they are numbers.
 * Source: pkg/controller/job/job_controller.go (trackJobStatusAndRemoveFinalizers).
 */
import { type Job, type JobCondition, type JobStatus } from '../../apis/batch/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { withCounted } from './count.js';
import { judge } from './failure-policy.js';
import { countIndexes, hasIndex, type Indexes, indexesOf, indexesText, mergeIndexes } from './indexes.js';
import { type SucceededIndexes } from './index-failures.js';
import {
  hasPlace,
  indexOf,
  isFailed,
  isIndexed,
  isTracked,
  jobCondition,
  trueCondition,
  withJobCondition,
} from './job.js';

/** How many pods wait to be counted at a time. */
const MOST_UNCOUNTED = 500;

export interface TrackOptions {
  /** With the status as it is to be but for the counts. */
  readonly job: Job;
  readonly pods: readonly Pod[];
  /** What the job comes to: Complete, Failed, or the condition before those. */
  readonly finish: JobCondition | undefined;
  /** Undefined: the job has no indexes. */
  readonly succeeded: SucceededIndexes | undefined;
  readonly failed: Indexes | undefined;
  /** Failed pods that stay until their index has another one. */
  readonly awaiting: ReadonlyMap<number, Pod>;
  /** Pods that are on their way out keep the job from being over. */
  readonly waitsFor: number;
  readonly needsWrite: boolean;
  readonly now: number;
  readonly write: (job: Job) => Promise<Job>;
  readonly release: (pod: Pod) => Promise<void>;
  /** Called once the failures are in the status. */
  readonly onCounted: () => void;
}

/** Returns the condition with which the job ended; undefined: it goes on. */
export async function track(options: TrackOptions): Promise<JobCondition | undefined> {
  const { pods, finish, now } = options;
  const tracked = new Set(pods.filter(isTracked).map(({ metadata }) => metadata.uid ?? ''));
  const before = options.job.status ?? {};
  const counted = withCounted(before, tracked);
  const found = uncounted(options, counted);
  const status = withEnd(withIndexes(options, found.status, found.indexes), finish);
  const last = lastCondition(finish, now);
  let job: Job = { ...options.job, status };
  if (
    options.needsWrite ||
    found.news ||
    counted !== before ||
    status.conditions !== before.conditions ||
    isIndexNews(before, status)
  ) {
    job = await options.write(job);
    options.onCounted();
  }
  const errors = (await Promise.allSettled(found.done.map((pod) => options.release(pod)))).flatMap((result, i) => {
    if (result.status === 'fulfilled') tracked.delete(found.done[i]?.metadata.uid ?? '');
    return result.status === 'fulfilled' ? [] : [result.reason as unknown];
  });
  const released = withCounted(job.status ?? {}, tracked);
  const ended = errors.length === 0 && !found.full ? enact(released, last, options.waitsFor) : undefined;
  const next = ended ?? released;
  if (next !== job.status) await options.write({ ...job, status: next });
  if (errors.length > 0) throw errors[0] instanceof Error ? errors[0] : new Error(String(errors[0]));
  return ended === undefined ? undefined : last;
}

interface Uncounted {
  readonly status: JobStatus;
  readonly done: readonly Pod[];
  readonly indexes: readonly number[];
  /** There is something that the status did not say. */
  readonly news: boolean;
  /** More are to be counted than go into the status. */
  readonly full: boolean;
}

function uncounted({ job, pods, finish, succeeded, awaiting }: TrackOptions, status: JobStatus): Uncounted {
  const { spec } = job;
  const known = {
    succeeded: status.uncountedTerminatedPods?.succeeded ?? [],
    failed: status.uncountedTerminatedPods?.failed ?? [],
  };
  const fresh = { succeeded: [...known.succeeded], failed: [...known.failed] };
  const indexes: number[] = [];
  const done: Pod[] = [];
  let full = false;
  const ends = job.metadata.deletionTimestamp !== undefined || finish !== undefined;
  const fails = finish !== undefined && finish.type !== 'SuccessCriteriaMet';
  for (const pod of isIndexed(job) ? pods.toSorted((a, b) => indexOf(a) - indexOf(b)) : pods) {
    const { uid = '' } = pod.metadata;
    const phase = pod.status?.phase;
    const isDone =
      ends || phase === 'Succeeded' || (isFailed(job, pod) && awaiting.get(indexOf(pod))?.metadata.uid !== uid);
    if (!isTracked(pod) || !isDone) continue;
    done.push(pod);
    if (phase === 'Succeeded' && !known.failed.includes(uid)) {
      if (!isIndexed(job)) addNew(fresh.succeeded, uid);
      else if (hasPlace(job, pod) && !hasIndex(succeeded?.before ?? [], indexOf(pod))) indexes.push(indexOf(pod));
    } else if ((isFailed(job, pod) || fails) && hasPlace(job, pod)) {
      if (judge(spec.podFailurePolicy, pod).counts) addNew(fresh.failed, uid);
    }
    full = indexes.length + fresh.succeeded.length + fresh.failed.length >= MOST_UNCOUNTED;
    if (full) break;
  }
  const news =
    indexes.length + fresh.succeeded.length + fresh.failed.length > known.succeeded.length + known.failed.length;
  return { status: news ? { ...status, uncountedTerminatedPods: fresh } : status, done, indexes, news, full };
}

function addNew(uids: string[], uid: string): void {
  if (!uids.includes(uid)) uids.push(uid);
}

function withIndexes({ succeeded, failed }: TrackOptions, status: JobStatus, fresh: readonly number[]): JobStatus {
  if (succeeded === undefined) return status;
  const all = mergeIndexes(succeeded.now, indexesOf(fresh));
  return {
    ...status,
    succeeded: countIndexes(all),
    completedIndexes: indexesText(all),
    ...(failed === undefined ? {} : { failedIndexes: indexesText(failed) }),
  };
}

function isIndexNews(before: JobStatus, { completedIndexes = '', failedIndexes }: JobStatus): boolean {
  return (before.completedIndexes ?? '') !== completedIndexes || before.failedIndexes !== failedIndexes;
}

/** What comes before the end is told first. */
function withEnd(status: JobStatus, finish: JobCondition | undefined): JobStatus {
  if (finish?.type !== 'FailureTarget' && finish?.type !== 'SuccessCriteriaMet') return status;
  if (trueCondition({ status, metadata: {}, spec: {} }, finish.type) !== undefined) return status;
  return { ...status, conditions: [...(status.conditions ?? []), finish] };
}

function lastCondition(finish: JobCondition | undefined, now: number): JobCondition | undefined {
  const type = { FailureTarget: 'Failed', SuccessCriteriaMet: 'Complete' }[finish?.type ?? ''];
  if (finish === undefined || type === undefined) return finish;
  return jobCondition(type, 'True', finish.reason ?? '', finish.message ?? '', now);
}

/** The status of a job that is over; undefined while there is something to wait for. */
function enact(status: JobStatus, last: JobCondition | undefined, waitsFor: number): JobStatus | undefined {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  if (last === undefined || succeeded.length + failed.length + waitsFor > 0) return undefined;
  const { lastTransitionTime } = last;
  return {
    ...status,
    conditions: [...withJobCondition(status.conditions ?? [], last)],
    ...(last.type === 'Complete' && lastTransitionTime != null ? { completionTime: lastTransitionTime } : {}),
  };
}

/** The status of a job whose pods are not tracked, as it is at its end. */
export function untrackedEnd(status: JobStatus, finish: JobCondition | undefined): JobStatus {
  return enact(status, finish, 0) ?? status;
}
