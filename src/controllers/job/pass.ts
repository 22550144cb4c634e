/** One look at a job. Source: pkg/controller/job/job_controller.go (syncJob). */
import { type Job, type JobCondition, type JobStatus } from '../../apis/batch/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { rfc3339 } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { type EventRecorder } from '../event-recorder.js';
import { isPodActive, isPodReady, isPodTerminating } from '../pod-state.js';
import { sameStatus } from '../status.js';
import { type Counts, type Finished, newlyFinished, present, trackedCounts } from './count.js';
import { excessPods } from './duplicates.js';
import { delaysEnd, endOf } from './end.js';
import {
  allFailures,
  awaitingReplacement,
  failedIndexes,
  succeededIndexes,
  type SucceededIndexes,
} from './index-failures.js';
import { countIndexes, firstMissing, type Indexes, indexesOf, indexesText, mergeIndexes } from './indexes.js';
import { type FailureRecord, finishedAt, nextRecord, remainingWait } from './failure-times.js';
import {
  hasLimitPerIndex,
  indexOf,
  isIndexed,
  isSuspended,
  jobCondition,
  replacesFailedOnly,
  withJobCondition,
} from './job.js';
import { type JobPods } from './manage.js';
import { track, untrackedEnd } from './tracking.js';

const MOST_PER_PASS = 500;

export interface PassOptions {
  readonly job: Job;
  readonly pods: readonly Pod[];
  readonly record: FailureRecord;
  readonly jobPods: JobPods;
  readonly recorder: EventRecorder;
  readonly features: Features;
  readonly now: number;
  readonly write: (job: Job) => Promise<Job>;
  readonly lookAgain: (ms: number) => void;
  readonly onFailures: (record: FailureRecord) => void;
}

export class Pass {
  readonly #options: PassOptions;
  readonly #active: readonly Pod[];
  readonly #finished: Finished;
  readonly #counts: Counts;
  readonly #record: FailureRecord;
  readonly #succeeded: SucceededIndexes | undefined;
  readonly #failed: Indexes | undefined;
  readonly #awaiting: ReadonlyMap<number, Pod>;
  #conditions: readonly JobCondition[];
  #startTime: string | undefined;
  #activeCount: number;
  #ready: number;
  #terminating: number;
  #error: Error | undefined;

  constructor(options: PassOptions) {
    this.#options = options;
    const { job, pods, features, record } = options;
    this.#active = pods.filter((pod) => isPodActive(pod));
    this.#activeCount = this.#active.length;
    this.#ready = this.#active.filter((pod) => isPodReady(pod)).length;
    this.#terminating = pods.filter((pod) => isPodTerminating(pod)).length;
    const tracked = features.enabled('JobTrackingWithFinalizers');
    this.#finished = tracked ? newlyFinished(job, pods) : present(job, pods);
    const { succeeded, failed } = this.#finished;
    this.#counts = tracked
      ? trackedCounts(job, this.#finished)
      : { succeeded: succeeded.length, failed: failed.length };
    this.#record = tracked
      ? nextRecord(record, succeeded, failed)
      : nextRecord({ failures: 0, last: undefined }, succeeded, failed);
    this.#succeeded = isIndexed(job) ? succeededIndexes(job, pods, tracked) : undefined;
    this.#failed = this.#succeeded && hasLimitPerIndex(job) ? failedIndexes(job, pods) : undefined;
    this.#awaiting =
      this.#failed === undefined || this.#succeeded === undefined
        ? new Map()
        : awaitingReplacement(job, pods, this.#succeeded.now, this.#failed);
    this.#conditions = job.status?.conditions ?? [];
    this.#startTime = job.status?.startTime ?? (isSuspended(job) ? undefined : rfc3339(options.now));
  }

  async run(): Promise<void> {
    const { job, features } = this.#options;
    const { status: before = {} } = job;
    const end = await this.#end();
    const changed = this.#conditions !== (before.conditions ?? []) && this.#conditions.length > 0;
    const status = this.#status();
    const needsWrite =
      changed ||
      this.#activeCount !== (before.active ?? 0) ||
      status.ready !== before.ready ||
      status.terminating !== before.terminating;
    if (features.enabled('JobTrackingWithFinalizers')) await this.#track(status, end, needsWrite);
    else await this.#writePlain(status, end);
    if (this.#error !== undefined) throw this.#error;
  }

  /** Makes or deletes what pods are to be, and says what the job comes to. */
  async #end(): Promise<JobCondition | undefined> {
    const { job, pods, jobPods, features, now, lookAgain } = this.#options;
    const succeeded = this.#succeeded?.now;
    const facts = { job, pods, counts: this.#counts, succeeded, failed: this.#failed, features, now };
    const { end, deadlineIn } = endOf({ ...facts, startTime: this.#startTime });
    if (deadlineIn !== undefined) lookAgain(deadlineIn);
    if (end !== undefined) {
      const deleted = await jobPods.delete(job, this.#active, false);
      this.#subtract(deleted.count, deleted.ready);
      this.#error = deleted.error;
      return deleted.count === this.#active.length ? end : undefined;
    }
    if (job.metadata.deletionTimestamp === undefined) await this.#manage();
    const { completions } = job.spec;
    const enough = completions === undefined ? this.#succeededCount > 0 : this.#succeededCount >= completions;
    if (enough && this.#activeCount === 0) return this.#success();
    if (job.metadata.deletionTimestamp === undefined) this.#noteSuspension();
    return undefined;
  }

  get #succeededCount(): number {
    return this.#succeeded === undefined ? this.#counts.succeeded : countIndexes(this.#succeeded.now);
  }

  #success(): JobCondition {
    const { features, now } = this.#options;
    const type = delaysEnd(features) ? 'SuccessCriteriaMet' : 'Complete';
    return features.enabled('JobSuccessPolicy')
      ? jobCondition(type, 'True', 'CompletionsReached', 'Reached expected number of succeeded pods', now)
      : jobCondition(type, 'True', '', '', now);
  }

  #subtract(deleted: number, ready: number): void {
    this.#activeCount -= deleted;
    this.#terminating += deleted;
    this.#ready -= ready;
  }

  async #manage(): Promise<void> {
    const { job, jobPods, features } = this.#options;
    const wanted = isSuspended(job) ? 0 : this.#wantedActive();
    const least = isSuspended(job) ? this.#active.length : Math.max(0, this.#active.length - wanted);
    const excess = excessPods(job, this.#active, least, features).slice(0, MOST_PER_PASS);
    if (excess.length > 0) {
      const deleted = await jobPods.delete(job, excess, true);
      this.#subtract(deleted.count, deleted.ready);
      this.#error = deleted.error;
      return;
    }
    const waiting = replacesFailedOnly(job) ? this.#terminating : 0;
    const missing = Math.min(wanted - waiting - this.#activeCount, MOST_PER_PASS);
    if (!isSuspended(job) && missing > 0) await this.#create(missing);
  }

  #wantedActive(): number {
    const { completions, parallelism = 0 } = this.#options.job.spec;
    if (completions === undefined) return this.#counts.succeeded > 0 ? this.#active.length : parallelism;
    return Math.max(0, Math.min(completions - this.#succeededCount, parallelism));
  }

  async #create(missing: number): Promise<void> {
    const { job, jobPods, features, now, lookAgain } = this.#options;
    const longest = features.behaviours.jobBackOffSeconds * 1000;
    const wait = hasLimitPerIndex(job) ? 0 : remainingWait(this.#record, longest, now);
    if (wait > 0) {
      lookAgain(wait);
      return;
    }
    const indexes = isIndexed(job) ? this.#indexesToMake(missing, longest) : missing;
    if (typeof indexes !== 'number' && indexes.length === 0) return;
    const created = await jobPods.create(job, indexes, this.#awaiting);
    this.#activeCount += created.count;
    this.#error = created.error;
  }

  /** Indexes that failed lately have to wait, each for itself. */
  #indexesToMake(missing: number, longest: number): number[] {
    const { job, pods, now, lookAgain } = this.#options;
    const going = replacesFailedOnly(job) ? pods.filter((pod) => isPodTerminating(pod)) : [];
    const present = indexesOf([...this.#active, ...going].map(indexOf).filter((index) => index >= 0));
    const taken = mergeIndexes(this.#succeeded?.now ?? [], present, this.#failed ?? []);
    const candidates = firstMissing(taken, missing, job.spec.completions ?? 0);
    if (!hasLimitPerIndex(job)) return candidates;
    const waits = candidates.map((index) => {
      const pod = this.#awaiting.get(index);
      if (pod === undefined) return 0;
      return remainingWait({ failures: allFailures(pod) + 1, last: finishedAt(pod) }, longest, now);
    });
    const ready = candidates.filter((_index, i) => waits[i] === 0);
    if (ready.length === 0 && waits.length > 0) lookAgain(Math.min(...waits));
    return ready;
  }

  #noteSuspension(): void {
    const { job, recorder, features, now } = this.#options;
    const [status, reason, message, event] = isSuspended(job)
      ? (['True', 'JobSuspended', 'Job suspended', 'Suspended'] as const)
      : (['False', 'JobResumed', 'Job resumed', 'Resumed'] as const);
    const before = this.#conditions;
    this.#conditions = withJobCondition(before, jobCondition('Suspended', status, reason, message, now));
    if (this.#conditions === before) return;
    recorder.record(job, 'Normal', event, message);
    if (!isSuspended(job)) this.#startTime = rfc3339(now);
    else if (features.enabled('MutableSchedulingDirectivesForSuspendedJobs')) this.#startTime = undefined;
  }

  #status(): JobStatus {
    const { job, features } = this.#options;
    const next: JobStatus = { ...job.status, active: this.#activeCount };
    if (this.#conditions.length > 0) next.conditions = [...this.#conditions];
    if (this.#startTime === undefined) delete next.startTime;
    else next.startTime = this.#startTime;
    if (features.enabled('JobReadyPods')) next.ready = this.#ready;
    if (features.enabled('JobPodReplacementPolicy')) next.terminating = this.#terminating;
    return next;
  }

  async #track(status: JobStatus, finish: JobCondition | undefined, needsWrite: boolean): Promise<void> {
    const { job, pods, jobPods, features, now, write, onFailures } = this.#options;
    const ended = await track({
      job: { ...job, status: { uncountedTerminatedPods: {}, ...status } },
      pods,
      finish,
      succeeded: this.#succeeded,
      failed: this.#failed,
      awaiting: this.#awaiting,
      waitsFor: delaysEnd(features) ? this.#terminating : 0,
      needsWrite,
      now,
      write,
      release: (pod) => jobPods.release(pod),
      onCounted: () => onFailures(this.#record),
    });
    if (ended !== undefined) this.#tellEnd(ended);
  }

  async #writePlain(status: JobStatus, finish: JobCondition | undefined): Promise<void> {
    const { job, write } = this.#options;
    const deleted = finish?.type === 'Failed' ? this.#active.length : 0;
    const counted = {
      ...status,
      succeeded: this.#succeededCount,
      failed: this.#counts.failed + deleted,
      ...(this.#succeeded === undefined ? {} : { completedIndexes: indexesText(this.#succeeded.now) }),
    };
    const next = untrackedEnd(counted, finish);
    if (!sameStatus(next, job.status)) await write({ ...job, status: next });
    if (finish !== undefined) this.#tellEnd(finish);
  }

  #tellEnd({ type, reason = '', message = '' }: JobCondition): void {
    const { job, recorder } = this.#options;
    const { completions } = job.spec;
    if (type !== 'Complete') {
      recorder.record(job, 'Warning', reason, message);
      return;
    }
    if (completions !== undefined && this.#succeededCount > completions) {
      const text = 'Too many succeeded pods running after completion count reached';
      recorder.record(job, 'Warning', 'TooManySucceededPods', text);
    }
    recorder.record(job, 'Normal', 'Completed', 'Job completed');
  }
}
