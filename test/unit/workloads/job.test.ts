import { afterEach, describe, expect, it } from 'vitest';
import { type Job, type JobStatus } from '../../../src/apis/batch/v1.js';
import { type Pod } from '../../../src/apis/core/pod.js';
import { NAMESPACE, template, type WorkloadOptions, Workloads } from './cluster.js';

const INDEX = 'batch.kubernetes.io/job-completion-index';
const TRACKING = 'batch.kubernetes.io/job-tracking';

let cluster = new Workloads();
afterEach(() => cluster.stop());

function started(options: WorkloadOptions = {}): Promise<Workloads> {
  cluster = new Workloads(options);
  return cluster.start();
}

function job(spec: Partial<Job['spec']> = {}): Job {
  const { spec: pod } = template({}, 'busybox');
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'work' },
    spec: { template: { spec: { ...pod, restartPolicy: 'Never', nodeName: 'kubemint-node-1' } }, ...spec },
  };
}

function create(spec: Partial<Job['spec']> = {}): Promise<Job> {
  return cluster.create('jobs', job(spec), 'batch');
}

function current(): Promise<Job> {
  return cluster.resource<Job>('jobs', 'batch').get(NAMESPACE, 'work');
}

async function status(): Promise<JobStatus> {
  return (await current()).status ?? {};
}

/** `Failed BackoffLimitExceeded` per condition that is true. */
async function conditions(): Promise<string[]> {
  const all = (await status()).conditions ?? [];
  return all.filter(({ status: is }) => is === 'True').map(({ type, reason = '' }) => `${type} ${reason}`.trim());
}

async function active(): Promise<Pod[]> {
  return (await cluster.podList()).filter(
    ({ metadata, status: is }) => metadata.deletionTimestamp === undefined && is?.phase === 'Pending',
  );
}

function indexOf({ metadata }: Pod): number {
  return Number(metadata.annotations?.[INDEX]);
}

async function finish(pods: readonly (Pod | undefined)[], phase: 'Succeeded' | 'Failed', exitCode = 1): Promise<void> {
  const finishedAt = new Date(cluster.clock.now()).toISOString().replace('.000Z', 'Z');
  const terminated = { exitCode: phase === 'Failed' ? exitCode : 0, finishedAt };
  await cluster.report(
    pods.filter((pod) => pod !== undefined),
    { phase, containerStatuses: [{ name: 'main', state: { terminated } }] },
  );
}

async function finishIndex(index: number, phase: 'Succeeded' | 'Failed', exitCode?: number): Promise<void> {
  await finish(
    (await active()).filter((pod) => indexOf(pod) === index),
    phase,
    exitCode,
  );
}

describe('a job', () => {
  it('runs pods until enough succeeded, and counts each once', async () => {
    await started();
    const work = await create({ completions: 3, parallelism: 2 });
    expect(work.status).toEqual({
      startTime: '2026-01-31T12:00:00Z',
      active: 2,
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
    });
    const [first, second] = await active();
    const uid = work.metadata.uid ?? '';
    expect(first?.metadata).toMatchObject({
      generateName: 'work-',
      finalizers: [TRACKING],
      labels: {
        'batch.kubernetes.io/controller-uid': uid,
        'batch.kubernetes.io/job-name': 'work',
        'controller-uid': uid,
        'job-name': 'work',
      },
    });
    await finish([first], 'Succeeded');
    expect(await status()).toMatchObject({ active: 2, succeeded: 1, uncountedTerminatedPods: {} });
    await finish([second, ...(await active())], 'Succeeded');
    expect(await conditions()).toEqual(['SuccessCriteriaMet CompletionsReached', 'Complete CompletionsReached']);
    expect(await status()).toMatchObject({ succeeded: 3, completionTime: '2026-01-31T12:00:00Z' });
    expect((await status()).active).toBeUndefined();
    expect((await cluster.podList()).flatMap(({ metadata }) => metadata.finalizers ?? [])).toEqual([]);
    expect((await cluster.events('Job')).at(-1)).toBe('Normal Completed Job completed');
    expect(cluster.errors).toEqual([]);
  });

  it.each([
    ['1.23', [], ['Complete'], {}],
    ['1.24', [], ['Complete'], { ready: 0 }],
    ['1.25', [TRACKING], ['Complete'], { ready: 0, uncountedTerminatedPods: {} }],
    ['1.29', [TRACKING], ['Complete'], { ready: 0, terminating: 0, uncountedTerminatedPods: {} }],
    [
      '1.31',
      [TRACKING],
      ['SuccessCriteriaMet CompletionsReached', 'Complete CompletionsReached'],
      { ready: 0, terminating: 0, uncountedTerminatedPods: {} },
    ],
  ])('%s: finalizers %j, conditions %j', async (version, finalizers, told, fields) => {
    await started({ version });
    await create();
    expect((await active()).flatMap(({ metadata }) => metadata.finalizers ?? [])).toEqual(finalizers);
    await finish(await active(), 'Succeeded');
    expect(await conditions()).toEqual(told);
    const seen = Object.entries(await status());
    const rest = seen.filter(([name]) => !['conditions', 'startTime', 'completionTime'].includes(name));
    expect(Object.fromEntries(rest)).toEqual({ succeeded: 1, ...fields });
  });

  it.each(['1.24', '1.37'])('%s: waits longer after each failure, and gives up after some', async (version) => {
    await started({ version });
    await create({ backoffLimit: 2 });
    for (const wait of [10_000, 20_000]) {
      await finish(await active(), 'Failed');
      await cluster.advance(wait - 1_000);
      expect(await active()).toEqual([]);
      await cluster.advance(1_000);
      expect(await active()).toHaveLength(1);
    }
    await finish(await active(), 'Failed');
    expect((await conditions()).at(-1)).toBe('Failed BackoffLimitExceeded');
    expect((await status()).failed).toBe(3);
    expect((await cluster.events('Job')).at(-1)).toBe(
      'Warning BackoffLimitExceeded Job has reached the specified backoff limit',
    );
  });

  it('is over when its deadline has passed and its pods are gone', async () => {
    await started();
    await create({ activeDeadlineSeconds: 60 });
    await cluster.advance(60_000);
    expect(await conditions()).toEqual(['FailureTarget DeadlineExceeded']);
    expect(await status()).toMatchObject({ terminating: 1 });
    await cluster.reap();
    expect(await conditions()).toEqual(['FailureTarget DeadlineExceeded', 'Failed DeadlineExceeded']);
    expect((await status()).failed).toBe(1);
  });

  it('has no pods while it is suspended', async () => {
    await started();
    await create({ suspend: true });
    expect([await active(), await conditions(), (await status()).startTime]).toEqual([
      [],
      ['Suspended JobSuspended'],
      undefined,
    ]);
    const suspend = (value: boolean) =>
      cluster.change<Job>('jobs', 'work', ({ spec }) => (spec.suspend = value), 'batch');
    await suspend(false);
    expect([(await active()).length, await conditions()]).toEqual([1, []]);
    await suspend(true);
    await cluster.reap();
    expect([await cluster.podList(), (await status()).failed]).toEqual([[], undefined]);
    expect(await cluster.events('Job')).toEqual(
      expect.arrayContaining(['Normal Suspended Job suspended', 'Normal Resumed Job resumed']),
    );
  });

  it('replaces pods that are on their way out at once, or when they are gone', async () => {
    await started();
    await create({ podReplacementPolicy: 'Failed' });
    const [pod] = await active();
    await cluster.pods.delete(NAMESPACE, pod?.metadata.name ?? '');
    await cluster.settle();
    expect(await active()).toEqual([]);
    await finish([pod], 'Failed');
    await cluster.advance(10_000);
    expect(await active()).toHaveLength(1);
  });

  it('lets some failures pass, and fails on others at once', async () => {
    await started();
    const rules = [
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      { action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } },
    ];
    await create({ backoffLimit: 0, podFailurePolicy: { rules } });
    const disrupted = [{ type: 'DisruptionTarget', status: 'True' }];
    await cluster.report(await active(), { phase: 'Failed', conditions: disrupted });
    expect([await conditions(), (await status()).failed]).toEqual([[], undefined]);
    await cluster.advance(10_000);
    const [pod] = await active();
    await finish([pod], 'Failed', 42);
    expect(await conditions()).toEqual(['FailureTarget PodFailurePolicy', 'Failed PodFailurePolicy']);
    expect((await status()).conditions?.at(-1)?.message).toBe(
      `Container main for pod default/${pod?.metadata.name ?? ''} failed with exit code 42 matching FailJob rule at index 1`,
    );
  });

  it('is deleted some time after it finished', async () => {
    await started();
    await create({ ttlSecondsAfterFinished: 100 });
    await finish(await active(), 'Succeeded');
    await cluster.advance(99_000);
    await current();
    await cluster.advance(1_000);
    await expect(current()).rejects.toThrow('jobs.batch "work" not found');
    expect(await cluster.podList()).toEqual([]);
  });

  it('is left to another controller that it names', async () => {
    await started();
    await create({ managedBy: 'example.com/mine' });
    expect([await active(), await status()]).toEqual([[], {}]);
  });
});

describe('an indexed job', () => {
  it('has one pod per index, which learns its own', async () => {
    await started();
    await create({ completionMode: 'Indexed', completions: 4, parallelism: 3 });
    const pods = (await active()).sort((a, b) => indexOf(a) - indexOf(b));
    expect(pods.map(({ metadata, spec }) => [metadata.generateName, metadata.labels?.[INDEX], spec.hostname])).toEqual([
      ['work-0-', '0', 'work-0'],
      ['work-1-', '1', 'work-1'],
      ['work-2-', '2', 'work-2'],
    ]);
    expect(pods[0]?.spec.containers?.[0]?.env).toEqual([
      {
        name: 'JOB_COMPLETION_INDEX',
        valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${INDEX}']` } },
      },
    ]);
    await finish(pods.slice(1), 'Succeeded');
    expect(await status()).toMatchObject({ succeeded: 2, completedIndexes: '1,2', active: 2 });
    await finish(await active(), 'Succeeded');
    expect(await status()).toMatchObject({ succeeded: 4, completedIndexes: '0-3' });
  });

  it('fails index by index, and then as a whole', async () => {
    await started();
    const limits = { backoffLimitPerIndex: 1, maxFailedIndexes: 1 };
    await create({ completionMode: 'Indexed', completions: 3, parallelism: 3, ...limits });
    await finishIndex(0, 'Failed');
    await cluster.advance(10_000);
    const [again] = (await active()).filter((pod) => indexOf(pod) === 0);
    expect(again?.metadata.annotations?.['batch.kubernetes.io/job-index-failure-count']).toBe('1');
    await finishIndex(0, 'Failed');
    expect(await status()).toMatchObject({ failedIndexes: '0', failed: 2 });
    await finishIndex(1, 'Succeeded');
    await finishIndex(2, 'Succeeded');
    expect(await conditions()).toEqual(['FailureTarget FailedIndexes', 'Failed FailedIndexes']);
  });

  it('is over early where its policy is content', async () => {
    await started();
    const successPolicy = { rules: [{ succeededIndexes: '0,2-3', succeededCount: 2 }] };
    await create({ completionMode: 'Indexed', completions: 4, parallelism: 4, successPolicy });
    await finishIndex(1, 'Succeeded');
    await finishIndex(2, 'Succeeded');
    expect(await conditions()).toEqual([]);
    await finishIndex(3, 'Succeeded');
    await cluster.reap();
    expect(await conditions()).toEqual(['SuccessCriteriaMet SuccessPolicy', 'Complete SuccessPolicy']);
    expect((await status()).conditions?.at(-1)?.message).toBe('Matched rules at index 0');
  });
});
