import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AuthorizerConfiguration, type WebhookConfiguration } from '../../../src/apis/apiserver/authorization.js';
import { AUTHORIZER_TYPES, validateAuthorizationConfiguration } from '../../../src/authorization/index.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kubemint-authz-'));
  writeFileSync(join(directory, 'kubeconfig'), '');
});
afterAll(() => rmSync(directory, { recursive: true }));

function problem(...authorizers: AuthorizerConfiguration[]): string {
  try {
    validateAuthorizationConfiguration({ authorizers }, AUTHORIZER_TYPES, () => () => true);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const webhook = (change: Partial<WebhookConfiguration> = {}): AuthorizerConfiguration => ({
  ...{ type: 'Webhook', name: 'theirs' },
  webhook: {
    ...{ timeout: '3s', subjectAccessReviewVersion: 'v1', failurePolicy: 'Deny' },
    connectionInfo: { type: 'KubeConfigFile', kubeConfigFile: join(directory, 'kubeconfig') },
    ...change,
  },
});
const RBAC = { type: 'RBAC', name: 'rbac' };

it('takes what is good, and several webhooks', () => {
  expect(problem(RBAC, webhook(), { ...webhook(), name: 'others' }, { type: 'Node', name: 'node' })).toBe('');
});

it.each<[readonly AuthorizerConfiguration[], string]>([
  [[], 'authorizers: Required value: at least one authorization mode must be defined'],
  [[{ name: 'x' }], 'authorizers[0].type: Required value'],
  [
    [{ type: 'Foo', name: 'foo' }],
    'authorizers[0].type: Unsupported value: "Foo": supported values: "AlwaysAllow", "AlwaysDeny", "Node", "RBAC", "Webhook"',
  ],
  [[RBAC, RBAC], 'authorizers[1].type: Duplicate value: "RBAC"'],
  [[{ type: 'RBAC' }], 'authorizers[0].name: Required value'],
  [[{ type: 'RBAC', name: 'other' }], 'expected name rbac for authorizer RBAC instead of other'],
  [[{ type: 'Webhook', name: 'x' }], 'authorizers[0].webhook: Required value: required when type=Webhook'],
  [
    [{ ...RBAC, webhook: {} }],
    'authorizers[0].webhook: Invalid value: "non-null": may only be specified when type=Webhook',
  ],
])('%j', (authorizers, message) => {
  expect(problem(...authorizers)).toBe(message);
});

it.each<[Partial<WebhookConfiguration>, string]>([
  [{ timeout: '31s' }, 'authorizers[0].timeout: Invalid value: "31s": must be > 0s and <= 30s'],
  [{ timeout: '0' }, 'authorizers[0].timeout: Required value'],
  [{ authorizedTTL: '-1s' }, 'authorizers[0].authorizedTTL: Invalid value: "-1s": must be > 0s'],
  [{ subjectAccessReviewVersion: '' }, 'authorizers[0].subjectAccessReviewVersion: Required value'],
  [
    { subjectAccessReviewVersion: 'v2' },
    'authorizers[0].subjectAccessReviewVersion: Unsupported value: "v2": supported values: "v1", "v1beta1"',
  ],
  [
    { failurePolicy: 'Ignore' },
    'authorizers[0].failurePolicy: Unsupported value: "Ignore": supported values: "NoOpinion", "Deny"',
  ],
  [{ connectionInfo: {} }, 'authorizers[0].connectionInfo.type: Required value'],
  [
    { connectionInfo: { type: 'KubeConfigFile', kubeConfigFile: 'here' } },
    'authorizers[0].connectionInfo.kubeConfigFile: Invalid value: "here": must be an absolute path',
  ],
  [
    { connectionInfo: { type: 'KubeConfigFile', kubeConfigFile: '/nowhere' } },
    'authorizers[0].connectionInfo.kubeConfigFile: Invalid value: "/nowhere": error loading file: stat /nowhere: no such file or directory',
  ],
  [
    { matchConditions: [{ expression: 'true' }] },
    'authorizers[0].matchConditionSubjectAccessReviewVersion: Required value: required if match conditions are specified',
  ],
  [
    { matchConditionSubjectAccessReviewVersion: 'v1', matchConditions: [{ expression: 'a' }, { expression: 'a' }] },
    'authorizers[0].matchConditions[1].expression: Duplicate value: "a"',
  ],
])('a webhook with %j', (change, message) => {
  expect(problem(webhook(change))).toBe(message);
});
