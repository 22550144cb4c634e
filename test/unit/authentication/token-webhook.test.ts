import { afterEach, expect, it } from 'vitest';
import { type TokenWebhookOptions } from '../../../src/authentication/token-webhook.js';
import { answered, type AskedReview, TestWebhook, type WebhookAnswer } from '../../webhook-server.js';
import { cluster, ISSUER, verdict } from './cluster.js';

const servers: TestWebhook[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

async function asking(answer: (asked: AskedReview) => WebhookAnswer, options: Partial<TokenWebhookOptions> = {}) {
  const webhook = await TestWebhook.start(answer);
  servers.push(webhook);
  const made = cluster('1.37', {
    tokenWebhook: {
      connection: { url: webhook.url, headers: { authorization: 'Bearer from-kubemint' } },
      ...{ version: 'v1', cacheTtl: 120_000, retryDelay: 1, ...options },
    },
  });
  return { ...made, webhook };
}

const JANE = { username: 'jane', uid: 'jane-uid', groups: ['qa'], extra: { scopes: ['a'] } };

it('a token that nobody here knows is asked about', async () => {
  const made = await asking((asked) => answered(asked, { authenticated: true, user: JANE }));
  expect(await made.authenticators.token.authenticateToken('theirs', [ISSUER])).toEqual({
    user: { ...JANE, groups: ['qa', 'system:authenticated'] },
    audiences: [ISSUER],
  });
  expect(await verdict(made, 'alice-token')).toBe('ok: alice');
  expect(made.webhook.asked).toEqual([
    {
      ...{ kind: 'TokenReview', apiVersion: 'authentication.k8s.io/v1', metadata: {} },
      ...{ spec: { token: 'theirs', audiences: [ISSUER] }, status: { user: {} } },
    },
  ]);
  expect(made.webhook.authorization).toBe('Bearer from-kubemint');
});

it('the beta version is asked in its own name', async () => {
  const made = await asking((asked) => answered(asked, { authenticated: true, user: JANE }), { version: 'v1beta1' });
  expect(await verdict(made, 'theirs')).toBe('ok: jane');
  expect(made.webhook.asked[0]?.apiVersion).toBe('authentication.k8s.io/v1beta1');
});

it('audiences that it knows must be those that are asked for; else it is for the API', async () => {
  const made = await asking((asked) => answered(asked, { authenticated: true, user: JANE, audiences: ['a', 'b'] }));
  const { token } = made.authenticators;
  expect(await token.authenticateToken('theirs', ['b', 'c'])).toMatchObject({ audiences: ['b'] });
  expect(await verdict(made, 'theirs', ['c'])).toBe('invalid bearer token');
  const unaware = await asking((asked) => answered(asked, { authenticated: true, user: JANE }));
  expect(await verdict(unaware, 'theirs', ['c'])).toBe('invalid bearer token');
});

it('what it refuses is refused, with its reason', async () => {
  const silent = await asking((asked) => answered(asked, { authenticated: false }));
  expect(await verdict(silent, 'theirs')).toBe('invalid bearer token');
  const telling = await asking((asked) => answered(asked, { error: 'too old' }));
  expect(await verdict(telling, 'theirs')).toBe('[invalid bearer token, too old]');
});

it('its answers hold for a while, and its failures do not', async () => {
  let status: unknown = { authenticated: true, user: JANE };
  const made = await asking((asked) => answered(asked, status));
  expect(await verdict(made, 'theirs')).toBe('ok: jane');
  status = { error: 'revoked' };
  expect(await verdict(made, 'theirs')).toBe('ok: jane');
  made.clock.advance(120_000);
  expect(await verdict(made, 'theirs')).toBe('[invalid bearer token, revoked]');
  status = { authenticated: true, user: JANE };
  expect(await verdict(made, 'theirs')).toBe('ok: jane');
});

it('is asked five times where it is out of order, and once where that does not help', async () => {
  const failing = await asking(() => ({ code: 500, headers: { 'content-type': 'text/plain' }, body: 'broken' }));
  const text = 'an error on the server ("broken") has prevented the request from succeeding';
  expect(await verdict(failing, 'theirs')).toBe(`[invalid bearer token, ${text}]`);
  expect(failing.webhook.asked).toHaveLength(5);
  expect(failing.errors).toMatchObject([{ message: text }]);
  const unwilling = await asking(() => ({
    code: 403,
    body: { kind: 'Status', status: 'Failure', message: 'go away', code: 403 },
  }));
  expect(await verdict(unwilling, 'theirs')).toBe('[invalid bearer token, go away]');
  expect(unwilling.webhook.asked).toHaveLength(1);
});

const FIND_KIND =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/** What a real API server, 1.37.2, said of these answers. */
it.each<[answer: WebhookAnswer, error: string]>([
  [{ body: '' }, '0-length response with status code: 200 and content type: application/json'],
  [{ code: 204, body: '' }, '0-length response with status code: 204 and content type: application/json'],
  [
    { body: 'garbage' },
    `couldn't get version/kind; json parse error: json: cannot unmarshal string into Go value of type ${FIND_KIND}`,
  ],
  [
    { body: [] },
    `couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type ${FIND_KIND}`,
  ],
  [
    { body: { kind: 'TokenReview', apiVersion: 'authentication.k8s.io/v1beta1' } },
    'converting (v1beta1.TokenReview) to (v1.TokenReview): unknown conversion',
  ],
  [
    { body: { kind: 'TokenReview', apiVersion: 'authentication.k8s.io/v9' } },
    'no kind "TokenReview" is registered for version "authentication.k8s.io/v9" in scheme "pkg/runtime/scheme.go:111"',
  ],
  [
    { body: { status: { authenticated: 'yes' } } },
    'json: cannot unmarshal string into Go struct field TokenReviewStatus.status.authenticated of type bool',
  ],
  [{ code: 500, body: {} }, 'an error on the server ("unknown") has prevented the request from succeeding'],
  [{ code: 401, body: {} }, 'the server has asked for the client to provide credentials'],
  [{ code: 404, body: {} }, 'the server could not find the requested resource'],
  [{ code: 400, body: { a: 1 } }, 'the server rejected our request for an unknown reason'],
])('%j is no answer', async (answer, error) => {
  expect(await verdict(await asking(() => answer), 'theirs')).toBe(`[invalid bearer token, ${error}]`);
});

it('an answer need not say of which kind it is, and may be YAML', async () => {
  const status = { authenticated: true, user: JANE };
  expect(await verdict(await asking(() => ({ body: { status } })), 'theirs')).toBe('ok: jane');
  const yaml = 'status: {authenticated: true, user: {username: joe}}';
  expect(await verdict(await asking(() => ({ body: yaml })), 'theirs')).toBe('ok: joe');
});
