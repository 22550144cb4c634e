import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RECORDED_VERSIONS, type Server, startServer } from '../server.js';
import { agentOf } from './agent.js';

const GROUP = '/apis/flowcontrol.apiserver.k8s.io';
const VERSIONS = { 23: 'v1beta2', 24: 'v1beta2', 37: 'v1' } as const;
/** Seats of the levels of a fresh server, as real ones share them out. */
const SEATS = {
  23: { 'catch-all': 13, 'global-default': 49, system: 74, 'workload-high': 98 },
  24: { 'catch-all': 13, 'global-default': 49, system: 74, 'workload-high': 98 },
  37: { 'catch-all': 13, exempt: 0, 'global-default': 49, system: 74, 'workload-high': 98 },
} as const;

const rules = [
  {
    subjects: [{ kind: 'User', user: { name: 'noxu' } }],
    nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  },
];

describe.each(RECORDED_VERSIONS)('flow control of $kubernetesVersion', ({ minor, kubernetesVersion }) => {
  const version = VERSIONS[minor];
  let server: Server;
  beforeAll(async () => {
    server = await startServer({ kubernetesVersion });
  });
  afterAll(() => server.close());

  const flowOf = async (path: string, as: string, headers: Record<string, string> = {}) => {
    const { headers: answered } = await agentOf(server, as).get(path).set(headers);
    const uid = (name: string): string | undefined => answered[`x-kubernetes-pf-${name}-uid`];
    const names = new Map<string, string>();
    for (const resource of ['flowschemas', 'prioritylevelconfigurations']) {
      const { body } = (await agentOf(server).get(`${GROUP}/${version}/${resource}`).expect(200)) as {
        body: { items: { metadata: { name: string; uid: string } }[] };
      };
      for (const { metadata } of body.items) names.set(metadata.uid, metadata.name);
    }
    return [names.get(uid('flowschema') ?? ''), names.get(uid('prioritylevel') ?? '')];
  };

  it.each([
    ['/version', 'admin-token', 'exempt', 'exempt'],
    ['/version', 'bob-token', 'global-default', 'global-default'],
    ['/api/v1/namespaces/default/pods', 'bob-token', 'global-default', 'global-default'],
    ['/nowhere', 'admin-token', 'exempt', 'exempt'],
    ['/healthz', 'bob-token', 'probes', 'exempt'],
  ])('sorts %s as %s into %s', async (path, as, schema, level) => {
    expect(await flowOf(path, as)).toEqual([schema, level]);
  });

  it('does not sort whom it does not know', async () => {
    expect(await flowOf('/version', 'no-token')).toEqual([undefined, undefined]);
  });

  it('sorts by what users make, once it is whole', async () => {
    const as = { 'Impersonate-User': 'noxu', 'Impersonate-Group': 'system:authenticated' };
    const apiVersion = `flowcontrol.apiserver.k8s.io/${version}`;
    const spec = { priorityLevelConfiguration: { name: 'mine' }, matchingPrecedence: 1000, rules };
    const flowSchema = { apiVersion, kind: 'FlowSchema', metadata: { name: 'mine' }, spec };
    await agentOf(server).post(`${GROUP}/${version}/flowschemas`).send(flowSchema).expect(201);
    const dangling = async (status: string) => {
      for (;;) {
        const { body } = (await agentOf(server).get(`${GROUP}/${version}/flowschemas/mine`)) as {
          body: { status: { conditions?: { status: string }[] } };
        };
        if (body.status.conditions?.[0]?.status === status) return body.status.conditions;
      }
    };
    expect(await dangling('True')).toMatchObject([
      {
        ...{ type: 'Dangling', reason: 'NotFound' },
        message:
          'This FlowSchema references the PriorityLevelConfiguration object named "mine" but there is no such object',
      },
    ]);
    expect(await flowOf('/version', 'admin-token', as)).toEqual(['global-default', 'global-default']);
    const limited = { limitResponse: { type: 'Reject' } };
    const level = {
      ...{ apiVersion, kind: 'PriorityLevelConfiguration' },
      ...{ metadata: { name: 'mine' }, spec: { type: 'Limited', limited } },
    };
    await agentOf(server).post(`${GROUP}/${version}/prioritylevelconfigurations`).send(level).expect(201);
    expect(await dangling('False')).toMatchObject([{ type: 'Dangling', reason: 'Found' }]);
    expect(await flowOf('/version', 'admin-token', as)).toEqual(['mine', 'mine']);
    await agentOf(server).delete(`${GROUP}/${version}/prioritylevelconfigurations/mine`).expect(200);
    await agentOf(server).delete(`${GROUP}/${version}/flowschemas/mine`).expect(200);
  });

  it('counts, and tells the seats', async () => {
    const { text } = await agentOf(server).get('/metrics').expect(200);
    expect(text.includes('_limit{priority_level="exempt"}') || text.includes('_seats{priority_level="exempt"}')).toBe(
      'exempt' in SEATS[minor],
    );
    const limit = minor < 26 ? 'request_concurrency_limit' : 'nominal_limit_seats';
    for (const [name, seats] of Object.entries(SEATS[minor])) {
      expect(text).toContain(`apiserver_flowcontrol_${limit}{priority_level="${name}"} ${String(seats)}\n`);
    }
    expect(text).toMatch(
      /^apiserver_flowcontrol_dispatched_requests_total\{flow_schema="exempt",priority_level="exempt"\} [1-9]/m,
    );
  });
});
