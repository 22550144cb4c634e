/** Jobs and cron jobs, on the wire, as the server fills them in. Source: k8s.io/api/batch/v1/types.go. */
import { type ObjectReference } from '../core/v1.js';
import { type PodTemplateSpec } from '../core/pod-template.js';
import { type KubeObject, type ObjectMeta } from '../meta/v1.js';
import { type LabelSelector } from '../validation/label-selector.js';

export interface JobCondition {
  type: string;
  status: string;
  lastProbeTime?: string | null;
  lastTransitionTime?: string | null;
  reason?: string;
  message?: string;
}

export interface Job extends KubeObject {
  spec: JobSpec;
  status?: JobStatus;
}

export interface JobSpec {
  parallelism?: number;
  completions?: number;
  /** Seconds. */
  activeDeadlineSeconds?: number;
  podFailurePolicy?: PodFailurePolicy;
  successPolicy?: SuccessPolicy;
  backoffLimit?: number;
  backoffLimitPerIndex?: number;
  maxFailedIndexes?: number;
  selector?: LabelSelector;
  manualSelector?: boolean;
  template?: PodTemplateSpec;
  /** Seconds. */
  ttlSecondsAfterFinished?: number;
  /** `NonIndexed` or `Indexed`. */
  completionMode?: string;
  suspend?: boolean;
  /** `TerminatingOrFailed` or `Failed`. */
  podReplacementPolicy?: string;
  managedBy?: string;
}

export interface PodFailurePolicy {
  rules?: PodFailurePolicyRule[];
}

export interface PodFailurePolicyRule {
  /** `FailJob`, `FailIndex`, `Ignore` or `Count`. */
  action: string;
  onExitCodes?: { containerName?: string; operator: string; values?: number[] };
  onPodConditions?: { type: string; status?: string }[];
}

export interface SuccessPolicy {
  rules?: { succeededIndexes?: string; succeededCount?: number }[];
}

export interface JobStatus {
  conditions?: JobCondition[];
  startTime?: string;
  completionTime?: string;
  active?: number;
  succeeded?: number;
  failed?: number;
  terminating?: number;
  /** Indexes as intervals: `1,3-5,7`. */
  completedIndexes?: string;
  failedIndexes?: string;
  uncountedTerminatedPods?: UncountedTerminatedPods;
  ready?: number;
}

/** Uids of pods that are done and still have their finalizer. */
export interface UncountedTerminatedPods {
  succeeded?: string[];
  failed?: string[];
}

export interface CronJob extends KubeObject {
  spec: CronJobSpec;
  status?: CronJobStatus;
}

export interface CronJobSpec {
  schedule?: string;
  timeZone?: string;
  /** Seconds. */
  startingDeadlineSeconds?: number;
  /** `Allow`, `Forbid` or `Replace`. */
  concurrencyPolicy?: string;
  suspend?: boolean;
  jobTemplate?: { metadata?: Partial<ObjectMeta>; spec?: JobSpec };
  successfulJobsHistoryLimit?: number;
  failedJobsHistoryLimit?: number;
}

export interface CronJobStatus {
  active?: ObjectReference[];
  lastScheduleTime?: string;
  lastSuccessfulTime?: string;
}
