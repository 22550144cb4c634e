/** The bootstrap policy of a fresh server, rule by rule, against what fresh real servers listed (with their controllers running). */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentOf } from '../api/agent.js';
import { RECORDED_VERSIONS, type Server, startServer } from '../server.js';

interface Listed {
  readonly metadata: Record<string, unknown>;
}

const RESOURCES = ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'] as const;
type Policy = Readonly<Record<(typeof RESOURCES)[number], readonly Listed[]>>;

/** What a user may rely on: not the dates, versions and managers of this start. */
function comparable({ metadata: { name, namespace, labels, annotations }, ...rest }: Listed): unknown {
  return { metadata: { name, namespace, labels, annotations }, ...rest };
}

describe.each(RECORDED_VERSIONS)('the bootstrap policy of $kubernetesVersion', ({ minor, kubernetesVersion }) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer({ kubernetesVersion });
  });
  afterAll(() => server.close());

  const url = new URL(`bootstrap-policy/${String(minor)}.json`, import.meta.url);
  const recorded = JSON.parse(readFileSync(url, 'utf8')) as Policy;

  it.each(RESOURCES)('has the %s of the real one', async (resource) => {
    const response = await agentOf(server).get(`/apis/rbac.authorization.k8s.io/v1/${resource}`).expect(200);
    const { items } = response.body as { readonly items: readonly Listed[] };
    expect(recorded[resource].length).toBeGreaterThan(0);
    expect(items.map(comparable)).toEqual(recorded[resource].map(comparable));
  });
});
