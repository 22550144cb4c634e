import { afterEach, expect, it } from 'vitest';
import { type PodSpec } from '../../../src/apis/core/pod.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { type ResourceQuota, type ResourceQuotaSpec } from '../../../src/apis/core/resource-quota.js';
import { NAMESPACE, Simulated } from './cluster.js';

let cluster = new Simulated();
afterEach(() => {
  cluster.stop();
  expect(cluster.errors).toEqual([]);
});

async function quota(spec: ResourceQuotaSpec): Promise<void> {
  cluster = await new Simulated().start();
  await cluster.create<ResourceQuota>('resourcequotas', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'all' },
    spec,
  });
}

async function used(): Promise<Record<string, string> | undefined> {
  return (await cluster.resource<ResourceQuota>('resourcequotas').get(NAMESPACE, 'all')).status?.used;
}

const asking = (cpu: string): PodSpec => ({
  containers: [{ name: 'main', image: 'nginx', resources: { requests: { cpu }, limits: { cpu: '2', memory: '1Gi' } } }],
});

it('says what is used of what it limits', async () => {
  await quota({ hard: { pods: '5', 'requests.cpu': '4', 'limits.memory': '4Gi', 'count/pods': '9' } });
  expect(await used()).toEqual({ pods: '0', 'requests.cpu': '0', 'limits.memory': '0', 'count/pods': '0' });
  await cluster.createPod('a', asking('500m'));
  await cluster.createPod(
    'b',
    { ...asking('1'), restartPolicy: 'Never' },
    { annotations: { 'kubemint.dev/exit-code': '0' } },
  );
  expect(await used()).toEqual({ pods: '2', 'requests.cpu': '1500m', 'limits.memory': '2Gi', 'count/pods': '2' });
  await cluster.advance(20);
  await cluster.advance(100);
  expect(await used()).toEqual({ pods: '1', 'requests.cpu': '500m', 'limits.memory': '1Gi', 'count/pods': '2' });
});

it('counts objects of all kinds that are served', async () => {
  await quota({
    hard: {
      configmaps: '10',
      'services.nodeports': '3',
      'count/deployments.apps': '2',
      'count/nothings.example.com': '1',
    },
  });
  const before = Number((await used())?.configmaps);
  await cluster.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' } });
  await cluster.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { type: 'NodePort', ports: [{ port: 80 }] },
  } as KubeObject);
  await cluster.create(
    'deployments',
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx' }] } },
      },
    } as KubeObject,
    'apps',
  );
  expect(await used()).toEqual({
    configmaps: String(before + 1),
    'services.nodeports': '1',
    'count/deployments.apps': '1',
  });
  await cluster.resource('configmaps').delete(NAMESPACE, 'one');
  await cluster.settle();
  expect(await used()).toMatchObject({ configmaps: String(before) });
});

it('counts what is in its scopes', async () => {
  await quota({ hard: { pods: '5' }, scopes: ['BestEffort'] });
  await cluster.createPod('a', asking('1'));
  await cluster.createPod('b');
  expect(await used()).toEqual({ pods: '1' });
});
