import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jwtPart } from '../parity/jwt.js';
import { isObject, valueAt } from '../parity/values.js';
import { type Server, startServer } from '../server.js';
import { agentOf, type ApiBody } from './agent.js';

const AUTHENTICATION = '/apis/authentication.k8s.io';
const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts';
const SECRETS = '/api/v1/namespaces/default/secrets';
const LAST_USED = 'kubernetes.io/legacy-token-last-used';
const NODE = 'authentication.kubernetes.io/node-name';
const CREDENTIAL_ID = 'authentication.kubernetes.io/credential-id';

/** What upstream changed from minor to minor, by its feature tables: the first minor that has it, by default. */
const SINCE = {
  projectedPodTokens: 21,
  noGeneratedSecrets: 24,
  namedTokenRequests: 24,
  lastUsedLabel: 27,
  selfSubjectReviews: 28,
  tokenIds: 30,
  podNodeClaims: 30,
  nodeBoundTokens: 31,
} as const;
/** The last minor that has it. */
const UNTIL = { v1beta1Reviews: 21 } as const;

const MINORS = Array.from({ length: 18 }, (_, i) => 20 + i);

describe.each(MINORS)('Kubernetes 1.%i', (minor) => {
  const has = (feature: keyof typeof SINCE): boolean => minor >= SINCE[feature];
  let server: Server;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion: `1.${minor}` });
  });

  afterAll(() => server.close());

  const post = async (path: string, body: object, status = 201): Promise<ApiBody> =>
    (await agentOf(server).post(path).send(body).expect(status)).body as ApiBody;

  /** Asked again until it holds; the test's timeout bounds it. */
  const eventually = async (path: string, holds: (body: unknown) => boolean): Promise<unknown> => {
    for (;;) {
      const body = (await agentOf(server).get(path)).body as unknown;
      if (holds(body)) return body;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  const review = async (token: string): Promise<ApiBody['status']> =>
    (await post(`${AUTHENTICATION}/v1/tokenreviews`, { spec: { token } })).status;

  it('says its version', async () => {
    const body = (await agentOf(server).get('/version').expect(200)).body as { gitVersion: string };
    expect(body).toMatchObject({ major: '1', minor: String(minor) });
    expect(body.gitVersion).toMatch(new RegExp(`^v1\\.${minor}\\.\\d+$`));
  });

  it('serves the group versions of its time', async () => {
    const body = (await agentOf(server).get(AUTHENTICATION).expect(200)).body as unknown;
    const versions = (valueAt(body, 'versions') as { version: string }[]).map(({ version }) => version);
    expect(versions).toEqual(minor <= UNTIL.v1beta1Reviews ? ['v1', 'v1beta1'] : ['v1']);
    const resources = (await agentOf(server).get(`${AUTHENTICATION}/v1`).expect(200)).body as unknown;
    const names = (valueAt(resources, 'resources') as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(has('selfSubjectReviews') ? ['selfsubjectreviews', 'tokenreviews'] : ['tokenreviews']);
  });

  it('makes token secrets as it did', async () => {
    await post(ACCOUNTS, { metadata: { name: 'robot' } });
    if (!has('noGeneratedSecrets')) {
      const account = await eventually(`${ACCOUNTS}/robot`, (body) => isObject(body) && Array.isArray(body.secrets));
      expect(valueAt(account, 'secrets.[0].name')).toMatch(/^robot-token-[a-z0-9]{5}$/);
    }
    const annotations = { 'kubernetes.io/service-account.name': 'robot' };
    await post(SECRETS, { metadata: { name: 'asked', annotations }, type: 'kubernetes.io/service-account-token' });
    const filled = await eventually(`${SECRETS}/asked`, (body) => valueAt(body, 'data.token') !== undefined);
    const token = Buffer.from(String(valueAt(filled, 'data.token')), 'base64').toString();
    expect(jwtPart(token, 1)).toMatchObject({ iss: 'kubernetes/serviceaccount' });
    expect(await review(token)).toMatchObject({ authenticated: true });

    if (has('lastUsedLabel')) await eventually(`${SECRETS}/asked`, (body) => lastUsed(body) !== undefined);
    else expect(lastUsed((await agentOf(server).get(`${SECRETS}/asked`)).body)).toBeUndefined();
    if (!has('noGeneratedSecrets')) return;
    const account = (await agentOf(server).get(`${ACCOUNTS}/robot`)).body as object;
    expect(account).not.toHaveProperty('secrets');
  });

  it('answers a TokenRequest as it did', async () => {
    const request = await post(`${ACCOUNTS}/default/token`, { spec: {} });
    expect(request.metadata.name).toBe(has('namedTokenRequests') ? 'default' : undefined);
    const { jti } = jwtPart(request.status.token, 1);
    const { user } = await review(request.status.token);
    if (has('tokenIds')) {
      expect(user?.extra?.[CREDENTIAL_ID]).toEqual([`JTI=${String(jti)}`]);
    } else {
      expect(jti).toBeUndefined();
      expect(user).not.toHaveProperty('extra');
    }
  });

  it('gives pods their tokens, and tokens their pods, as it did', async () => {
    await agentOf(server)
      .post('/api/v1/nodes')
      .send({ metadata: { name: 'worker' } })
      .expect(201);
    if (!has('projectedPodTokens')) await eventually(`${ACCOUNTS}/default`, (body) => valueAt(body, 'secrets') != null);
    const spec = { nodeName: 'worker', containers: [{ name: 'c', image: 'nginx' }] };
    const pod = await post('/api/v1/namespaces/default/pods', { metadata: { name: 'web' }, spec });
    const volume = has('projectedPodTokens') ? 'projected' : 'secret';
    expect(valueAt(pod, 'spec.volumes.[0]')).toHaveProperty(volume);

    const boundObjectRef = { apiVersion: 'v1', kind: 'Pod', name: 'web' };
    const { token } = (await post(`${ACCOUNTS}/default/token`, { spec: { boundObjectRef } })).status;
    const { user } = await review(token);
    expect(user?.extra).toMatchObject({ 'authentication.kubernetes.io/pod-name': ['web'] });
    expect(user?.extra?.[NODE]).toEqual(has('podNodeClaims') ? ['worker'] : undefined);
  });

  it('binds tokens to nodes as it did', async () => {
    const boundObjectRef = { apiVersion: 'v1', kind: 'Node', name: 'worker' };
    await agentOf(server)
      .post(`${ACCOUNTS}/default/token`)
      .send({ spec: { boundObjectRef } })
      .expect(has('nodeBoundTokens') ? 201 : 400);
  });
});

function lastUsed(secret: unknown): unknown {
  return valueAt(secret, `metadata.labels.${LAST_USED.replaceAll('.', '~')}`);
}
