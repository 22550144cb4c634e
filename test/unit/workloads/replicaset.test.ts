import { afterEach, describe, expect, it } from 'vitest';
import { type ReplicaSet, type ReplicationController } from '../../../src/apis/apps/v1.js';
import { type Pod } from '../../../src/apis/core/pod.js';
import { NAMESPACE, template, type WorkloadOptions, Workloads } from './cluster.js';

let cluster = new Workloads();
afterEach(() => cluster.stop());

function started(options: WorkloadOptions = {}): Promise<Workloads> {
  cluster = new Workloads(options);
  return cluster.start();
}

function replicaSet(replicas: number, extra: Partial<ReplicaSet['spec']> = {}): ReplicaSet {
  const spec = { replicas, selector: { matchLabels: { app: 'web' } }, template: template(), ...extra };
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web' }, spec };
}

function pod(name: string, labels: Record<string, string>): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels }, ...{ spec: template().spec } };
}

function current(): Promise<ReplicaSet> {
  return cluster.resource<ReplicaSet>('replicasets').get(NAMESPACE, 'web');
}

describe('a replica set', () => {
  it('makes pods and counts them', async () => {
    await started();
    const web = await cluster.create('replicasets', replicaSet(3));
    expect(web.status).toEqual({
      replicas: 3,
      fullyLabeledReplicas: 3,
      terminatingReplicas: 0,
      observedGeneration: 1,
    });
    const pods = await cluster.podList();
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: web.metadata.uid };
    for (const { metadata } of pods) {
      expect(metadata.name).toMatch(/^web-[b-z2-9]{5}$/);
      expect(metadata.generateName).toBe('web-');
      expect(metadata.labels).toEqual({ app: 'web' });
      expect(metadata.ownerReferences).toEqual([{ ...owner, controller: true, blockOwnerDeletion: true }]);
    }
    expect((await cluster.events('ReplicaSet')).sort()).toEqual(
      pods.map(({ metadata }) => `Normal SuccessfulCreate Created pod: ${metadata.name ?? ''}`).sort(),
    );
    await cluster.ready();
    expect((await current()).status).toMatchObject({ readyReplicas: 3, availableReplicas: 3 });
    expect(cluster.errors).toEqual([]);
  });

  it.each([
    ['1.34', undefined],
    ['1.35', 1],
  ])('%s: counts %j pods that are on their way out', async (version, terminating) => {
    await started({ version });
    await cluster.create('replicasets', replicaSet(1, assigned()));
    const [first] = await cluster.podList();
    await cluster.pods.delete(NAMESPACE, first?.metadata.name ?? '');
    await cluster.settle();
    expect((await current()).status?.terminatingReplicas).toBe(terminating);
    expect(await cluster.podList()).toHaveLength(2);
    await cluster.reap();
    expect(await cluster.podList()).toHaveLength(1);
  });

  it('replaces pods that failed', async () => {
    await started();
    await cluster.create('replicasets', replicaSet(1));
    await cluster.report(await cluster.podList(), { phase: 'Failed' });
    expect((await cluster.podList()).map(({ status }) => status?.phase)).toEqual(
      expect.arrayContaining(['Failed', 'Pending']),
    );
    expect((await current()).status?.replicas).toBe(1);
  });

  it('takes up orphans that its selector chooses, and lets go of what it no longer chooses', async () => {
    await started();
    await cluster.pods.create(NAMESPACE, pod('orphan', { app: 'web' }));
    const web = await cluster.create('replicasets', replicaSet(1));
    const adopted = await cluster.pods.get(NAMESPACE, 'orphan');
    expect(adopted.metadata.ownerReferences?.map(({ uid }) => uid)).toEqual([web.metadata.uid]);
    expect(await cluster.podList()).toHaveLength(1);
    await cluster.pods.update(NAMESPACE, { ...adopted, metadata: { ...adopted.metadata, labels: { app: 'other' } } });
    await cluster.settle();
    expect((await cluster.pods.get(NAMESPACE, 'orphan')).metadata.ownerReferences).toBeUndefined();
    expect(await cluster.podList()).toHaveLength(2);
  });

  it('says that pods are available when they were ready long enough', async () => {
    await started();
    await cluster.create('replicasets', replicaSet(1, { minReadySeconds: 10 }));
    await cluster.ready();
    await cluster.advance(9_000);
    const { status } = await current();
    expect([status?.readyReplicas, status?.availableReplicas]).toEqual([1, undefined]);
    await cluster.advance(1_000);
    expect((await current()).status?.availableReplicas).toBe(1);
  });

  it('says why pods cannot be made, tries one at first, and again later', async () => {
    await started();
    const broken = template();
    const spec = { ...broken.spec, serviceAccountName: 'nobody' };
    await cluster.create('replicasets', replicaSet(4, { template: { ...broken, spec } }));
    const message =
      'pods "web-" is forbidden: error looking up service account default/nobody: serviceaccount "nobody" not found';
    expect((await current()).status?.conditions).toEqual([
      {
        type: 'ReplicaFailure',
        status: 'True',
        lastTransitionTime: '2026-01-31T12:00:00Z',
        reason: 'FailedCreate',
        message,
      },
    ]);
    expect(await cluster.events('ReplicaSet')).toEqual([`Warning FailedCreate Error creating: ${message}`]);
    await cluster.client
      .resource({ group: '', resource: 'serviceaccounts' })
      .create(NAMESPACE, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'nobody' } });
    await cluster.advance(1_000);
    expect(await cluster.podList()).toHaveLength(4);
    expect((await current()).status?.conditions).toBeUndefined();
  });

  it('tells of many pods as of one kind of event', async () => {
    await started();
    await cluster.create('replicasets', replicaSet(12));
    const told = await cluster.events('ReplicaSet');
    expect(told).toHaveLength(10);
    expect(told.filter((text) => text.includes('(combined from similar events): Created pod: web-'))).toHaveLength(1);
  });
});

describe('of too many pods those go first', () => {
  it.each<[string, Partial<Pod['status']>, string?]>([
    ['that are not ready', { phase: 'Running' }],
    ['that do not run', { phase: 'Pending' }],
    ['that were ready for a shorter time', running('2026-01-31T11:59:50Z')],
    ['that restarted more often', { ...running(), containerStatuses: [{ name: 'main', restartCount: 3 }] }],
    ['that cost less', running(), '-1'],
  ])('%s', async (_what, status, cost) => {
    await started();
    await cluster.create('replicasets', replicaSet(3, assigned()));
    const pods = await cluster.podList();
    await cluster.report(pods, running());
    const victim = pods[1];
    if (victim === undefined) throw new Error('there are no pods');
    await cluster.report([victim], { conditions: [], ...status });
    if (cost !== undefined) await annotate(victim, cost);
    await cluster.change<ReplicaSet>('replicasets', 'web', ({ spec }) => (spec.replicas = 2));
    const deleting = (await cluster.podList()).filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
    expect(deleting.map(({ metadata }) => metadata.name)).toEqual([victim.metadata.name]);
    expect(await cluster.events('ReplicaSet')).toContain(
      `Normal SuccessfulDelete Deleted pod: ${victim.metadata.name ?? ''}`,
    );
  });
});

it('a replication controller does the same, with a map of labels for a selector', async () => {
  await started();
  const controller: ReplicationController = {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name: 'old' },
    spec: { replicas: 2, template: template({ app: 'old' }) },
  };
  await cluster.create('replicationcontrollers', controller, '');
  await cluster.ready();
  const old = await cluster.resource<ReplicationController>('replicationcontrollers', '').get(NAMESPACE, 'old');
  expect(old.status).toEqual({
    replicas: 2,
    fullyLabeledReplicas: 2,
    readyReplicas: 2,
    availableReplicas: 2,
    observedGeneration: 1,
  });
  expect((await cluster.podList())[0]?.metadata.ownerReferences?.[0]).toMatchObject({
    apiVersion: 'v1',
    kind: 'ReplicationController',
  });
});

function running(since = '2026-01-31T11:00:00Z'): NonNullable<Pod['status']> {
  return { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: since }] };
}

/** Pods of it have a node, so that they stay until their containers have stopped. */
function assigned(): Partial<ReplicaSet['spec']> {
  const { metadata, spec } = template();
  return { template: { metadata, spec: { ...spec, nodeName: 'kubemint-node-1' } } };
}

async function annotate({ metadata: { name = '' } }: Pod, cost: string): Promise<void> {
  const found = await cluster.pods.get(NAMESPACE, name);
  const annotations = { 'controller.kubernetes.io/pod-deletion-cost': cost };
  await cluster.pods.update(NAMESPACE, { ...found, metadata: { ...found.metadata, annotations } });
}
