import { afterEach, describe, expect, it } from 'vitest';
import { type ControllerRevision, type StatefulSet } from '../../../src/apis/apps/v1.js';
import { type PersistentVolumeClaim } from '../../../src/apis/core/persistent-volume-claim.js';
import { NAMESPACE, template, type WorkloadOptions, Workloads } from './cluster.js';

let cluster = new Workloads();
afterEach(() => cluster.stop());

function started(options: WorkloadOptions = {}): Promise<Workloads> {
  cluster = new Workloads(options);
  return cluster.start();
}

const CLAIM: PersistentVolumeClaim = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};

function statefulSet(spec: Partial<StatefulSet['spec']> = {}): StatefulSet {
  const selector = { matchLabels: { app: 'db' } };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: { replicas: 2, serviceName: 'db', selector, template: onNode('nginx:1'), ...spec },
  };
}

/** Pods with a node stay until their containers have stopped. */
function onNode(image: string) {
  const { metadata, spec } = template({ app: 'db' }, image);
  return { metadata, spec: { ...spec, nodeName: 'kubemint-node-1' } };
}

function current(): Promise<StatefulSet> {
  return cluster.resource<StatefulSet>('statefulsets').get(NAMESPACE, 'db');
}

function change(edit: (spec: StatefulSet['spec']) => void): Promise<StatefulSet> {
  return cluster.change<StatefulSet>('statefulsets', 'db', ({ spec }) => edit(spec));
}

async function pods(): Promise<string[]> {
  const list = await cluster.podList();
  return list.map(({ metadata, spec }) => `${metadata.name ?? ''} ${spec.containers?.[0]?.image ?? ''}`).sort();
}

async function going(): Promise<(string | undefined)[]> {
  const list = await cluster.podList();
  return list.filter(({ metadata }) => metadata.deletionTimestamp !== undefined).map(({ metadata }) => metadata.name);
}

async function claims(): Promise<PersistentVolumeClaim[]> {
  return (await cluster.resource<PersistentVolumeClaim>('persistentvolumeclaims', '').list(NAMESPACE)).items;
}

async function revisions(): Promise<ControllerRevision[]> {
  const { items } = await cluster.resource<ControllerRevision>('controllerrevisions').list(NAMESPACE);
  return items.sort((a, b) => a.revision - b.revision);
}

describe('a stateful set', () => {
  it('makes one pod after the other, each with its name, labels and claims', async () => {
    await started();
    await cluster.create('statefulsets', statefulSet({ volumeClaimTemplates: [CLAIM] }));
    expect(await pods()).toEqual(['db-0 nginx:1']);
    await cluster.ready();
    await cluster.ready();
    const [, second] = (await cluster.podList()).sort((a, b) =>
      (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1,
    );
    const [revision] = await revisions();
    const name = revision?.metadata.name ?? '';
    expect(second?.metadata.labels).toEqual({
      app: 'db',
      'apps.kubernetes.io/pod-index': '1',
      'controller-revision-hash': name,
      'statefulset.kubernetes.io/pod-name': 'db-1',
    });
    expect(second?.spec).toMatchObject({ hostname: 'db-1', subdomain: 'db' });
    expect(second?.spec.volumes?.[0]).toEqual({ name: 'data', persistentVolumeClaim: { claimName: 'data-db-1' } });
    expect((await claims()).map(({ metadata }) => [metadata.name, metadata.labels])).toEqual([
      ['data-db-0', { app: 'db' }],
      ['data-db-1', { app: 'db' }],
    ]);
    expect((await current()).status).toEqual({
      observedGeneration: 1,
      replicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      currentReplicas: 2,
      updatedReplicas: 2,
      currentRevision: name,
      updateRevision: name,
      collisionCount: 0,
    });
    expect(await cluster.events('StatefulSet')).toEqual([
      'Normal SuccessfulCreate Create Claim data-db-0 Pod db-0 in StatefulSet db success',
      'Normal SuccessfulCreate Create Pod db-0 in StatefulSet db successful',
      'Normal SuccessfulCreate Create Claim data-db-1 Pod db-1 in StatefulSet db success',
      'Normal SuccessfulCreate Create Pod db-1 in StatefulSet db successful',
    ]);
    expect(cluster.errors).toEqual([]);
  });

  it.each([
    ['1.27', undefined, 'create Pod db-0 in StatefulSet db successful'],
    ['1.28', '0', 'create Pod db-0 in StatefulSet db successful'],
    ['1.35', '0', 'Create Pod db-0 in StatefulSet db successful'],
  ])('%s: labels and words', async (version, index, text) => {
    await started({ version });
    await cluster.create('statefulsets', statefulSet());
    expect((await cluster.podList())[0]?.metadata.labels?.['apps.kubernetes.io/pod-index']).toBe(index);
    expect(await cluster.events('StatefulSet')).toEqual([`Normal SuccessfulCreate ${text}`]);
  });

  it('makes all at once where order does not matter, from the ordinal that it starts with', async () => {
    await started();
    await cluster.create('statefulsets', statefulSet({ podManagementPolicy: 'Parallel', ordinals: { start: 5 } }));
    expect(await pods()).toEqual(['db-5 nginx:1', 'db-6 nginx:1']);
  });

  it('replaces pods from the last to the first, as far as the partition goes', async () => {
    await started();
    await cluster.create('statefulsets', statefulSet());
    await cluster.ready();
    await cluster.ready();
    await change((spec) => (spec.updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 1 } }));
    await change((spec) => (spec.template = onNode('nginx:2')));
    expect(await going()).toEqual(['db-1']);
    await cluster.reap();
    await cluster.ready();
    expect(await pods()).toEqual(['db-0 nginx:1', 'db-1 nginx:2']);
    const [first, second] = (await revisions()).map(({ metadata }) => metadata.name);
    expect((await current()).status).toMatchObject({
      currentReplicas: 1,
      updatedReplicas: 1,
      currentRevision: first,
      updateRevision: second,
    });
    await change((spec) => (spec.updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 0 } }));
    await cluster.reap();
    await cluster.ready();
    expect(await pods()).toEqual(['db-0 nginx:2', 'db-1 nginx:2']);
    expect((await current()).status).toMatchObject({ currentReplicas: 2, currentRevision: second });
  });

  it('leaves pods of an older revision until someone deletes them, where it is to', async () => {
    await started();
    await cluster.create('statefulsets', statefulSet({ updateStrategy: { type: 'OnDelete' } }));
    await cluster.ready();
    await cluster.ready();
    await change((spec) => (spec.template = onNode('nginx:2')));
    expect(await going()).toEqual([]);
    await cluster.pods.delete(NAMESPACE, 'db-0');
    await cluster.reap();
    expect(await pods()).toEqual(['db-0 nginx:2', 'db-1 nginx:1']);
  });

  it('scales down from the last, and makes failed pods again', async () => {
    await started();
    await cluster.create('statefulsets', statefulSet({ replicas: 3, podManagementPolicy: 'Parallel' }));
    await cluster.ready();
    await change((spec) => (spec.replicas = 2));
    expect(await going()).toEqual(['db-2']);
    await cluster.reap();
    const before = await cluster.pods.get(NAMESPACE, 'db-1');
    await cluster.report([before], { phase: 'Failed' });
    await cluster.reap();
    const after = await cluster.pods.get(NAMESPACE, 'db-1');
    expect([after.metadata.uid === before.metadata.uid, after.status?.phase]).toEqual([false, 'Pending']);
  });

  it('keeps a number of revisions that no pod has', async () => {
    await started();
    await cluster.create('statefulsets', statefulSet({ replicas: 0, revisionHistoryLimit: 1 }));
    for (const tag of ['2', '3', '4']) await change((spec) => (spec.template = onNode(`nginx:${tag}`)));
    expect((await revisions()).map(({ revision }) => revision)).toEqual([3, 4]);
    await change((spec) => (spec.template = onNode('nginx:3')));
    expect((await revisions()).map(({ revision }) => revision)).toEqual([4, 5]);
  });

  it('owns claims that are to go with it, and gives them to pods that are too many', async () => {
    await started();
    const policy = { whenDeleted: 'Delete', whenScaled: 'Delete' };
    await cluster.create(
      'statefulsets',
      statefulSet({
        podManagementPolicy: 'Parallel',
        volumeClaimTemplates: [CLAIM],
        persistentVolumeClaimRetentionPolicy: policy,
      }),
    );
    await cluster.ready();
    const owners = async (): Promise<(string | undefined)[][]> =>
      (await claims()).map(({ metadata }) => [
        metadata.name,
        ...(metadata.ownerReferences ?? []).map(({ kind }) => kind),
      ]);
    expect(await owners()).toEqual([
      ['data-db-0', 'StatefulSet'],
      ['data-db-1', 'StatefulSet'],
    ]);
    await change((spec) => (spec.replicas = 1));
    expect(await owners()).toEqual([
      ['data-db-0', 'StatefulSet'],
      ['data-db-1', 'Pod'],
    ]);
    await cluster.reap();
    expect(await owners()).toEqual([['data-db-0', 'StatefulSet']]);
  });

  it('says that pods are available when they were ready long enough', async () => {
    await started();
    await cluster.create('statefulsets', statefulSet({ minReadySeconds: 10 }));
    await cluster.ready();
    expect(await pods()).toHaveLength(1);
    await cluster.advance(10_000);
    expect((await current()).status?.availableReplicas).toBe(1);
    expect(await pods()).toHaveLength(2);
  });
});
