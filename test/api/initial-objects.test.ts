import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer } from '../server.js';
import { agentOf } from './agent.js';

const FLOWS = '/apis/flowcontrol.apiserver.k8s.io';

/** Names as real servers of these versions had them at start-up. */
const RECORDED = [
  {
    kubernetesVersion: '1.23.17',
    flowVersion: 'v1beta2',
    flowSchemas:
      'catch-all exempt global-default kube-controller-manager kube-scheduler kube-system-service-accounts probes service-accounts system-leader-election system-node-high system-nodes workload-leader-election',
    apiServices: 29,
    shares: { assuredConcurrencyShares: 30 },
    leases: 0,
  },
  {
    kubernetesVersion: '1.37.2',
    flowVersion: 'v1',
    flowSchemas:
      'catch-all exempt global-default kube-controller-manager kube-scheduler kube-system-service-accounts probes service-accounts system-leader-election system-node-high system-nodes',
    apiServices: 22,
    shares: { nominalConcurrencyShares: 30, lendablePercent: 33 },
    leases: 1,
  },
] as const;

interface Item {
  readonly metadata: { readonly name: string; readonly generation?: number };
  readonly spec: Record<string, unknown>;
  readonly status: unknown;
}

describe.each(RECORDED)('a fresh server of $kubernetesVersion', (recorded) => {
  let server: Server;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion: recorded.kubernetesVersion });
  });

  afterAll(() => server.close());

  const list = async (path: string): Promise<readonly Item[]> => {
    const answer = await agentOf(server).get(path).expect(200);
    return (answer.body as { items: readonly Item[] }).items;
  };
  const names = async (path: string): Promise<string> =>
    (await list(path)).map(({ metadata }) => metadata.name).join(' ');

  it('has the service through which pods find it', async () => {
    expect(await names('/api/v1/services')).toBe('kubernetes');
    const [service] = await list('/api/v1/namespaces/default/services');
    expect(service?.spec).toMatchObject({ clusterIP: '10.0.0.1', type: 'ClusterIP', sessionAffinity: 'None' });
    expect(await names('/api/v1/namespaces/default/endpoints')).toBe('kubernetes');
    expect(await names('/apis/discovery.k8s.io/v1/namespaces/default/endpointslices')).toBe('kubernetes');
  });

  it('has its priority classes, flow schemas and levels', async () => {
    expect(await names('/apis/scheduling.k8s.io/v1/priorityclasses')).toBe(
      'system-cluster-critical system-node-critical',
    );
    const path = `${FLOWS}/${recorded.flowVersion}`;
    expect(await names(`${path}/flowschemas`)).toBe(recorded.flowSchemas);
    const levels = await list(`${path}/prioritylevelconfigurations`);
    expect(levels).toHaveLength(8);
    const system = levels.find(({ metadata }) => metadata.name === 'system');
    expect(system).toMatchObject({ spec: { type: 'Limited', limited: recorded.shares }, metadata: { generation: 1 } });
  });

  it('has an APIService for each version of a group, and a lease where it has an identity', async () => {
    const services = await list('/apis/apiregistration.k8s.io/v1/apiservices');
    expect(services).toHaveLength(recorded.apiServices);
    expect(services.find(({ metadata }) => metadata.name === 'v1.apps')).toMatchObject({
      spec: { group: 'apps', version: 'v1', groupPriorityMinimum: 17800, versionPriority: 15 },
      status: { conditions: [{ type: 'Available', status: 'True', reason: 'Local' }] },
    });
    expect(await list('/apis/coordination.k8s.io/v1/leases')).toHaveLength(recorded.leases);
  });
});
