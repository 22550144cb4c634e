import { afterEach, expect, it } from 'vitest';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { conditionsOf, NAMESPACE, Simulated, type SimulatedOptions } from './cluster.js';

let cluster = new Simulated();
afterEach(() => {
  cluster.stop();
  expect(cluster.errors).toEqual([]);
});

function fresh(options: SimulatedOptions = {}): Promise<Simulated> {
  cluster = new Simulated(options);
  return cluster.start();
}

const ONE = 'kubemint-node-1';

interface Lease extends KubeObject {
  spec: { holderIdentity: string; renewTime: string };
}

it('there are as many nodes as asked for, ready from the start', async () => {
  await fresh({ version: '1.24', simulation: { nodes: 2 } });
  const { items } = await cluster.nodes.list('');
  expect(items.map(({ metadata }) => metadata.name)).toEqual([ONE, 'kubemint-node-2']);
  expect(items[1]).toMatchObject({
    metadata: { labels: { 'kubernetes.io/hostname': 'kubemint-node-2', 'kubernetes.io/os': 'linux' } },
    spec: { podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24'] },
    status: {
      addresses: [
        { type: 'InternalIP', address: '172.18.0.3' },
        { type: 'Hostname', address: 'kubemint-node-2' },
      ],
      allocatable: { pods: '110' },
      nodeInfo: { kubeletVersion: 'v1.24.17' },
    },
  });
  expect(items[1]?.status?.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual([
    'MemoryPressure=False',
    'DiskPressure=False',
    'PIDPressure=False',
    'Ready=True',
  ]);
  expect(items[1]?.spec?.taints).toBeUndefined();
});

it('each renews its lease', async () => {
  await fresh();
  const lease = () => cluster.resource<Lease>('leases', 'coordination.k8s.io').get('kube-node-lease', ONE);
  const { metadata, spec } = await lease();
  expect(metadata.ownerReferences).toMatchObject([{ kind: 'Node', name: ONE }]);
  expect(spec).toMatchObject({ holderIdentity: ONE, renewTime: '2026-01-31T12:00:00.000000Z' });
  await cluster.advance(10_000);
  expect((await lease()).spec.renewTime).toBe('2026-01-31T12:00:10.000000Z');
});

it('a node that is deleted takes its pods with it, and comes back', async () => {
  await fresh();
  await cluster.createPod('web');
  await cluster.advance(20);
  await cluster.nodes.delete('', ONE);
  await cluster.settle();
  expect(await cluster.podNames()).toEqual([]);
  expect((await cluster.nodes.list('')).items).toEqual([]);
  await cluster.advance(10_000);
  expect((await cluster.nodes.get('', ONE)).spec?.podCIDR).toBe('10.244.0.0/24');
});

it('pods of a node that never was go after a while', async () => {
  await fresh();
  await cluster.createPod('lost', { nodeName: 'nowhere' });
  await cluster.advance(39_999);
  expect(await cluster.podNames()).toEqual(['lost']);
  await cluster.advance(1);
  expect(await cluster.podNames()).toEqual([]);
});

it('a node that users make is theirs alone', async () => {
  await fresh();
  await cluster.nodes.create('', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'mine' } });
  await cluster.createPod('web', { nodeName: 'mine' });
  await cluster.advance(120_000);
  expect((await cluster.nodes.get('', 'mine')).status?.conditions).toBeUndefined();
  expect((await cluster.pod('web')).status?.phase).toBe('Pending');
});

it('cordoning taints a node', async () => {
  await fresh();
  await cluster.changeNode(ONE, ({ spec = {} }) => (spec.unschedulable = true));
  expect((await cluster.nodes.get('', ONE)).spec?.taints).toEqual([
    { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: '2026-01-31T12:00:00Z' },
  ]);
  await cluster.changeNode(ONE, ({ spec = {} }) => delete spec.unschedulable);
  expect((await cluster.nodes.get('', ONE)).spec?.taints).toBeUndefined();
});

it('a NoExecute taint puts pods out, at once or in their time', async () => {
  await fresh();
  const tolerations = [{ key: 'gone', operator: 'Exists', effect: 'NoExecute' }];
  await cluster.createPod('now');
  await cluster.createPod('later', { tolerations: [{ ...tolerations[0], tolerationSeconds: 30 }] });
  await cluster.createPod('never', { tolerations });
  await cluster.advance(20);
  await cluster.changeNode(ONE, ({ spec = {} }) => (spec.taints = [{ key: 'gone', effect: 'NoExecute' }]));
  const [condition] =
    (await cluster.pod('now')).status?.conditions?.filter(({ type }) => type === 'DisruptionTarget') ?? [];
  expect(condition).toMatchObject({
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  });
  await cluster.advance(20);
  expect(await cluster.podNames()).toEqual(['later', 'never']);
  await cluster.advance(29_980);
  await cluster.advance(20);
  expect(await cluster.podNames()).toEqual(['never']);
  expect(await cluster.events('now')).toContain('Normal TaintManagerEviction Marking for deletion Pod default/now');
});

it('a taint that goes in time lets pods stay', async () => {
  await fresh();
  const tolerations = [{ key: 'gone', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 }];
  await cluster.createPod('web', { tolerations });
  await cluster.changeNode(ONE, ({ spec = {} }) => (spec.taints = [{ key: 'gone', effect: 'NoExecute' }]));
  await cluster.changeNode(ONE, ({ spec = {} }) => delete spec.taints);
  await cluster.advance(60_000);
  expect(await cluster.podNames()).toEqual(['web']);
  expect(await cluster.events('web')).toContain('Normal TaintManagerEviction Cancelling deletion of Pod default/web');
});

it('a kubelet that is stopped is missed, and its pods leave', async () => {
  await fresh();
  await cluster.createPod('web');
  await cluster.advance(20);
  await cluster.changeNode(ONE, ({ metadata }) => {
    metadata.annotations = { ...metadata.annotations, 'kubemint.dev/simulated': 'false' };
  });
  await cluster.advance(50_000);
  const { spec, status } = await cluster.nodes.get('', ONE);
  expect(status?.conditions?.at(-1)).toMatchObject({
    type: 'Ready',
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
  });
  expect(spec?.taints?.map(({ key, effect }) => `${key ?? ''}:${effect ?? ''}`)).toEqual([
    'node.kubernetes.io/unreachable:NoSchedule',
    'node.kubernetes.io/unreachable:NoExecute',
  ]);
  expect(conditionsOf(await cluster.pod('web'))).toMatchObject({ Ready: 'False' });
  await cluster.advance(300_000);
  expect((await cluster.pod('web')).metadata.deletionTimestamp).toBeDefined();
  await cluster.changeNode(ONE, ({ metadata }) => delete metadata.annotations?.['kubemint.dev/simulated']);
  expect((await cluster.nodes.get('', ONE)).spec?.taints).toBeUndefined();
  await cluster.advance(20);
  expect(await cluster.podNames()).toEqual([]);
});

it('pods that are forced to go are gone at once', async () => {
  await fresh();
  await cluster.createPod('web');
  await cluster.advance(20);
  await cluster.pods.delete(NAMESPACE, 'web', { gracePeriodSeconds: 0 });
  await cluster.settle();
  expect(await cluster.podNames()).toEqual([]);
});
