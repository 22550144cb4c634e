import { afterAll, beforeAll, expect, it } from 'vitest';
import { ManualClock } from '../../src/index.js';
import { type Server, startServer } from '../server.js';
import { agentOf, type ApiBody } from './agent.js';

const START = Date.parse('2030-01-01T00:00:00Z');
const YEAR = 365 * 86_400_000;
const CONTAINER = { name: 'c', image: 'nginx' };
const TOKEN_PATH = '/api/v1/namespaces/default/serviceaccounts/default/token';
const REVIEW_PATH = '/apis/authentication.k8s.io/v1/tokenreviews';

const clock = new ManualClock(START);
let server: Server;

beforeAll(async () => {
  server = await startServer({ clock });
});

afterAll(() => server.close());

async function mint(expirationSeconds: number, boundObjectRef?: object): Promise<string> {
  clock.set(START);
  const spec = { expirationSeconds, boundObjectRef };
  const answer = await agentOf(server).post(TOKEN_PATH).send({ spec }).expect(201);
  return (answer.body as ApiBody).status.token;
}

async function review(token: string): Promise<ApiBody['status']> {
  const answer = await agentOf(server).post(REVIEW_PATH).send({ spec: { token } }).expect(201);
  return (answer.body as ApiBody).status;
}

it('a token is good until a minute after its end', async () => {
  const token = await mint(600);
  clock.set(START + 660_000);
  expect(await review(token)).toMatchObject({ authenticated: true });
  await agentOf(server, token).get('/api').expect(200);
});

it('and refused from then on, by reviews and by the API', async () => {
  const token = await mint(600);
  clock.set(START + 660_001);
  expect(await review(token)).toEqual({
    user: {},
    error: '[invalid bearer token, service account token has expired]',
  });
  await agentOf(server, token).get('/api').expect(401);
});

it('a verdict that was good is not kept past the end', async () => {
  const token = await mint(600);
  expect(await review(token)).toMatchObject({ authenticated: true });
  clock.advance(10 * YEAR);
  expect(await review(token)).not.toHaveProperty('authenticated');
});

it('a token of the future is good a minute before its time, not earlier', async () => {
  const token = await mint(600);
  clock.set(START - 60_000);
  expect(await review(token)).toMatchObject({ authenticated: true });
  clock.set(START - 60_001);
  expect(await review(token)).toEqual({
    user: {},
    error: '[invalid bearer token, service account token is not valid yet]',
  });
});

it('the 3607 seconds of a pod are a year to its token', async () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [CONTAINER] } };
  await agentOf(server).post('/api/v1/namespaces/default/pods').send(pod).expect(201);
  const bound = await mint(3607, { apiVersion: 'v1', kind: 'Pod', name: 'web' });
  const unbound = await mint(3607);
  clock.set(START + YEAR + 60_000);
  expect(await review(bound)).toMatchObject({ authenticated: true });
  expect(await review(unbound)).not.toHaveProperty('authenticated');
  clock.advance(1);
  expect(await review(bound)).not.toHaveProperty('authenticated');
});
