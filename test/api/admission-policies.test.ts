import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, type Server, startServer } from '../server.js';
import { agentOf } from './agent.js';

/** A request, and what Kubernetes 1.37.2 answered; bodies of errors only. */
interface Recorded {
  readonly method: 'DELETE' | 'PATCH' | 'POST';
  readonly path: string;
  readonly type?: string;
  readonly token?: string;
  readonly body?: object;
  readonly status: number;
  readonly warning?: string;
  readonly answer?: unknown;
}

const FIXTURES = new URL('admission-policies-37-fixtures.json', import.meta.url);
const recorded = JSON.parse(readFileSync(FIXTURES, 'utf8')) as readonly Recorded[];
const POLICIES = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/';
const MAPS = '/api/v1/namespaces/vap/configmaps';

describe('validating admission policies in 1.37', () => {
  let server: Server;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion: '1.37' });
  });

  afterAll(() => server.close());

  async function ask({ method, path, type, token, body }: Recorded) {
    const agent = agentOf(server, token ?? ADMIN_TOKEN);
    const verb = { DELETE: 'delete', PATCH: 'patch', POST: 'post' } as const;
    const request = agent[verb[method]](path);
    if (body === undefined) return request;
    return request.set('Content-Type', type ?? 'application/json').send(JSON.stringify(body));
  }

  // One after another: policies come and go.
  it('decides as it was recorded', async () => {
    const differing: unknown[] = [];
    for (const one of recorded) {
      const response = await ask(one);
      const { status, warning, answer } = one;
      const wanted = { status, warning, answer };
      const told: unknown = status >= 400 ? response.body : undefined;
      const got = { status: response.status, warning: response.headers['warning'] as string | undefined, answer: told };
      if (JSON.stringify(got) !== JSON.stringify(wanted)) differing.push({ ...one, got });
      if (one.method === 'DELETE' && one.path.startsWith(POLICIES)) {
        for (const name of ['keep', 'ok']) await agentOf(server).delete(`${MAPS}/${name}`);
      }
    }
    expect(differing).toEqual([]);
    expect(recorded.length).toBeGreaterThan(400);
  }, 120_000);
});
