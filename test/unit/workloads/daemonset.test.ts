import { afterEach, describe, expect, it } from 'vitest';
import { type ControllerRevision, type DaemonSet } from '../../../src/apis/apps/v1.js';
import { type Node } from '../../../src/apis/core/node.js';
import { type Pod } from '../../../src/apis/core/pod.js';
import { NAMESPACE, template, type WorkloadOptions, Workloads } from './cluster.js';

let cluster = new Workloads();
afterEach(() => cluster.stop());

/** With two nodes that the daemon set means, beside the simulated one. */
async function started(options: WorkloadOptions = {}): Promise<Workloads> {
  cluster = new Workloads(options);
  await cluster.start();
  for (const name of ['a', 'b']) await addNode(name);
  return cluster;
}

async function addNode(name: string): Promise<void> {
  const node: Node = { apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { disk: 'ssd' } } };
  await nodes().create('', node);
  await cluster.settle();
}

function nodes() {
  return cluster.resource<Node>('nodes', '');
}

async function changeNode(name: string, edit: (node: Node) => void): Promise<void> {
  const node = structuredClone(await nodes().get('', name));
  edit(node);
  await nodes().update('', node);
  await cluster.settle();
}

function daemonSet(spec: Partial<DaemonSet['spec']> = {}): DaemonSet {
  const selector = { matchLabels: { app: 'agent' } };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: { selector, template: agent('nginx:1'), ...spec },
  };
}

function agent(image: string) {
  const { metadata, spec } = template({ app: 'agent' }, image);
  return { metadata, spec: { ...spec, nodeSelector: { disk: 'ssd' } } };
}

function nodeOf({ spec }: Pod): string | undefined {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required?.nodeSelectorTerms?.[0]?.matchFields?.[0]?.values?.[0];
}

/** Binds pods to the nodes that they are pinned to, as the scheduler does. */
async function schedule(): Promise<void> {
  for (const pod of await cluster.podList()) {
    const { name = '' } = pod.metadata;
    if (pod.spec.nodeName !== undefined) continue;
    const target = { apiVersion: 'v1', kind: 'Node', name: nodeOf(pod) };
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name }, target };
    await cluster.pods.createSubresource(NAMESPACE, name, 'binding', binding);
  }
  await cluster.settle();
}

/** `a nginx:1` per pod that stays. */
async function pods(): Promise<string[]> {
  const staying = (await cluster.podList()).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  return staying.map((pod) => `${nodeOf(pod) ?? ''} ${pod.spec.containers?.[0]?.image ?? ''}`).sort();
}

function current(): Promise<DaemonSet> {
  return cluster.resource<DaemonSet>('daemonsets').get(NAMESPACE, 'agent');
}

function change(edit: (spec: DaemonSet['spec']) => void): Promise<DaemonSet> {
  return cluster.change<DaemonSet>('daemonsets', 'agent', ({ spec }) => edit(spec));
}

const LABELS = { c: '3', app: 'agent', b: '2' };

describe('a daemon set', () => {
  it('has a pod on each node that it means, pinned to it', async () => {
    await started();
    await cluster.create('daemonsets', daemonSet());
    expect(await pods()).toEqual(['a nginx:1', 'b nginx:1']);
    const [pod] = await cluster.podList();
    const { items } = await cluster.resource<ControllerRevision>('controllerrevisions').list(NAMESPACE);
    expect(items.map(({ revision }) => revision)).toEqual([1]);
    const hash = items[0]?.metadata.labels?.['controller-revision-hash'] ?? '';
    expect(items[0]?.metadata.name).toBe(`agent-${hash}`);
    expect(pod?.metadata.labels).toEqual({
      app: 'agent',
      'controller-revision-hash': hash,
      'pod-template-generation': '1',
    });
    expect(pod?.spec.tolerations?.map(({ key, effect }) => `${key ?? ''} ${effect ?? ''}`)).toEqual([
      'node.kubernetes.io/not-ready NoExecute',
      'node.kubernetes.io/unreachable NoExecute',
      'node.kubernetes.io/disk-pressure NoSchedule',
      'node.kubernetes.io/memory-pressure NoSchedule',
      'node.kubernetes.io/pid-pressure NoSchedule',
      'node.kubernetes.io/unschedulable NoSchedule',
    ]);
    await cluster.ready();
    expect((await current()).status).toEqual({
      currentNumberScheduled: 2,
      numberMisscheduled: 0,
      desiredNumberScheduled: 2,
      numberReady: 2,
      observedGeneration: 1,
      updatedNumberScheduled: 2,
      numberAvailable: 2,
    });
    expect(cluster.errors).toEqual([]);
  });

  it.each([
    // Whoever is to stay is not looked at again.
    ['1.33', { desiredNumberScheduled: 2, numberMisscheduled: 0 }],
    ['1.32', { desiredNumberScheduled: 1, numberMisscheduled: 1 }],
  ])('%s: follows nodes that come, change and are tainted', async (version, tainted) => {
    await started({ version });
    await cluster.create('daemonsets', daemonSet());
    await addNode('c');
    expect(await pods()).toHaveLength(3);
    await schedule();
    await changeNode('b', ({ metadata }) => delete metadata.labels?.disk);
    expect(await pods()).toEqual(['a nginx:1', 'c nginx:1']);
    await cluster.reap();
    await changeNode('c', (node) => (node.spec = { taints: [{ key: 'own', effect: 'NoSchedule' }] }));
    expect((await current()).status).toMatchObject(tainted);
    await changeNode('c', (node) => (node.spec = { taints: [{ key: 'own', effect: 'NoExecute' }] }));
    expect(await pods()).toEqual(['a nginx:1']);
  });

  it('writes its revisions byte by byte as Go does', async () => {
    await started();
    await cluster.create(
      'daemonsets',
      daemonSet({ template: { ...agent('nginx:<1>'), metadata: { labels: LABELS } } }),
    );
    const { items } = await cluster.resource<ControllerRevision>('controllerrevisions').list(NAMESPACE);
    const { template: written } = (items[0]?.data as { spec: { template: { metadata: { labels: object } } } }).spec;
    expect(Object.keys(written)).toEqual(['$patch', 'metadata', 'spec']);
    expect(Object.keys(written.metadata.labels)).toEqual(['app', 'b', 'c']);
    expect(written).toMatchObject({ spec: { containers: [{ image: 'nginx:<1>' }] } });
  });

  it('replaces pods node by node', async () => {
    await started();
    await cluster.create('daemonsets', daemonSet());
    await cluster.ready();
    await change((spec) => (spec.template = agent('nginx:2')));
    expect((await pods()).map((text) => text.slice(2))).toEqual(expect.arrayContaining(['nginx:1', 'nginx:2']));
    await cluster.ready();
    await cluster.ready();
    expect(await pods()).toEqual(['a nginx:2', 'b nginx:2']);
    expect((await current()).status).toMatchObject({ updatedNumberScheduled: 2, observedGeneration: 2 });
  });

  it('makes new pods beside old ones where it may', async () => {
    await started();
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } };
    await cluster.create('daemonsets', daemonSet({ updateStrategy }));
    await cluster.ready();
    await change((spec) => (spec.template = agent('nginx:2')));
    expect(await pods()).toEqual(['a nginx:1', 'a nginx:2', 'b nginx:1', 'b nginx:2']);
    await cluster.ready();
    expect(await pods()).toEqual(['a nginx:2', 'b nginx:2']);
  });

  it('makes failed pods again, later where they fail again', async () => {
    await started();
    await cluster.create('daemonsets', daemonSet());
    const fail = async (): Promise<void> => {
      const pod = (await cluster.podList()).find((each) => nodeOf(each) === 'a');
      await cluster.report(pod === undefined ? [] : [pod], { phase: 'Failed' });
    };
    await fail();
    const told = (await cluster.events('DaemonSet')).filter((text) => text.includes('FailedDaemonPod'));
    expect(told).toEqual([
      expect.stringMatching(
        /^Warning FailedDaemonPod Found failed daemon pod default\/agent-\w+ on node a, will try to kill it$/,
      ),
    ]);
    expect((await cluster.podList()).map(({ status }) => status?.phase)).toEqual(['Pending', 'Pending']);
    await fail();
    expect((await cluster.podList()).map(({ status }) => status?.phase)).toContain('Failed');
    await cluster.advance(1_000);
    expect((await cluster.podList()).map(({ status }) => status?.phase)).toEqual(['Pending', 'Pending']);
  });
});
