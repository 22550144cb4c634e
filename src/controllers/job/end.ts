/** Whether a job has come to its end, and to which. Source: pkg/controller/job/job_controller.go (syncJob). */
import { type Job, type JobCondition } from '../../apis/batch/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Features } from '../../features/features.js';
import { type Counts } from './count.js';
import { judge } from './failure-policy.js';
import { countIndexes, type Indexes } from './indexes.js';
import { isFailed, isSuspended, jobCondition, trueCondition } from './job.js';
import { matchedRule } from './success-policy.js';

export interface EndFacts {
  readonly job: Job;
  readonly pods: readonly Pod[];
  readonly counts: Counts;
  /** Undefined: the job has no indexes. */
  readonly succeeded: Indexes | undefined;
  /** Undefined: indexes do not fail one by one. */
  readonly failed: Indexes | undefined;
  readonly startTime: string | undefined;
  readonly features: Features;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface End {
  readonly end?: JobCondition;
  /** Milliseconds until the job has been active for too long. */
  readonly deadlineIn?: number;
}

/** True where the last condition waits for the last pod, and another one tells of the end before. */
export function delaysEnd(features: Features): boolean {
  const gated = features.enabled('JobManagedBy') || features.enabled('JobPodReplacementPolicy');
  return features.behaviours.jobDelaysEnd && gated;
}

export function endOf(facts: EndFacts): End {
  const { job, now } = facts;
  const decided = decidedEnd(facts) ?? spentEnd(facts);
  if (decided !== undefined) return { end: decided };
  const { activeDeadlineSeconds: deadline } = job.spec;
  const counts = deadline !== undefined && !isSuspended(job) && facts.startTime !== undefined;
  const left = counts ? Date.parse(facts.startTime) + deadline * 1000 - now : undefined;
  if (left !== undefined && left <= 0 && job.status?.startTime !== undefined) {
    return { end: failure(facts, 'DeadlineExceeded', 'Job was active longer than specified deadline') };
  }
  const end = indexesEnd(facts);
  return { ...(end === undefined ? {} : { end }), ...(left === undefined ? {} : { deadlineIn: left }) };
}

/** What was decided in an earlier look, or by a pod that fails the whole job. */
function decidedEnd({ job, pods, features, now }: EndFacts): JobCondition | undefined {
  const success = features.enabled('JobSuccessPolicy') ? trueCondition(job, 'SuccessCriteriaMet') : undefined;
  if (success !== undefined) return success;
  const target = trueCondition(job, 'FailureTarget');
  if (target !== undefined) return jobCondition('Failed', 'True', target.reason ?? '', target.message ?? '', now);
  const { podFailurePolicy } = job.spec;
  if (podFailurePolicy === undefined) return undefined;
  for (const pod of pods) {
    const { failsJob } = isFailed(job, pod) ? judge(podFailurePolicy, pod) : {};
    if (failsJob !== undefined) return jobCondition('FailureTarget', 'True', 'PodFailurePolicy', failsJob, now);
  }
  return undefined;
}

function spentEnd(facts: EndFacts): JobCondition | undefined {
  const { job, pods, counts } = facts;
  const tooMany = counts.failed > (job.spec.backoffLimit ?? 0) || tooManyRestarts(job, pods);
  return tooMany ? failure(facts, 'BackoffLimitExceeded', 'Job has reached the specified backoff limit') : undefined;
}

/** Pods that restart their containers themselves have failed as often. */
function tooManyRestarts({ spec }: Job, pods: readonly Pod[]): boolean {
  if (spec.template?.spec?.restartPolicy !== 'OnFailure') return false;
  const { backoffLimit = 0 } = spec;
  const restarts = pods
    .filter(({ status }) => status?.phase === 'Running' || status?.phase === 'Pending')
    .flatMap(({ status }) => [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])])
    .reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
}

function indexesEnd(facts: EndFacts): JobCondition | undefined {
  const { job, succeeded, failed, features, now } = facts;
  if (succeeded === undefined) return undefined;
  const { completions = 0, maxFailedIndexes, successPolicy } = job.spec;
  const failures = countIndexes(failed ?? []);
  if (maxFailedIndexes !== undefined && failures > maxFailedIndexes) {
    const message = 'Job has exceeded the specified maximal number of failed indexes';
    return failure(facts, 'MaxFailedIndexesExceeded', message);
  }
  if (failures > 0 && failures + countIndexes(succeeded) >= completions) {
    return failure(facts, 'FailedIndexes', 'Job has failed indexes');
  }
  const rule = features.enabled('JobSuccessPolicy') ? matchedRule(successPolicy, completions, succeeded) : undefined;
  return rule === undefined ? undefined : jobCondition('SuccessCriteriaMet', 'True', 'SuccessPolicy', rule, now);
}

function failure({ features, now }: EndFacts, reason: string, message: string): JobCondition {
  return jobCondition(delaysEnd(features) ? 'FailureTarget' : 'Failed', 'True', reason, message, now);
}
