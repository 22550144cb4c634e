/** One look at a cron job. Source: pkg/controller/cronjob/cronjob_controllerv2.go. */
import { type CronJob, type CronJobStatus, type Job } from '../../apis/batch/v1.js';
import { type ObjectReference } from '../../apis/core/v1.js';
import { isReason } from '../../apis/errors.js';
import { type ResourceClient } from '../../client/client.js';
import { rfc3339 } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { parseSchedule, type Schedule } from '../../registry/batch/schedule.js';
import { zonedText } from '../../registry/batch/zoned-time.js';
import { isControlledBy, newControllerRef } from '../controller-ref.js';
import { asError, isNamespaceTerminating, messageOf, unlessMissing } from '../errors.js';
import { type EventRecorder } from '../event-recorder.js';
import { finishedConditionOf } from '../job/job.js';
import { dueTime, untilNext } from './times.js';

export const CRON_JOB = { group: 'batch', version: 'v1', kind: 'CronJob' };
const SCHEDULED_FOR = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

export interface CronPassOptions {
  readonly cronJob: CronJob;
  /** Those that it controls. */
  readonly children: readonly Job[];
  readonly cronJobs: ResourceClient<CronJob>;
  readonly jobs: ResourceClient<Job>;
  readonly recorder: EventRecorder;
  readonly features: Features;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export class CronPass {
  readonly #options: CronPassOptions;
  #status: CronJobStatus;
  #active: ObjectReference[];
  #changed = false;

  constructor(options: CronPassOptions) {
    this.#options = options;
    this.#status = { ...options.cronJob.status };
    this.#active = [...(this.#status.active ?? [])];
  }

  /** Returns in how many milliseconds to look again; undefined: when something changes. */
  async run(): Promise<number | undefined> {
    const { cronJob, cronJobs } = this.#options;
    await this.#removeOld();
    let wait: number | undefined;
    let failure: Error | undefined;
    try {
      wait = await this.#sync();
    } catch (error) {
      failure = asError(error);
    }
    if (this.#changed) {
      const status = { ...this.#status, active: this.#active };
      await unlessMissing(cronJobs.updateStatus(this.#namespace, { ...cronJob, status }));
    }
    if (wait === undefined && failure !== undefined) throw failure;
    return wait;
  }

  get #namespace(): string {
    return this.#options.cronJob.metadata.namespace ?? '';
  }

  /** Finished jobs are kept as many as the limits say, the latest. */
  async #removeOld(): Promise<void> {
    const { cronJob, children } = this.#options;
    const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = cronJob.spec;
    for (const [type, limit] of [
      ['Complete', successfulJobsHistoryLimit],
      ['Failed', failedJobsHistoryLimit],
    ] as const) {
      if (limit === undefined) continue;
      const finished = children.filter((job) => finishedConditionOf(job)?.type === type).sort(byStart);
      for (const job of finished.slice(0, Math.max(0, finished.length - limit))) await this.#delete(job);
    }
  }

  async #delete({ metadata: { name = '', uid } }: Job): Promise<boolean> {
    const { jobs } = this.#options;
    try {
      await jobs.delete(this.#namespace, name, { propagationPolicy: 'Background' });
    } catch (error) {
      this.#event('Warning', 'FailedDelete', `Deleted job: ${messageOf(error)}`);
      return false;
    }
    this.#forget(uid);
    this.#event('Normal', 'SuccessfulDelete', `Deleted job ${name}`);
    return true;
  }

  #forget(uid: string | undefined): void {
    this.#active = this.#active.filter((reference) => reference.uid !== uid);
    this.#changed = true;
  }

  async #sync(): Promise<number | undefined> {
    const { cronJob, now } = this.#options;
    this.#noteChildren();
    await this.#noteMissing();
    if (cronJob.metadata.deletionTimestamp !== undefined || cronJob.spec.suspend === true) return undefined;
    const schedule = this.#schedule();
    if (schedule === undefined) return undefined;
    const due = this.#due(schedule);
    if (due === 'never') return undefined;
    if (due !== undefined && !(await this.#start(due))) return undefined;
    const { lastScheduleTime } = this.#status;
    const status = { ...cronJob.status, ...(lastScheduleTime === undefined ? {} : { lastScheduleTime }) };
    return untilNext({ ...cronJob, status }, schedule, now);
  }

  #noteChildren(): void {
    const { children, features } = this.#options;
    for (const job of children) {
      const { name = '', uid } = job.metadata;
      const found = this.#active.some((reference) => reference.uid === uid);
      const condition = finishedConditionOf(job);
      if (condition === undefined) {
        const text = `Saw a job that the controller did not create or forgot: ${name}`;
        if (!found) this.#event('Warning', 'UnexpectedJob', text);
        continue;
      }
      if (found) {
        this.#forget(uid);
        const word = features.behaviours.cronJobEventsNameCondition ? 'condition' : 'status';
        this.#event('Normal', 'SawCompletedJob', `Saw completed job: ${name}, ${word}: ${condition.type}`);
      }
      const { completionTime } = job.status ?? {};
      const last = this.#status.lastSuccessfulTime;
      const isLater = completionTime !== undefined && (last === undefined || completionTime > last);
      if (condition.type !== 'Complete' || !isLater) continue;
      this.#status = { ...this.#status, lastSuccessfulTime: completionTime };
      this.#changed = true;
    }
  }

  async #noteMissing(): Promise<void> {
    const { children, jobs } = this.#options;
    const known = new Set(children.map(({ metadata }) => metadata.uid));
    for (const { name = '', uid } of this.#active.filter((reference) => !known.has(reference.uid))) {
      if ((await unlessMissing(jobs.get(this.#namespace, name))) !== undefined) continue;
      this.#event('Normal', 'MissingJob', `Active job went missing: ${name}`);
      this.#forget(uid);
    }
  }

  #schedule(): Schedule | undefined {
    const { schedule = '', timeZone } = this.#options.cronJob.spec;
    const zoned = schedule.includes('TZ');
    if (zoned) {
      const place = 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/';
      const text = `CRON_TZ or TZ used in schedule ${JSON.stringify(schedule)} is not officially supported`;
      this.#event('Warning', 'UnsupportedSchedule', `${text}, see ${place} for more details`);
    }
    const parsed = parseSchedule(zoned || timeZone === undefined ? schedule : `TZ=${timeZone} ${schedule}`);
    if (typeof parsed !== 'string') return parsed;
    this.#event('Warning', 'UnparseableSchedule', `unparseable schedule: ${JSON.stringify(schedule)} : ${parsed}`);
    return undefined;
  }

  /** The time for which a job is to be started; undefined: none is; `never`: there is no such time. */
  #due(schedule: Schedule): number | 'never' | undefined {
    const { cronJob, now, features } = this.#options;
    try {
      const { time, tooMany } = dueTime(cronJob, schedule, now);
      if (tooMany !== undefined) {
        const count = features.behaviours.cronJobEventsCountMissed ? `: ${String(tooMany)}` : '';
        const advice = 'Set or decrease .spec.startingDeadlineSeconds or check clock skew';
        this.#event('Warning', 'TooManyMissedTimes', `too many missed start times${count}. ${advice}`);
      }
      return time;
    } catch (error) {
      const text = `invalid schedule: ${cronJob.spec.schedule ?? ''} : ${messageOf(error)}`;
      this.#event('Warning', 'InvalidSchedule', text);
      return 'never';
    }
  }

  /** False where the job is there already and another look would change nothing. */
  async #start(time: number): Promise<boolean> {
    const { cronJob, now } = this.#options;
    const { startingDeadlineSeconds: deadline, concurrencyPolicy } = cronJob.spec;
    if (deadline !== undefined && time + deadline * 1000 < now) {
      const text = new Date(time).toUTCString().replace('GMT', '+0000');
      this.#event('Warning', 'MissSchedule', `Missed scheduled time to start a job: ${text}`);
      return true;
    }
    const name = this.#jobName(time);
    if (this.#active.some((job) => job.name === name) || this.#status.lastScheduleTime === rfc3339(time)) return true;
    if (concurrencyPolicy === 'Forbid' && this.#active.length > 0) {
      const text = 'Not starting job because prior execution is running and concurrency policy is Forbid';
      this.#event('Normal', 'JobAlreadyActive', text);
      return true;
    }
    if (concurrencyPolicy === 'Replace') await this.#replaceActive();
    const created = await this.#create(name, time);
    if (created === undefined) return false;
    const { namespace = '', uid = '', resourceVersion = '' } = created.metadata;
    const { kind = '', apiVersion = '' } = created;
    this.#active = [...this.#active, { kind, namespace, name, uid, apiVersion, resourceVersion }];
    this.#status = { ...this.#status, lastScheduleTime: rfc3339(time) };
    this.#changed = true;
    return true;
  }

  async #replaceActive(): Promise<void> {
    const { jobs } = this.#options;
    for (const { name = '' } of this.#active) {
      let job: Job;
      try {
        job = await jobs.get(this.#namespace, name);
      } catch (error) {
        this.#event('Warning', 'FailedGet', `Get job: ${messageOf(error)}`);
        throw error;
      }
      if (!(await this.#delete(job))) throw new Error(`could not replace job ${this.#namespace}/${name}`);
    }
  }

  /** Undefined where another one's job has the name, or the job is known. */
  async #create(name: string, time: number): Promise<Job | undefined> {
    const { cronJob, jobs } = this.#options;
    try {
      const created = await jobs.create(this.#namespace, this.#job(name, time));
      this.#event('Normal', 'SuccessfulCreate', `Created job ${name}`);
      return created;
    } catch (error) {
      if (isNamespaceTerminating(error)) throw error;
      if (!isReason(error, 'AlreadyExists')) {
        this.#event('Warning', 'FailedCreate', `Error creating job: ${messageOf(error)}`);
        throw error;
      }
    }
    const there = await jobs.get(this.#namespace, name);
    const isKnown = this.#active.some(({ uid }) => uid === there.metadata.uid);
    return isControlledBy(there, cronJob) && !isKnown ? there : undefined;
  }

  #job(name: string, time: number): Job {
    const { cronJob, features } = this.#options;
    const { jobTemplate = {}, timeZone = 'UTC' } = cronJob.spec;
    const { labels, annotations } = jobTemplate.metadata ?? {};
    const scheduled = features.enabled('CronJobsScheduledAnnotation')
      ? { [SCHEDULED_FOR]: zonedText(time, timeZone) }
      : {};
    return {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name,
        labels: { ...labels },
        annotations: { ...annotations, ...scheduled },
        ownerReferences: [newControllerRef(cronJob, CRON_JOB)],
      },
      spec: jobTemplate.spec ?? {},
    };
  }

  #jobName(time: number): string {
    const { cronJob, features } = this.#options;
    const seconds = Math.floor(time / 1000);
    const number = features.enabled('CronJobControllerV2') ? Math.floor(seconds / 60) : seconds;
    return `${cronJob.metadata.name ?? ''}-${String(number)}`;
  }

  #event(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#options.recorder.record(this.#options.cronJob, type, reason, message);
  }
}

/** Those that did not start come last. */
function byStart(a: Job, b: Job): number {
  const key = ({ metadata, status }: Job): string => `${status?.startTime ?? '~'} ${metadata.name ?? ''}`;
  return key(a) < key(b) ? -1 : 1;
}
