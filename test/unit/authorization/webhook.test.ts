import { afterEach, describe, expect, it } from 'vitest';
import { type WebhookConfiguration } from '../../../src/apis/apiserver/authorization.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { type Attributes, type Authorizer } from '../../../src/authorization/authorizer.js';
import { createWebhookAuthorizer } from '../../../src/authorization/webhook.js';
import { ManualClock } from '../../../src/clock/clock.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { answerDecoder } from '../../../src/server/webhook-answers.js';
import { answered, type AskedReview, TestWebhook, type WebhookAnswer } from '../../webhook-server.js';

const FEATURES = resolveFeatures({ version: '1.37', featureGates: undefined });
const servers: TestWebhook[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

async function asking(answer: (asked: AskedReview) => WebhookAnswer, configuration: WebhookConfiguration = {}) {
  const webhook = await TestWebhook.start(answer);
  servers.push(webhook);
  const clock = new ManualClock(0);
  const authorizer = createWebhookAuthorizer({
    configuration: { subjectAccessReviewVersion: 'v1', failurePolicy: 'NoOpinion', ...configuration },
    connection: { url: webhook.url, headers: {} },
    conditions: () => true,
    decodeAnswer: answerDecoder(loadSchemas(FEATURES.version.minor), FEATURES),
    ...{ clock, retryDelay: 1, onError: () => undefined },
  });
  return { webhook, clock, authorizer };
}

const JANE = { username: 'jane', uid: 'jane-uid', groups: ['qa'], extra: { scopes: ['a'] } };
const LIST: Attributes = {
  ...{ resourceRequest: true, user: JANE, verb: 'list', apiGroup: '', apiVersion: 'v1', resource: 'pods' },
  ...{ subresource: '', namespace: 'ns', name: '' },
  fieldSelector: [{ field: 'spec.nodeName', operator: '=', value: 'n1' }],
  labelSelector: [{ key: 'app', operator: 'Exists', values: [] }],
};
const PATH: Attributes = { resourceRequest: false, user: { username: 'joe' }, verb: 'get', path: '/metrics' };

const decide = async (authorizer: Authorizer, attributes: Attributes = LIST) => authorizer.authorize(attributes);

it('is asked by SubjectAccessReview', async () => {
  const { webhook, authorizer } = await asking((asked) => answered(asked, { allowed: true, reason: 'why not' }));
  expect(await decide(authorizer)).toEqual({ decision: 'allow', reason: 'why not' });
  await decide(authorizer, PATH);
  const review = { kind: 'SubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', metadata: {} };
  expect(webhook.asked).toEqual([
    {
      ...review,
      spec: {
        resourceAttributes: {
          ...{ namespace: 'ns', verb: 'list', version: 'v1', resource: 'pods' },
          fieldSelector: { requirements: [{ key: 'spec.nodeName', operator: 'In', values: ['n1'] }] },
          labelSelector: { requirements: [{ key: 'app', operator: 'Exists' }] },
        },
        ...{ user: 'jane', groups: ['qa'], extra: { scopes: ['a'] }, uid: 'jane-uid' },
      },
      status: { allowed: false },
    },
    {
      ...review,
      spec: { nonResourceAttributes: { path: '/metrics', verb: 'get' }, user: 'joe' },
      status: { allowed: false },
    },
  ]);
});

it('the beta version calls groups otherwise', async () => {
  const { webhook, authorizer } = await asking((asked) => answered(asked, { allowed: true }), {
    subjectAccessReviewVersion: 'v1beta1',
  });
  await decide(authorizer);
  expect(webhook.asked[0]?.spec).toMatchObject({ group: ['qa'] });
  expect(webhook.asked[0]?.spec).not.toHaveProperty('groups');
});

it.each([
  [{ allowed: true }, { decision: 'allow', reason: '' }],
  [
    { allowed: false, reason: 'hm' },
    { decision: 'noOpinion', reason: 'hm' },
  ],
  [
    { denied: true, reason: 'no' },
    { decision: 'deny', reason: 'no' },
  ],
  [
    { denied: true, allowed: true, reason: 'both' },
    {
      ...{ decision: 'deny', reason: 'both' },
      error: 'webhook subject access review returned both allow and deny response',
    },
  ],
])('%j is %j', async (status, decision) => {
  expect(await decide((await asking((asked) => answered(asked, status))).authorizer)).toEqual(decision);
});

describe('an answer', () => {
  it('holds for a while, a permission longer than a refusal', async () => {
    let status: unknown = { allowed: true };
    const { authorizer, clock, webhook } = await asking((asked) => answered(asked, status));
    await decide(authorizer);
    status = { allowed: false };
    clock.advance(299_999);
    expect((await decide(authorizer)).decision).toBe('allow');
    clock.advance(1);
    expect((await decide(authorizer)).decision).toBe('noOpinion');
    status = { allowed: true };
    clock.advance(29_999);
    expect((await decide(authorizer)).decision).toBe('noOpinion');
    clock.advance(1);
    expect((await decide(authorizer)).decision).toBe('allow');
    expect(webhook.asked).toHaveLength(3);
  });

  it('is not kept where it is not to be, or where the client made the question long', async () => {
    const never = { cacheAuthorizedRequests: false, cacheUnauthorizedRequests: false };
    const { authorizer, webhook } = await asking((asked) => answered(asked, { allowed: true }), never);
    await decide(authorizer);
    await decide(authorizer);
    expect(webhook.asked).toHaveLength(2);
    const long = await asking((asked) => answered(asked, { allowed: true }));
    const path = `/${'x'.repeat(10_000)}`;
    for (let i = 0; i < 2; i++) await decide(long.authorizer, { ...PATH, path });
    expect(long.webhook.asked).toHaveLength(2);
  });
});

it('no answer is no opinion, or a refusal where that is the policy', async () => {
  const text = 'an error on the server ("broken") has prevented the request from succeeding';
  const broken = (): WebhookAnswer => ({ code: 502, headers: { 'content-type': 'text/plain' }, body: 'broken' });
  const open = await asking(broken);
  expect(await decide(open.authorizer)).toEqual({ decision: 'noOpinion', reason: '', error: text });
  const closed = await asking(broken, { failurePolicy: 'Deny' });
  expect(await decide(closed.authorizer)).toEqual({ decision: 'deny', reason: '', error: text });
});

it('does not tell what all the rules are', async () => {
  const { authorizer } = await asking((asked) => answered(asked, { allowed: true }));
  expect(await authorizer.rulesFor(JANE, 'ns')).toMatchObject({
    incomplete: true,
    error: 'webhook authorizer does not support user rule resolution',
  });
});
