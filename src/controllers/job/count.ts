/** How a job's pods count. Source: pkg/controller/job/job_controller.go (getNewFinishedPods), k8s 1.24's getStatus. */
import { type Job, type JobStatus } from '../../apis/batch/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { judge } from './failure-policy.js';
import { hasPlace, isFailed, isTracked } from './job.js';

export interface Finished {
  /** Those that were not counted before. */
  readonly succeeded: readonly Pod[];
  readonly failed: readonly Pod[];
}

export interface Counts {
  readonly succeeded: number;
  readonly failed: number;
}

/** Pods with their finalizer are new, unless the status names them. */
export function newlyFinished(job: Job, pods: readonly Pod[]): Finished {
  const { succeeded = [], failed = [] } = job.status?.uncountedTerminatedPods ?? {};
  const fresh = (counted: readonly string[]): Pod[] =>
    pods.filter((pod) => isTracked(pod) && !counted.includes(pod.metadata.uid ?? '') && hasPlace(job, pod));
  return {
    succeeded: fresh(succeeded).filter(({ status }) => status?.phase === 'Succeeded'),
    failed: fresh(failed).filter((pod) => isFailed(job, pod)),
  };
}

/** What the status says, and what it does not say yet. */
export function trackedCounts({ spec, status = {} }: Job, { succeeded, failed }: Finished): Counts {
  const uncounted = status.uncountedTerminatedPods ?? {};
  const counting = failed.filter((pod) => judge(spec.podFailurePolicy, pod).counts);
  return {
    succeeded: (status.succeeded ?? 0) + succeeded.length + (uncounted.succeeded ?? []).length,
    failed: (status.failed ?? 0) + counting.length + (uncounted.failed ?? []).length,
  };
}

/** Before pods were tracked, those that are there were counted. */
export function present(job: Job, pods: readonly Pod[]): Finished {
  const placed = pods.filter((pod) => hasPlace(job, pod));
  return {
    succeeded: placed.filter(({ status }) => status?.phase === 'Succeeded'),
    failed: placed.filter(({ status }) => status?.phase === 'Failed'),
  };
}

/** Moves what lost its finalizer from the uncounted to the counted. */
export function withCounted(status: JobStatus, tracked: ReadonlySet<string>): JobStatus {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const left = {
    succeeded: succeeded.filter((uid) => tracked.has(uid)),
    failed: failed.filter((uid) => tracked.has(uid)),
  };
  const counted = { succeeded: succeeded.length - left.succeeded.length, failed: failed.length - left.failed.length };
  if (counted.succeeded + counted.failed === 0) return status;
  return {
    ...status,
    succeeded: (status.succeeded ?? 0) + counted.succeeded,
    failed: (status.failed ?? 0) + counted.failed,
    uncountedTerminatedPods: left,
  };
}
