/** What a job's spec and its pods say. Source: pkg/controller/job/{job_controller.go,indexed_job_utils.go,tracking_utils.go}. */
import { type Job, type JobCondition } from '../../apis/batch/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { rfc3339 } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';

export const JOBS = { group: 'batch', resource: 'jobs' };
export const JOB = { group: 'batch', version: 'v1', kind: 'Job' };
/** Keeps pods until the job has counted them. */
export const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking';
export const INDEX_ANNOTATION = 'batch.kubernetes.io/job-completion-index';
const CONTROLLER_NAME = 'kubernetes.io/job-controller';

export function isIndexed({ spec }: Job): boolean {
  return spec.completionMode === 'Indexed';
}

export function isSuspended({ spec }: Job): boolean {
  return spec.suspend === true;
}

/** True where pods on their way out are not replaced before they are gone. */
export function replacesFailedOnly({ spec }: Job): boolean {
  return spec.podReplacementPolicy === 'Failed';
}

export function hasLimitPerIndex({ spec }: Job): boolean {
  return spec.backoffLimitPerIndex !== undefined;
}

export function isManagedByOther({ spec }: Job, features: Features): boolean {
  return features.enabled('JobManagedBy') && spec.managedBy !== undefined && spec.managedBy !== CONTROLLER_NAME;
}

export function trueCondition({ status }: Job, type: string): JobCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}

/** The condition that says that the job is over. */
export function finishedConditionOf(job: Job): JobCondition | undefined {
  return trueCondition(job, 'Complete') ?? trueCondition(job, 'Failed');
}

export function jobCondition(type: string, status: string, reason: string, message: string, now: number): JobCondition {
  const time = rfc3339(now);
  return { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message };
}

/** The conditions with this one as it should be; the same list where it is. One that is to be false need not be there. */
export function withJobCondition(
  conditions: readonly JobCondition[],
  condition: JobCondition,
): readonly JobCondition[] {
  const current = conditions.find(({ type }) => type === condition.type);
  if (current === undefined) return condition.status === 'False' ? conditions : [...conditions, condition];
  const { status, reason = '', message = '' } = current;
  if (status === condition.status && reason === condition.reason && message === condition.message) return conditions;
  return conditions.map((each) => (each === current ? condition : each));
}

export function isTracked({ metadata }: Pod): boolean {
  return (metadata.finalizers ?? []).includes(TRACKING_FINALIZER);
}

/** -1: none. */
export function indexOf({ metadata }: Pod): number {
  const text = metadata.annotations?.[INDEX_ANNOTATION] ?? '';
  return /^\d+$/.test(text) ? Number(text) : -1;
}

/** True where the job has a place for the pod: without indexes always. */
export function hasPlace(job: Job, pod: Pod): boolean {
  if (!isIndexed(job)) return true;
  const index = indexOf(pod);
  return index >= 0 && index < (job.spec.completions ?? 0);
}

/** True for a pod that failed, or that is on its way out and is replaced at once. */
export function isFailed(job: Job, { status, metadata }: Pod): boolean {
  if (status?.phase === 'Failed') return true;
  if (replacesFailedOnly(job)) return false;
  return metadata.deletionTimestamp !== undefined && status?.phase !== 'Succeeded';
}
