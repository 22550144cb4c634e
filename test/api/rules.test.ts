import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer } from '../server.js';
import { agentOf } from './agent.js';

/** A request, and what Kubernetes 1.37.2 answered; bodies of errors only. */
interface Recorded {
  readonly method: 'PATCH' | 'POST' | 'PUT';
  readonly path: string;
  readonly type?: string;
  readonly body: { readonly metadata?: { readonly name?: string } };
  readonly status: number;
  readonly warning?: string;
  readonly answer?: unknown;
}

const FIXTURES = new URL('rules-37-fixtures.json', import.meta.url);
const recorded = JSON.parse(readFileSync(FIXTURES, 'utf8')) as readonly Recorded[];
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** The types that rules are checked with are numbered anew for each. */
function comparable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null).replaceAll(/selfType\w+?\b/g, 'selfType'));
}

describe('rules of custom resources in 1.37', () => {
  let server: Server;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion: '1.37' });
  });

  afterAll(() => server.close());

  async function ask({ method, path, type, body }: Recorded) {
    const agent = agentOf(server);
    const metadata = { ...body.metadata };
    if (method === 'PUT') {
      const current = (await agent.get(path.replace(/\/status$/, ''))).body as {
        metadata?: { resourceVersion?: string };
      };
      Object.assign(metadata, { resourceVersion: current.metadata?.resourceVersion });
    }
    const sent = body.metadata === undefined ? body : { ...body, metadata };
    const verb = { PATCH: 'patch', POST: 'post', PUT: 'put' } as const;
    return agent[verb[method]](path)
      .set('Content-Type', type ?? 'application/json')
      .send(JSON.stringify(sent));
  }

  /** A definition is served a moment after it was made or changed. */
  async function served({ path, body, status, method }: Recorded): Promise<void> {
    if (!path.startsWith(DEFINITIONS) || status >= 300 || method !== 'POST') return;
    const { group, names } = (body as { spec: { group: string; names: { plural: string } } }).spec;
    await expect
      .poll(async () => (await agentOf(server).get(`/apis/${group}/v1/${names.plural}`)).status, { interval: 10 })
      .toBe(200);
  }

  it.each(recorded.map((one, index) => [index, one.method, one.path, one] as const))(
    '%i: %s %s',
    async (_index, _method, _path, one) => {
      const response = await ask(one);
      const { status, headers } = response;
      expect({ status, warning: headers['warning'] }).toEqual({ status: one.status, warning: one.warning });
      if (one.answer !== undefined) expect(comparable(response.body)).toEqual(comparable(one.answer));
      await served(one);
    },
  );
});
