import { describe, expect, it } from 'vitest';
import { type Pod } from '../../../src/apis/core/pod.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { pods } from '../../../src/registry/core/pods.js';
import { type RegistryDependencies, type VirtualStorage } from '../../../src/registry/rest.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { NAMESPACE, podServer, type PodServer } from './creation.js';

const CREATED = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
const pod = (name: string, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
});

function virtual(server: PodServer, minor: number, name: 'binding' | 'eviction'): VirtualStorage {
  const subresource = pods.subresources?.[name];
  if (subresource?.type !== 'virtual') throw new Error(`pods have no ${name}`);
  const features = resolveFeatures({ version: `1.${String(minor)}`, featureGates: {} });
  const dependencies = { features, clock: server.context.clock } as RegistryDependencies;
  return subresource.create(dependencies, server.store);
}

function ask(server: PodServer, storage: VirtualStorage, name: string, object: object): Promise<KubeObject> {
  return storage.create(object as KubeObject, { ...server.context, name }, () => Promise.resolve());
}

async function bound(minor: number, name = 'web'): Promise<PodServer> {
  const server = podServer(minor);
  await server.create(pod(name));
  await ask(server, virtual(server, minor, 'binding'), name, {
    metadata: { name },
    target: { kind: 'Node', name: 'n' },
  });
  return server;
}

const read = async (server: PodServer, name = 'web'): Promise<Pod> => (await server.store.get(NAMESPACE, name)) as Pod;

describe('binding', () => {
  it('gives the pod its node and a condition, once', async () => {
    const server = await bound(37);
    const { spec, status, metadata } = await read(server);
    expect(spec.nodeName).toBe('n');
    expect(status?.conditions).toEqual([
      { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: '2026-01-01T00:00:00Z' },
    ]);
    expect(metadata.generation).toBe(1);
    const again = { metadata: { name: 'web' }, target: { name: 'm' } };
    await expect(ask(server, virtual(server, 37, 'binding'), 'web', again)).rejects.toMatchObject({
      status: {
        code: 409,
        message: 'Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "n"',
      },
    });
  });

  it('answers with a Status', async () => {
    const server = podServer(37);
    await server.create(pod('web'));
    const object = { metadata: { name: 'web' }, target: { name: 'n' } };
    expect(await ask(server, virtual(server, 37, 'binding'), 'web', object)).toEqual(CREATED);
  });

  it.each([
    [{}, 'target.name: Required value'],
    [{ kind: 'Pod', name: 'n' }, 'target.kind: Unsupported value: "Pod": supported values: "Node", "<empty>"'],
  ])('refuses the target %j with a bare 500', async (target, message) => {
    const server = podServer(37);
    const storage = virtual(server, 37, 'binding');
    const refused = ask(server, storage, 'web', { metadata: { name: 'web' }, target });
    await expect(refused).rejects.toMatchObject({
      status: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 },
    });
  });
});

describe('deletion', () => {
  const remove = (server: PodServer, gracePeriodSeconds?: number) =>
    server.store.remove('web', gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }, server.context);

  it('is at once without a node', async () => {
    const server = podServer(37);
    await server.create(pod('web'));
    const { deleted, object } = await remove(server);
    expect(deleted).toBe(true);
    expect(object.metadata.deletionGracePeriodSeconds).toBe(0);
  });

  it('is graceful on a node, and can be shortened but not made longer', async () => {
    const server = await bound(37);
    const first = await remove(server);
    expect(first.deleted).toBe(false);
    expect(first.object.metadata).toMatchObject({ deletionGracePeriodSeconds: 30, generation: 2 });
    expect((await remove(server, 5)).object.metadata.deletionGracePeriodSeconds).toBe(5);
    expect((await remove(server, 500)).object.metadata.deletionGracePeriodSeconds).toBe(5);
    expect((await remove(server, 0)).deleted).toBe(true);
  });

  it('is at once for a pod that has ended', () => {
    const ended = { metadata: {}, spec: { nodeName: 'n' }, status: { phase: 'Succeeded' } } as Pod;
    expect(pods.strategy?.gracePeriod?.(ended, 30)).toBe(0);
  });
});

describe('eviction', () => {
  const eviction = { metadata: { name: 'web' } };

  it('deletes, and says why since 1.26', async () => {
    const server = await bound(37);
    expect(await ask(server, virtual(server, 37, 'eviction'), 'web', eviction)).toEqual(CREATED);
    const { metadata, status } = await read(server);
    expect(metadata.deletionGracePeriodSeconds).toBe(30);
    expect(status?.conditions?.[1]).toMatchObject({ type: 'DisruptionTarget', reason: 'EvictionByEvictionAPI' });
    const older = await bound(24);
    await ask(older, virtual(older, 24, 'eviction'), 'web', eviction);
    expect((await read(older)).status?.conditions).toHaveLength(1);
  });

  it('takes the options of a deletion', async () => {
    const server = await bound(37);
    const storage = virtual(server, 37, 'eviction');
    await ask(server, storage, 'web', { ...eviction, deleteOptions: { gracePeriodSeconds: 0 } });
    await expect(read(server)).rejects.toThrow('pods "web" not found');
    await expect(ask(server, storage, 'web', eviction)).rejects.toThrow('pods "web" not found');
    await expect(ask(server, storage, 'web', { metadata: { name: 'other' } })).rejects.toMatchObject({
      status: { code: 400, message: 'name in URL does not match name in Eviction object' },
    });
  });
});
