import { afterEach, expect, it } from 'vitest';
import { type KubeObject, type OwnerReference } from '../../../src/apis/meta/v1.js';
import { garbageCollector } from '../../../src/controllers/garbage-collector.js';
import { Cluster, CONFIG_MAPS, NAMESPACES } from './cluster.js';

const USER = 'system:serviceaccount:kube-system:generic-garbage-collector';

let cluster = new Cluster();
afterEach(() => cluster.stop());

async function started(): Promise<Cluster> {
  cluster = new Cluster();
  await cluster.addNamespace('team');
  return cluster.start(garbageCollector);
}

function owner({ kind = '', metadata }: KubeObject, extra: Partial<OwnerReference> = {}): OwnerReference {
  return { apiVersion: 'v1', kind, name: metadata.name ?? '', uid: metadata.uid ?? '', ...extra };
}

function map(name: string, ...ownerReferences: OwnerReference[]): Promise<KubeObject> {
  return cluster.configMaps.create('team', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, ...(ownerReferences.length === 0 ? {} : { ownerReferences }) },
  });
}

it('deletes what a deleted object owned, and what that owned', async () => {
  await started();
  const parent = await map('parent');
  const child = await map('child', owner(parent));
  await map('grandchild', owner(child));
  await map('stranger');
  await cluster.configMaps.delete('team', 'parent');
  await cluster.settle();
  expect(cluster.names(CONFIG_MAPS, 'team')).toEqual(['stranger']);
  expect(cluster.server.writes.slice(-2)).toEqual([
    `${USER} delete configmaps/child`,
    `${USER} delete configmaps/grandchild`,
  ]);
});

it('deletes what names an owner that never was, or another one of that name', async () => {
  await started();
  const parent = await map('parent');
  await map('lost', owner(parent, { name: 'nobody' }));
  await map('mistaken', owner(parent, { uid: 'another' }));
  await cluster.settle();
  expect(cluster.names(CONFIG_MAPS, 'team')).toEqual(['parent']);
});

it('leaves what has another owner, without the one that is gone', async () => {
  await started();
  const [one, two] = [await map('one'), await map('two')];
  await map('child', owner(one), owner(two));
  await cluster.configMaps.delete('team', 'one');
  await cluster.settle();
  const child = cluster.server.find(CONFIG_MAPS, 'team', 'child');
  expect(child?.metadata.ownerReferences?.map(({ name }) => name)).toEqual(['two']);
});

it('leaves a cluster-wide object alone that names an owner in a namespace', async () => {
  await started();
  const parent = await map('parent');
  await cluster.namespaces.create('', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'child', ownerReferences: [owner(parent, { uid: 'gone' })] },
  });
  await cluster.settle();
  expect(cluster.names(NAMESPACES, '')).toContain('child');
});

it('lets an owner go that waits for dependents, once they are gone that block it', async () => {
  await started();
  const parent = await map('parent');
  await map('blocks', owner(parent, { blockOwnerDeletion: true }));
  await map('follows', owner(parent));
  await deleting('parent', 'foregroundDeletion');
  await cluster.settle();
  expect(cluster.names(CONFIG_MAPS, 'team')).toEqual([]);
});

it('takes an owner off its dependents before it lets it go as orphaned', async () => {
  await started();
  const parent = await map('parent');
  await map('child', owner(parent));
  await deleting('parent', 'orphan');
  await cluster.settle();
  expect(cluster.names(CONFIG_MAPS, 'team')).toEqual(['child']);
  expect(cluster.server.find(CONFIG_MAPS, 'team', 'child')?.metadata.ownerReferences).toBeUndefined();
});

it('tries again where someone else wrote in between', async () => {
  await started();
  const [one, two] = [await map('one'), await map('two')];
  await map('child', owner(one), owner(two));
  let disturbed = false;
  cluster.server.beforeWrite = (line) => {
    if (disturbed || line !== `${USER} update configmaps/child`) return;
    disturbed = true;
    const child = cluster.server.find(CONFIG_MAPS, 'team', 'child');
    if (child !== undefined) cluster.server.put(CONFIG_MAPS, { ...child }, 'MODIFIED');
  };
  await cluster.configMaps.delete('team', 'one');
  await cluster.settle();
  const child = cluster.server.find(CONFIG_MAPS, 'team', 'child');
  expect(disturbed).toBe(true);
  expect(child?.metadata.ownerReferences?.map(({ name }) => name)).toEqual(['two']);
  expect(cluster.errors).toEqual([]);
});

/** As the API server leaves an object that is deleted with a propagation policy. */
async function deleting(name: string, finalizer: string): Promise<void> {
  const object = await cluster.configMaps.get('team', name);
  const metadata = { ...object.metadata, finalizers: [finalizer], deletionTimestamp: '2026-01-31T12:00:00Z' };
  cluster.server.put(CONFIG_MAPS, { ...object, metadata }, 'MODIFIED');
}
