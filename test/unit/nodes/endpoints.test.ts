import { afterEach, expect, it } from 'vitest';
import { type Service } from '../../../src/apis/core/service.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { type EndpointSubset } from '../../../src/controllers/endpoints/subsets.js';
import { type EndpointSlice } from '../../../src/controllers/endpoints/slices.js';
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
type Endpoints = KubeObject & { subsets?: EndpointSubset[] };

function service(spec: Partial<Service['spec']> = {}): Promise<Service> {
  const ports = [{ name: 'http', port: 80, targetPort: 'http' }];
  return cluster.create<Service>('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', labels: { tier: 'front' } },
    spec: { selector: labels, ports, ...spec },
  });
}

async function backend(name: string): Promise<void> {
  const ports = [{ name: 'http', containerPort: 8080 }];
  await cluster.createPod(name, { containers: [{ name: 'main', image: 'nginx', ports }] }, { labels });
}

const endpoints = () => cluster.resource<Endpoints>('endpoints').get(NAMESPACE, 'web');
async function slices(): Promise<EndpointSlice[]> {
  const { items } = await cluster.resource<EndpointSlice>('endpointslices', 'discovery.k8s.io').list(NAMESPACE);
  return items;
}

it('a service leads to the pods that it selects, as they become ready', async () => {
  await fresh({ simulation: { startDelay: 1000 } });
  await service();
  expect((await slices())[0]?.endpoints).toBeNull();
  await backend('a');
  const target = { kind: 'Pod', namespace: 'default', name: 'a' };
  const address = { ip: '10.244.0.2', nodeName: 'kubemint-node-1', targetRef: target };
  expect(await endpoints()).toMatchObject({ subsets: [{ notReadyAddresses: [address] }] });
  await cluster.advance(1000);
  expect(await endpoints()).toMatchObject({
    metadata: {
      labels: { tier: 'front', 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' },
      annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-01-31T12:00:01Z' },
    },
    subsets: [{ addresses: [address], ports: [{ name: 'http', port: 8080, protocol: 'TCP' }] }],
  });
  const all = await slices();
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({
    metadata: {
      generateName: 'web-',
      labels: {
        tier: 'front',
        'kubernetes.io/service-name': 'web',
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'web', controller: true, blockOwnerDeletion: true }],
    },
    addressType: 'IPv4',
    endpoints: [
      {
        addresses: ['10.244.0.2'],
        conditions: { ready: true, serving: true, terminating: false },
        nodeName: 'kubemint-node-1',
        targetRef: target,
      },
    ],
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  });
});

it('has no pod that stops in its endpoints, and says so in its slices', async () => {
  await fresh();
  await service();
  await backend('a');
  await cluster.advance(20);
  await cluster.pods.delete(NAMESPACE, 'a');
  await cluster.settle();
  expect((await endpoints()).subsets).toBeUndefined();
  expect((await slices())[0]?.endpoints?.[0]?.conditions).toEqual({ ready: false, serving: true, terminating: true });
  await cluster.advance(20);
  expect((await slices())[0]?.endpoints).toBeNull();
});

it('of more than a hundred pods has several slices', async () => {
  await fresh({ simulation: { nodes: 2 } });
  await service();
  for (let i = 0; i < 102; i++) await backend(`pod-${String(i)}`);
  const sizes = (await slices()).map((slice) => slice.endpoints?.length ?? 0);
  expect(sizes.sort()).toEqual([100, 2]);
});

it('without an address is marked, and needs no ports', async () => {
  await fresh();
  await service({ clusterIP: 'None', ports: [] });
  await backend('a');
  await cluster.advance(20);
  expect((await endpoints()).metadata.labels).toMatchObject({ 'service.kubernetes.io/headless': '' });
  expect((await endpoints()).subsets?.[0]?.addresses).toHaveLength(1);
});

it('that is deleted leaves nothing', async () => {
  await fresh();
  await service();
  await cluster.resource('services').delete(NAMESPACE, 'web');
  await cluster.settle();
  expect((await cluster.resource('endpoints').list(NAMESPACE)).items).toEqual([]);
  expect(await slices()).toEqual([]);
});

it('endpoints that someone deletes come back', async () => {
  await fresh();
  await service();
  await cluster.resource('endpoints').delete(NAMESPACE, 'web');
  for (const { metadata } of await slices()) {
    await cluster.resource('endpointslices', 'discovery.k8s.io').delete(NAMESPACE, metadata.name ?? '');
  }
  await cluster.settle();
  expect((await endpoints()).metadata.name).toBe('web');
  expect(await slices()).toHaveLength(1);
});

it('is as its version had it', async () => {
  await fresh({ version: '1.20' });
  await service();
  await backend('a');
  await cluster.advance(20);
  expect((await endpoints()).metadata.labels).toEqual({ tier: 'front' });
  expect((await endpoints()).subsets?.[0]?.addresses?.[0]?.targetRef).toHaveProperty('resourceVersion');
  const [endpoint] = (await slices())[0]?.endpoints ?? [];
  expect(endpoint?.conditions).toEqual({ ready: true });
  expect(endpoint?.topology).toEqual({ 'kubernetes.io/hostname': 'kubemint-node-1' });
});
