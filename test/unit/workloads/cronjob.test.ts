import { afterEach, describe, expect, it } from 'vitest';
import { type CronJob, type Job } from '../../../src/apis/batch/v1.js';
import { NAMESPACE, template, type WorkloadOptions, Workloads } from './cluster.js';

const MINUTE = 60_000;

let cluster = new Workloads();
afterEach(() => cluster.stop());

function started(options: WorkloadOptions = {}): Promise<Workloads> {
  cluster = new Workloads(options);
  return cluster.start();
}

function create(spec: Partial<CronJob['spec']> = {}): Promise<CronJob> {
  const pod = { ...template({}, 'busybox').spec, restartPolicy: 'Never' };
  const jobTemplate = { metadata: { labels: { made: 'by-cron' } }, spec: { template: { spec: pod } } };
  const metadata = { name: 'tick' };
  const cronJob = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: { schedule: '* * * * *', jobTemplate, ...spec },
  };
  return cluster.create('cronjobs', cronJob, 'batch');
}

function current(): Promise<CronJob> {
  return cluster.resource<CronJob>('cronjobs', 'batch').get(NAMESPACE, 'tick');
}

async function jobs(): Promise<Job[]> {
  return (await cluster.resource<Job>('jobs', 'batch').list(NAMESPACE)).items;
}

async function names(): Promise<(string | undefined)[]> {
  return (await jobs()).map(({ metadata }) => metadata.name).sort();
}

/** A job's name is made of minutes since the epoch. */
function nameAt(time: string): string {
  return `tick-${String(Date.parse(time) / MINUTE)}`;
}

async function succeed(): Promise<void> {
  await cluster.report(
    (await cluster.podList()).filter(({ status }) => status?.phase === 'Pending'),
    { phase: 'Succeeded' },
  );
}

/** The schedule is a tenth of a second late. */
function minutes(count: number): Promise<void> {
  return cluster.advance(count * MINUTE + 100);
}

describe('a cron job', () => {
  it('makes a job at each of its times, and keeps the last ones', async () => {
    await started();
    await create({ successfulJobsHistoryLimit: 1 });
    expect(await names()).toEqual([]);
    await minutes(1);
    const [first] = await jobs();
    expect(first?.metadata).toMatchObject({
      name: nameAt('2026-01-31T12:01Z'),
      labels: { made: 'by-cron' },
      annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-31T12:01:00Z' },
      ownerReferences: [{ kind: 'CronJob', name: 'tick', controller: true }],
    });
    expect((await current()).status).toMatchObject({
      active: [{ kind: 'Job', name: first?.metadata.name, uid: first?.metadata.uid, apiVersion: 'batch/v1' }],
      lastScheduleTime: '2026-01-31T12:01:00Z',
    });
    await succeed();
    expect((await current()).status).toEqual({
      lastScheduleTime: '2026-01-31T12:01:00Z',
      lastSuccessfulTime: '2026-01-31T12:01:00Z',
    });
    await minutes(1);
    await succeed();
    expect(await names()).toEqual([nameAt('2026-01-31T12:02Z')]);
    expect(await cluster.events('CronJob')).toEqual([
      `Normal SuccessfulCreate Created job ${nameAt('2026-01-31T12:01Z')}`,
      `Normal SawCompletedJob Saw completed job: ${nameAt('2026-01-31T12:01Z')}, condition: Complete`,
      `Normal SuccessfulCreate Created job ${nameAt('2026-01-31T12:02Z')}`,
      `Normal SuccessfulDelete Deleted job ${nameAt('2026-01-31T12:01Z')}`,
      `Normal SawCompletedJob Saw completed job: ${nameAt('2026-01-31T12:02Z')}, condition: Complete`,
    ]);
    expect(cluster.errors).toEqual([]);
  });

  it.each([
    ['Allow', 2, 2],
    ['Forbid', 1, 1],
    ['Replace', 1, 2],
  ])('%s: %i jobs after two times, the last of the time before %i', async (concurrencyPolicy, count, last) => {
    await started();
    await create({ concurrencyPolicy });
    await minutes(1);
    await minutes(1);
    expect(await names()).toHaveLength(count);
    expect((await names()).at(-1)).toBe(nameAt(`2026-01-31T12:0${String(last)}Z`));
  });

  it('starts the last job only of those that it missed, unless it is too late for that', async () => {
    await started();
    await create({ schedule: '0 * * * *' });
    await cluster.advance(5 * 60 * MINUTE + 10 * MINUTE);
    expect(await names()).toEqual([nameAt('2026-01-31T17:00Z')]);
    await cluster.change<CronJob>('cronjobs', 'tick', ({ spec }) => (spec.startingDeadlineSeconds = 60), 'batch');
    await cluster.advance(60 * MINUTE);
    expect(await names()).toEqual([nameAt('2026-01-31T17:00Z')]);
    await cluster.advance(50 * MINUTE + 100);
    expect((await names()).at(-1)).toBe(nameAt('2026-01-31T19:00Z'));
  });

  it('does not run while it is suspended', async () => {
    await started();
    await create({ suspend: true });
    await minutes(3);
    expect(await names()).toEqual([]);
  });

  it('goes by the clock of its time zone', async () => {
    await started();
    await create({ schedule: '30 8 * * *', timeZone: 'America/New_York' });
    await cluster.advance(90 * MINUTE + 100);
    const [job] = await jobs();
    expect(job?.metadata).toMatchObject({
      name: nameAt('2026-01-31T13:30Z'),
      annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-31T08:30:00-05:00' },
    });
  });

  it('says of a schedule that has no time that it has none', async () => {
    await started();
    await create({ schedule: '0 0 31 2 *' });
    expect(await cluster.events('CronJob')).toEqual([
      'Warning InvalidSchedule invalid schedule: 0 0 31 2 * : time difference between two schedules is less than 1 second',
    ]);
  });

  it.each([
    ['1.24', 'too many missed start times: 120. Set', 'status'],
    ['1.31', 'too many missed start times. Set', 'condition'],
  ])('%s: the words of its events', async (version, missed, word) => {
    await started({ version });
    await create({ concurrencyPolicy: 'Forbid' });
    await minutes(1);
    await cluster.change<CronJob>('cronjobs', 'tick', ({ spec }) => (spec.suspend = true), 'batch');
    await minutes(120);
    await succeed();
    await cluster.change<CronJob>('cronjobs', 'tick', ({ spec }) => (spec.suspend = false), 'batch');
    const told = (await cluster.events('CronJob')).join('\n');
    expect(told).toContain(missed);
    expect(told).toContain(`Saw completed job: ${nameAt('2026-01-31T12:01Z')}, ${word}: Complete`);
  });
});
