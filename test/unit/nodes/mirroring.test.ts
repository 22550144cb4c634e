import { afterEach, expect, it } from 'vitest';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { type Endpoints } from '../../../src/controllers/endpoints/endpoints.js';
import { type EndpointSlice } from '../../../src/controllers/endpoints/slices.js';
import { NAMESPACE, Simulated } from './cluster.js';

let cluster = new Simulated();
afterEach(() => {
  cluster.stop();
  expect(cluster.errors).toEqual([]);
});

async function slices(): Promise<EndpointSlice[]> {
  const { items } = await cluster.resource<EndpointSlice>('endpointslices', 'discovery.k8s.io').list(NAMESPACE);
  return items;
}

it('endpoints of a service without a selector are shown as slices', async () => {
  cluster = await new Simulated().start();
  await cluster.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'db' },
    spec: { ports: [{ port: 5432 }] },
  } as KubeObject);
  const ports = [{ name: 'sql', port: 5432, protocol: 'TCP' }];
  await cluster.create<Endpoints>('endpoints', {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'db', labels: { tier: 'data' } },
    subsets: [{ addresses: [{ ip: '10.1.2.3' }], notReadyAddresses: [{ ip: '10.1.2.4' }], ports }],
  });
  expect(await slices()).toMatchObject([
    {
      metadata: {
        generateName: 'db-',
        labels: {
          tier: 'data',
          'kubernetes.io/service-name': 'db',
          'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
        },
        ownerReferences: [{ kind: 'Endpoints', name: 'db', controller: true }],
      },
      addressType: 'IPv4',
      endpoints: [
        { addresses: ['10.1.2.3'], conditions: { ready: true } },
        { addresses: ['10.1.2.4'], conditions: { ready: false } },
      ],
      ports,
    },
  ]);
  const name = (await slices())[0]?.metadata.name;
  await cluster.change<Endpoints>('endpoints', 'db', ({ subsets }) => delete subsets?.[0]?.notReadyAddresses);
  expect(await slices()).toMatchObject([{ metadata: { name }, endpoints: [{ addresses: ['10.1.2.3'] }] }]);
  await cluster.resource('endpoints').delete(NAMESPACE, 'db');
  await cluster.settle();
  expect(await slices()).toEqual([]);
});
