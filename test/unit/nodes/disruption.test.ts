import { afterEach, expect, it } from 'vitest';
import { StatusError } from '../../../src/apis/errors.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { type PodDisruptionBudget, type PodDisruptionBudgetSpec } from '../../../src/apis/policy/v1.js';
import { NAMESPACE, Simulated, type SimulatedOptions } from './cluster.js';

let cluster = new Simulated();
afterEach(() => {
  cluster.stop();
  expect(cluster.errors).toEqual([]);
});

function fresh(options: SimulatedOptions = {}): Promise<Simulated> {
  cluster = new Simulated(options);
  return cluster.start();
}

const labels = { app: 'web' };

async function budget(spec: PodDisruptionBudgetSpec): Promise<PodDisruptionBudget> {
  const selector = { matchLabels: labels };
  return cluster.create<PodDisruptionBudget>(
    'poddisruptionbudgets',
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web' }, spec: { selector, ...spec } },
    'policy',
  );
}

function current(): Promise<PodDisruptionBudget> {
  return cluster.resource<PodDisruptionBudget>('poddisruptionbudgets', 'policy').get(NAMESPACE, 'web');
}

async function replicas(count: number): Promise<void> {
  await cluster.create(
    'replicasets',
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'web' },
      spec: {
        replicas: count,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'nginx' }] } },
      },
    } as KubeObject,
    'apps',
  );
  await cluster.advance(20);
}

async function evict(name: string): Promise<StatusError['status'] | undefined> {
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: NAMESPACE } };
  try {
    await cluster.pods.createSubresource(NAMESPACE, name, 'eviction', eviction);
    return undefined;
  } catch (error) {
    if (error instanceof StatusError) return error.status;
    throw error;
  }
}

it('a budget counts the pods that it covers', async () => {
  await fresh();
  await replicas(3);
  const { status } = await budget({ minAvailable: 2 });
  expect(status).toMatchObject({
    observedGeneration: 1,
    currentHealthy: 3,
    desiredHealthy: 2,
    disruptionsAllowed: 1,
    expectedPods: 3,
    conditions: [{ type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods', observedGeneration: 1 }],
  });
});

it.each([
  [{ maxUnavailable: '50%' }, 1],
  [{ maxUnavailable: 1 }, 2],
  [{ minAvailable: '67%' }, 3],
  [{ minAvailable: '100%' }, 3],
] as const)('of %j it wants %d of three', async (spec, desiredHealthy) => {
  await fresh();
  await replicas(3);
  expect((await budget(spec)).status).toMatchObject({ expectedPods: 3, desiredHealthy });
});

it.each([
  ['1.34', 'needs 1 healthy pods and has 2 currently'],
  ['1.37', 'does not allow evicting pods currently'],
])('%s: evictions take what it allows, and no more', async (version, refusal) => {
  await fresh({ version });
  await replicas(2);
  await budget({ minAvailable: 1 });
  const [first = '', second = ''] = await cluster.podNames();
  expect(await evict(first)).toBeUndefined();
  expect(await evict(second)).toMatchObject({
    code: 429,
    reason: 'TooManyRequests',
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    details: {
      causes: [{ reason: 'DisruptionBudget', message: `The disruption budget web ${refusal}` }],
    },
  });
  await cluster.settle();
  await cluster.advance(20);
  expect(await current()).toMatchObject({ status: { currentHealthy: 2, disruptionsAllowed: 1 } });
  expect((await current()).status?.disruptedPods).toBeUndefined();
  expect(await evict(second)).toBeUndefined();
});

it('pods that are not ready go, as long as enough others are', async () => {
  await fresh();
  await cluster.createPod('sick', {}, { labels, annotations: { 'kubemint.dev/ready': 'false' } });
  await cluster.createPod('well', {}, { labels });
  await cluster.advance(20);
  await budget({ minAvailable: 1 });
  expect(await evict('well')).toMatchObject({ code: 429 });
  expect(await evict('sick')).toBeUndefined();
});

it('an eviction waits until the budget has been looked at', async () => {
  await fresh();
  await cluster.createPod('web', {}, { labels });
  await cluster.advance(20);
  await budget({ minAvailable: 0 });
  cluster.stop();
  await cluster.change<PodDisruptionBudget>('poddisruptionbudgets', 'web', ({ spec = {} }) => (spec.minAvailable = 1), {
    group: 'policy',
  });
  expect(await evict('web')).toMatchObject({
    code: 429,
    details: {
      retryAfterSeconds: 10,
      causes: [{ message: 'The disruption budget web is still being processed by the server.' }],
    },
  });
});

it('an eviction that was allowed and did not come about is forgotten', async () => {
  await fresh();
  await cluster.createPod('web', {}, { labels });
  await cluster.advance(20);
  await budget({ minAvailable: 0 });
  const disruptedPods = { web: '2026-01-31T12:00:00Z' };
  await cluster.change<PodDisruptionBudget>(
    'poddisruptionbudgets',
    'web',
    (object) => (object.status = { ...object.status, disruptedPods }),
    { group: 'policy', status: true },
  );
  expect(await current()).toMatchObject({ status: { currentHealthy: 0, disruptedPods } });
  await cluster.advance(121_000);
  expect(await current()).toMatchObject({ status: { currentHealthy: 1 } });
  expect((await current()).status?.disruptedPods).toBeUndefined();
});

it('says so where it cannot count', async () => {
  await fresh();
  await cluster.createPod(
    'web',
    {},
    {
      labels,
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'web', uid: 'none', controller: true }],
      finalizers: ['example.com/stay'],
    },
  );
  const { status } = await budget({ maxUnavailable: 1 });
  expect(status?.conditions).toMatchObject([
    { status: 'False', reason: 'SyncFailed', message: 'jobs.batch does not implement the scale subresource' },
  ]);
});
