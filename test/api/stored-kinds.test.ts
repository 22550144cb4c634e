import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RECORDED_VERSIONS, type Server, startServer } from '../server.js';
import { agentOf } from './agent.js';

const RC = '/api/v1/namespaces/default/replicationcontrollers';
const NEGATIVE = 'spec.replicas: Invalid value: -1: must be greater than or equal to 0';
const NO_NAMESPACE = 'metadata.namespace: Required value';
const STALE = 'the object has been modified; please apply your changes to the latest version and try again';
/** A proxy's answer where there is nothing to hand a request on to. */
const UNAVAILABLE = [500, 501, 503];

interface Body {
  readonly kind: string;
  readonly message: string;
  readonly metadata: Record<string, unknown>;
  readonly spec: Record<string, unknown>;
  readonly status: Record<string, unknown>;
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
  readonly resources: readonly { readonly name: string; readonly verbs: readonly string[] }[];
  readonly groups: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[];
}

/** What real servers of these versions said of the same requests. */
describe.each(RECORDED_VERSIONS)('stored kinds of $kubernetesVersion', ({ minor, kubernetesVersion }) => {
  let server: Server;
  const agent = (): ReturnType<typeof agentOf> => agentOf(server);
  const bodyOf = ({ body }: { body: unknown }): Body => body as Body;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion });
    const template = { metadata: { labels: { app: 'w' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    const spec = { replicas: 0, selector: { app: 'w' }, template };
    const status = { replicas: 7, observedGeneration: 9 };
    const made = await agent()
      .post(RC)
      .send({ metadata: { name: 'a' }, spec, status })
      .expect(201);
    expect(bodyOf(made)).toMatchObject({ metadata: { generation: 1 }, status: { replicas: 0 } });
  });

  afterAll(() => server.close());

  it('can all be listed', async () => {
    const groups = bodyOf(await agent().get('/apis')).groups.flatMap(({ versions }) => versions);
    for (const path of ['/api/v1', ...groups.map(({ groupVersion }) => `/apis/${groupVersion}`)]) {
      const { resources } = bodyOf(await agent().get(path));
      for (const { name } of resources.filter(({ verbs }) => verbs.includes('list'))) {
        expect(bodyOf(await agent().get(`${path}/${name}`).expect(200)).kind).toMatch(/List$/);
      }
    }
  });

  it('show and take a scale', async () => {
    const scale = await agent().get(`${RC}/a/scale`).expect(200);
    expect(bodyOf(scale)).toMatchObject({
      ...{ kind: 'Scale', apiVersion: 'autoscaling/v1', spec: {}, status: { replicas: 0, selector: 'app=w' } },
      metadata: { name: 'a', namespace: 'default' },
    });
    const metadata = { name: 'a', namespace: 'default' };
    const grown = await agent()
      .put(`${RC}/a/scale`)
      .send({ metadata, spec: { replicas: 2 } })
      .expect(200);
    expect(bodyOf(grown).spec).toEqual({ replicas: 2 });
    const parent = bodyOf(await agent().get(`${RC}/a`));
    expect(parent).toMatchObject({ spec: { replicas: 2 }, metadata: { generation: 2 } });
    const patched = await agent()
      .patch(`${RC}/a/scale`)
      .set('Content-Type', 'application/merge-patch+json')
      .send({ metadata: { labels: { x: 'y' } }, spec: { replicas: 0 } });
    expect(bodyOf(patched).spec).toEqual({});
    expect(bodyOf(patched).metadata.labels).toBeUndefined();
  });

  it('refuse scales that cannot be', async () => {
    const put = async (body: object): Promise<[number, string]> => {
      const answer = await agent().put(`${RC}/a/scale`).send(body);
      return [answer.status, bodyOf(answer).message];
    };
    const full = minor === 37;
    const [code, message] = await put({ metadata: { name: 'a' }, spec: { replicas: -1 } });
    expect(code).toBe(422);
    // Before, a Scale had to name its namespace.
    const invalid = minor === 23 ? `[${NO_NAMESPACE}, ${NEGATIVE}]` : NEGATIVE;
    if (minor !== 24) expect(message).toBe(`Scale.autoscaling "a" is invalid: ${invalid}`);
    const stale = { name: 'a', namespace: 'default', resourceVersion: '1' };
    expect(await put({ metadata: stale, spec: { replicas: 0 } })).toEqual([
      409,
      `Operation cannot be fulfilled on replicationcontrollers "a": ${STALE}`,
    ]);
    expect(await put({ metadata: { name: 'b' }, spec: {} })).toEqual([
      400,
      'the name of the object (b) does not match the name on the URL (a)',
    ]);
    const missing = await agent().get(`${RC}/nope/scale`).expect(404);
    const what = full ? 'replicationcontrollers' : 'replicationcontrollers/scale.autoscaling';
    expect(bodyOf(missing).message).toBe(`${what} "nope" not found`);
    await agent().post(`${RC}/a/scale`).send({}).expect(405);
  });

  it('keep status and the rest apart', async () => {
    const before = bodyOf(await agent().get(`${RC}/a`));
    const main = { ...before, metadata: { name: 'a', labels: { l: '1' } }, status: { replicas: 3 } };
    const updated = bodyOf(await agent().put(`${RC}/a`).send(main).expect(200));
    expect(updated.status).toEqual(before.status);
    expect(updated.metadata.generation).toBe(before.metadata.generation);
    const grown = { ...main, spec: { ...before.spec, minReadySeconds: 3 } };
    expect(bodyOf(await agent().put(`${RC}/a`).send(grown)).metadata.generation).toBe(
      Number(before.metadata.generation) + 1,
    );
    const status = {
      ...grown,
      spec: { ...before.spec, minReadySeconds: 9 },
      status: { replicas: 0, observedGeneration: 5 },
    };
    const written = bodyOf(await agent().put(`${RC}/a/status`).send(status).expect(200));
    expect(written.status).toMatchObject({ observedGeneration: 5 });
    expect(written.spec).toMatchObject({ minReadySeconds: 3 });
  });

  it('answer at once where a node would have to', async () => {
    const proxy = await agent().get('/api/v1/namespaces/default/services/kubernetes/proxy/');
    expect(UNAVAILABLE).toContain(proxy.status);
    expect(bodyOf(proxy).kind).toBe('Status');
  });

  it('go when their namespace goes', async () => {
    await agent()
      .post('/api/v1/namespaces')
      .send({ metadata: { name: 'gone' } })
      .expect(201);
    const leases = '/apis/coordination.k8s.io/v1/namespaces/gone/leases';
    await agent()
      .post(leases)
      .send({ metadata: { name: 'x' }, spec: {} })
      .expect(201);
    const events = `/api/v1/watch/namespaces/gone`;
    const watch = agent()
      .get(`${events}?timeoutSeconds=10`)
      .buffer(true)
      .parse((response, done) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (text.includes('"DELETED"')) (response as unknown as { destroy(): void }).destroy();
        });
        response.on('close', () => done(null, text));
      });
    const [seen] = await Promise.all([watch, agent().delete('/api/v1/namespaces/gone').expect(200)]);
    expect(String(seen.body)).toContain('"DELETED"');
    expect(bodyOf(await agent().get(leases)).items).toEqual([]);
  });
});
