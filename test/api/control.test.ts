import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/index.js';
import { checkAccess } from '../../src/control/access.js';
import { type Server, startServer } from '../server.js';
import { agentOf, type ApiBody } from './agent.js';

const START = '2030-01-01T00:00:00.000Z';
const TOKEN = 'a-token-for-control';
const CLOCK = '/_kubemint/clock';

const base = new ManualClock(START);
let server: Server;

beforeAll(async () => {
  server = await startServer({ clock: base, controlToken: TOKEN, httpPort: 0 });
});

afterAll(() => server.close());

const control = (): ReturnType<typeof agentOf> => agentOf(server, TOKEN);

async function post(body: unknown, code = 200): Promise<Record<string, unknown>> {
  const answer = await control().post(CLOCK).send(JSON.stringify(body)).expect(code);
  return answer.body as Record<string, unknown>;
}

function catchError(act: () => void): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}

async function reset(): Promise<void> {
  await post({ now: START, freeze: false });
}

describe('the clock', () => {
  it('is read, over TLS and plain HTTP, as bare JSON', async () => {
    const state = { now: START, frozen: false, offset: '0s' };
    const answer = await control().get(CLOCK).expect(200).expect('content-type', 'application/json');
    expect(answer.body).toEqual(state);
    const plain = supertest(server.httpUrl ?? '')
      .get(CLOCK)
      .set('Authorization', `Bearer ${TOKEN}`);
    expect((await plain.expect(200)).body).toEqual(state);
  });

  it.each([
    [{ advance: '1h30m' }, { now: '2030-01-01T01:30:00.000Z', frozen: false, offset: '1h30m0s', settled: true }],
    [{ advance: '-250ms' }, { now: '2029-12-31T23:59:59.750Z', frozen: false, offset: '-250ms', settled: true }],
    [{ now: '2026-01-31T13:00:00+01:00' }, { now: '2026-01-31T12:00:00.000Z', frozen: false, settled: true }],
    [{ freeze: true }, { now: START, frozen: true }],
    [
      { freeze: true, advance: '5s' },
      { now: '2030-01-01T00:00:05.000Z', frozen: true, settled: true },
    ],
  ])('is changed by %o', async (body, state) => {
    await reset();
    expect(await post(body)).toMatchObject(state);
    expect((await control().get(CLOCK)).body).toMatchObject({ now: state.now, frozen: state.frozen });
    await reset();
  });

  it('is what tokens, timestamps and the Date header go by', async () => {
    await reset();
    const path = '/api/v1/namespaces/default/serviceaccounts/default/token';
    const minted = await agentOf(server)
      .post(path)
      .send({ spec: { expirationSeconds: 600 } });
    const { token } = (minted.body as ApiBody).status;
    await post({ advance: '11m' });
    await agentOf(server, token).get('/api').expect(200);
    await post({ advance: '1ms' });
    await agentOf(server, token).get('/api').expect(401).expect('date', 'Tue, 01 Jan 2030 00:11:00 GMT');
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'timed-' } };
    const created = await agentOf(server).post('/api/v1/namespaces/default/configmaps').send(object).expect(201);
    expect(created.body).toMatchObject({ metadata: { creationTimestamp: '2030-01-01T00:11:00Z' } });
    await reset();
  });

  it('is the same through the library', async () => {
    await reset();
    await server.clock.advance('1h');
    await server.clock.advance(60_000);
    expect(server.clock.now()).toBe(Date.parse(START) + 3_660_000);
    server.clock.freeze();
    base.advance(5000);
    expect([server.clock.frozen, server.clock.offset]).toEqual([true, 3_655_000]);
    server.clock.resume();
    base.advance(1000);
    expect(server.clock.now()).toBe(Date.parse(START) + 3_661_000);
    await server.clock.set('2031-01-01T00:00:00Z');
    expect((await control().get(CLOCK)).body).toMatchObject({ now: '2031-01-01T00:00:00.000Z' });
    await expect(server.clock.advance('1 hour')).rejects.toThrow('time: unknown unit " hour" in duration "1 hour"');
    await expect(server.clock.set('soon')).rejects.toThrow('the clock cannot be set to what is no time');
    await expect(server.clock.advance(-1e15)).rejects.toThrow('the clock goes from the year 1970 to 9999');
    await reset();
  });

  it('has the timers of controllers run before the answer', async () => {
    const path = '/api/v1/namespaces/default/secrets';
    const annotations = { 'kubernetes.io/service-account.name': 'default' };
    const type = 'kubernetes.io/service-account-token';
    const labels = { 'kubernetes.io/legacy-token-last-used': '2030-01-02' };
    const secret = { apiVersion: 'v1', kind: 'Secret', type, metadata: { name: 'old', annotations, labels } };
    await agentOf(server).post(path).send(secret).expect(201);
    const account = '/api/v1/namespaces/default/serviceaccounts/default';
    await agentOf(server)
      .patch(account)
      .set('content-type', 'application/merge-patch+json')
      .send({ secrets: [{ name: 'old' }] })
      .expect(200);
    expect(await post({ advance: '9552h' })).toMatchObject({ settled: true });
    const marked = (await agentOf(server).get(`${path}/old`).expect(200)).body as ApiBody;
    expect(marked.metadata.labels).toHaveProperty('kubernetes.io/legacy-token-invalid-since');
    expect(await post({ advance: '8808h' })).toMatchObject({ settled: true });
    await agentOf(server).get(`${path}/old`).expect(404);
    await reset();
  });
});

describe('a request that does not fit', () => {
  it.each([
    ['advance', { advance: '1x' }, 'time: unknown unit "x" in duration "1x"; must be a Go duration such as "90s"'],
    ['advance', { advance: 60 }, 'must be a Go duration such as "90s", "1h30m" or "-5m"'],
    ['advance', { advance: '-600000h' }, 'the clock goes from the year 1970 to 9999'],
    ['now', { now: '31.1.2026' }, 'must be an RFC 3339 time such as "2026-01-31T12:00:00Z"'],
    ['now', { now: '2026-02-30T12:00:00Z' }, 'day out of range'],
    ['now', { now: START, advance: '1s' }, 'may not be given beside advance'],
    ['freeze', { freeze: 'yes' }, 'must be true or false'],
    ['step', { step: '1h' }, 'unknown field; there are advance, now, freeze'],
  ])('names the field %s of %o', async (field, body, message) => {
    const status = await post(body, 400);
    expect(status).toMatchObject({ kind: 'Status', status: 'Failure', reason: 'BadRequest', code: 400 });
    expect(status.message).toContain(`${field}: `);
    expect(status.message).toContain(message);
    expect(status.details).toMatchObject({ causes: [{ field, reason: 'FieldValueInvalid' }] });
  });

  it.each(['', '[]', '{', '{}', 'null'])('says what is wrong with the body %j', async (text) => {
    const answer = await control().post(CLOCK).set('content-type', 'text/plain').send(text).expect(400);
    expect((answer.body as ApiBody).message).toMatch(/^the body: /);
  });

  it('is told what there is', async () => {
    const missing = await control().get('/_kubemint/time').expect(404);
    expect((missing.body as ApiBody).message).toBe('there is no /_kubemint/time; the control API has /_kubemint/clock');
    const method = await control().delete(CLOCK).expect(405);
    expect((method.body as ApiBody).message).toBe('DELETE is not for this path; it takes GET and POST');
    await control()
      .post(CLOCK)
      .send({ now: 'x'.repeat(70_000) })
      .expect(413);
  });
});

describe('access', () => {
  it.each(['', 'admin-token', `${TOKEN}x`])('is refused with the token %j', async (token) => {
    const answer = await agentOf(server, token).get(CLOCK).expect(401);
    expect(answer.body).toMatchObject({ kind: 'Status', reason: 'Unauthorized', code: 401 });
  });

  it.each(['10.0.0.1', '::ffff:10.0.0.1', 'fe80::1', undefined])('is refused to %s', (address) => {
    const refusal = catchError(() => checkAccess({ address, authorization: `Bearer ${TOKEN}` }, TOKEN));
    expect(refusal).toMatchObject({ status: { kind: 'Status', reason: 'Forbidden', code: 403 } });
  });

  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])('is given to %s', (address) => {
    expect(() => checkAccess({ address, authorization: `bearer ${TOKEN}` }, TOKEN)).not.toThrow();
  });

  it('is not there without a token', async () => {
    const closed = await startServer();
    try {
      await agentOf(closed).get(CLOCK).expect(404);
      await agentOf(closed, '').get(CLOCK).expect(403);
    } finally {
      await closed.close();
    }
  });
});
