import { afterEach, describe, expect, it } from 'vitest';
import { type Node } from '../../../src/apis/core/node.js';
import { type Pod, type PodSpec } from '../../../src/apis/core/pod.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
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

function scheduled({ status }: Pod): string | undefined {
  return status?.conditions?.find(({ type }) => type === 'PodScheduled')?.message;
}

function requesting(requests: Record<string, string>): PodSpec {
  return { containers: [{ name: 'main', image: 'nginx', resources: { requests } }] };
}

const ONE = 'kubemint-node-1';

it('spreads pods over the nodes', async () => {
  await fresh({ simulation: { nodes: 3 } });
  const nodes = [];
  for (const name of ['a', 'b', 'c']) nodes.push((await cluster.createPod(name)).spec.nodeName);
  expect(nodes).toEqual([ONE, 'kubemint-node-2', 'kubemint-node-3']);
});

it('leaves pods of other schedulers, and those with gates, alone', async () => {
  await fresh();
  expect((await cluster.createPod('other', { schedulerName: 'mine' })).spec.nodeName).toBeUndefined();
  const gated = await cluster.createPod('gated', { schedulingGates: [{ name: 'example.com/wait' }] });
  expect(gated.spec.nodeName).toBeUndefined();
  await cluster.change<Pod>('pods', 'gated', ({ spec }) => delete spec.schedulingGates);
  expect((await cluster.pod('gated')).spec.nodeName).toBe(ONE);
});

describe('a pod that fits nowhere', () => {
  const unready = ' preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
  const noVictims = ' preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';
  const labels = { app: 'web' };
  const term = { labelSelector: { matchLabels: labels }, topologyKey: 'kubernetes.io/hostname' };
  const cases: readonly (readonly [string, PodSpec, string])[] = [
    ['asks for more than there is', requesting({ cpu: '17' }), `1 Insufficient cpu.${unready}`],
    [
      'wants another node',
      { nodeSelector: { disk: 'ssd' } },
      `1 node(s) didn't match Pod's node affinity/selector.${unready}`,
    ],
    [
      'wants to be beside another one',
      { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } },
      `1 node(s) didn't match pod affinity rules.${unready}`,
    ],
    [
      'has a claim that is not there',
      { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
      `persistentvolumeclaim "data" not found.${unready}`,
    ],
  ];

  it.each(cases)('that %s is told why', async (_what, spec, reason) => {
    await fresh();
    const pod = await cluster.createPod('web', spec);
    const message = `0/1 nodes are available: ${reason}`;
    expect(pod.spec.nodeName).toBeUndefined();
    expect(pod.status?.conditions).toMatchObject([
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message },
    ]);
    expect(await cluster.events('web')).toEqual([`Warning FailedScheduling ${message}`]);
  });

  it('is told that its class puts no other out', async () => {
    await fresh();
    await cluster.create(
      'priorityclasses',
      {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: 'mild' },
        value: 1,
        preemptionPolicy: 'Never',
      } as KubeObject,
      'scheduling.k8s.io',
    );
    expect(
      scheduled(await cluster.createPod('web', { ...requesting({ memory: '1Ti' }), priorityClassName: 'mild' })),
    ).toBe('0/1 nodes are available: 1 Insufficient memory. preemption: not eligible due to preemptionPolicy=Never.');
  });

  it('is told in the words of its version', async () => {
    await fresh({ version: '1.23' });
    await cluster.changeNode(ONE, ({ spec = {} }) => (spec.taints = [{ key: 'a', value: 'b', effect: 'NoSchedule' }]));
    expect(scheduled(await cluster.createPod('web'))).toBe(
      "0/1 nodes are available: 1 node(s) had taint {a: b}, that the pod didn't tolerate.",
    );
    cluster.stop();
    await fresh({ version: '1.24' });
    await cluster.changeNode(ONE, ({ spec = {} }) => (spec.taints = [{ key: 'a', value: 'b', effect: 'NoSchedule' }]));
    expect(scheduled(await cluster.createPod('web'))).toBe(
      `0/1 nodes are available: 1 node(s) had untolerated taint {a: b}.${unready}`,
    );
  });

  it('gets its node when another one leaves room', async () => {
    await fresh();
    await cluster.createPod('big', requesting({ cpu: '10' }));
    expect(scheduled(await cluster.createPod('more', requesting({ cpu: '10' })))).toBe(
      `0/1 nodes are available: 1 Insufficient cpu.${noVictims}`,
    );
    await cluster.pods.delete(NAMESPACE, 'big', { gracePeriodSeconds: 0 });
    await cluster.settle();
    expect((await cluster.pod('more')).spec.nodeName).toBe(ONE);
  });

  it('gets a node that a user makes', async () => {
    await fresh();
    await cluster.createPod('ssd', { nodeSelector: { disk: 'ssd' } });
    await cluster.nodes.create('', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'mine', labels: { disk: 'ssd' }, annotations: { 'kubemint.dev/simulated': 'true' } },
    });
    await cluster.settle();
    await cluster.advance(20);
    expect((await cluster.pod('ssd')).spec.nodeName).toBe('mine');
    expect((await cluster.pod('ssd')).status).toMatchObject({
      phase: 'Running',
      podIP: '10.244.1.2',
      hostIP: '172.18.0.3',
    });
  });
});

it('keeps pods apart that want it, on both sides', async () => {
  await fresh({ simulation: { nodes: 2 } });
  const term = { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' };
  const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
  const metadata = { labels: { app: 'web' } };
  const first = await cluster.createPod('a', { affinity: { podAntiAffinity } }, metadata);
  const second = await cluster.createPod('b', {}, metadata);
  expect([first.spec.nodeName, second.spec.nodeName]).toEqual([ONE, 'kubemint-node-2']);
  expect(scheduled(await cluster.createPod('c', { affinity: { podAntiAffinity } }, metadata))).toBe(
    "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.",
  );
});

it('keeps the skew that pods ask for', async () => {
  await fresh({ simulation: { nodes: 2 } });
  for (const [name, zone] of [
    [ONE, 'a'],
    ['kubemint-node-2', 'b'],
  ] as const) {
    await cluster.changeNode(name, ({ metadata }: Node) => (metadata.labels = { ...metadata.labels, zone }));
  }
  const topologySpreadConstraints = [
    {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'web' } },
    },
  ];
  const place = async (name: string, spec: PodSpec = {}) =>
    (await cluster.createPod(name, { topologySpreadConstraints, ...spec }, { labels: { app: 'web' } })).spec.nodeName;
  expect(await place('a')).toBe(ONE);
  expect(await place('b', { nodeSelector: { zone: 'a' } })).toBe(ONE);
  expect(await place('c')).toBe('kubemint-node-2');
});
