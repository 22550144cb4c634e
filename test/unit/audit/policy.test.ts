import { describe, expect, it } from 'vitest';
import { type AuditedRequest, type AuditPolicyRule, ruleFor } from '../../../src/audit/policy.js';
import { type UserInfo } from '../../../src/authentication/authenticator.js';
import { parseRequestInfo } from '../../../src/endpoints/request-info.js';

const alice = { username: 'alice', groups: ['developers'] };
const OTHERS: AuditPolicyRule = { level: 'None' };

function requestOf(text: string): AuditedRequest {
  const [method = '', path = ''] = text.split(' ');
  return parseRequestInfo(method, path, new URLSearchParams());
}

function fits(rule: Omit<AuditPolicyRule, 'level'>, request: string, user: UserInfo | undefined): boolean {
  return ruleFor({ rules: [{ level: 'Metadata', ...rule }, OTHERS] }, user, requestOf(request)).level === 'Metadata';
}

const POD = 'GET /api/v1/namespaces/a/pods/b';
const LOG = `${POD}/log`;

describe('a rule', () => {
  it.each<[Omit<AuditPolicyRule, 'level'>, string, boolean]>([
    [{}, POD, true],
    [{}, 'GET /healthz', true],
    [{ users: ['alice'] }, POD, true],
    [{ users: ['bob'] }, POD, false],
    [{ userGroups: ['qa', 'developers'] }, POD, true],
    [{ userGroups: ['qa'] }, POD, false],
    [{ verbs: ['get'] }, POD, true],
    [{ verbs: ['get'] }, 'GET /healthz', true],
    [{ verbs: ['list'] }, POD, false],
    [{ namespaces: ['a'] }, POD, true],
    [{ namespaces: ['b'] }, POD, false],
    [{ namespaces: ['a'] }, 'GET /healthz', false],
    [{ namespaces: [''] }, 'GET /api/v1/nodes', true],
    [{ namespaces: [''] }, POD, false],
    [{ resources: [{}] }, POD, true],
    [{ resources: [{}] }, 'GET /apis/apps/v1/deployments', false],
    [{ resources: [{ group: '*' }] }, 'GET /apis/apps/v1/deployments', true],
    [{ resources: [{ group: 'apps', resources: ['deployments'] }] }, 'GET /apis/apps/v1/deployments', true],
    [{ resources: [{ group: 'apps' }] }, 'GET /apis', false],
    [{ resources: [{ resources: ['pods'] }] }, POD, true],
    [{ resources: [{ resources: ['pods'] }] }, LOG, false],
    [{ resources: [{ resources: ['pods/log'] }] }, LOG, true],
    // With or without a subresource.
    [{ resources: [{ resources: ['pods/*'] }] }, LOG, true],
    [{ resources: [{ resources: ['pods/*'] }] }, POD, true],
    [{ resources: [{ resources: ['*/log'] }] }, LOG, true],
    [{ resources: [{ resources: ['*/log'] }] }, POD, false],
    [{ resources: [{ resources: ['*'] }] }, LOG, true],
    [{ resources: [{ resources: ['pods'], resourceNames: ['b'] }] }, POD, true],
    [{ resources: [{ resources: ['pods'], resourceNames: ['c'] }] }, POD, false],
    [{ resources: [{ resources: ['secrets'] }, { resources: ['pods'] }] }, POD, true],
    [{ nonResourceURLs: ['/healthz'] }, 'GET /healthz', true],
    [{ nonResourceURLs: ['/healthz'] }, 'GET /healthz/ping', false],
    [{ nonResourceURLs: ['/healthz*'] }, 'GET /healthz/ping', true],
    [{ nonResourceURLs: ['*'] }, 'GET /version', true],
    [{ nonResourceURLs: ['*'] }, POD, false],
    [{ users: ['alice'], verbs: ['list'] }, POD, false],
  ])('%j and %s: %s', (rule, request, expected) => {
    expect(fits(rule, request, alice)).toBe(expected);
  });

  it('of users fits nobody who is not known', () => {
    expect(fits({ users: ['alice'] }, POD, undefined)).toBe(false);
    expect(fits({ userGroups: ['developers'] }, POD, undefined)).toBe(false);
    expect(fits({}, POD, undefined)).toBe(true);
  });
});

describe('a policy', () => {
  it('counts its first rule that fits', () => {
    const policy = { rules: [{ level: 'None' as const, verbs: ['list'] }, { level: 'Request' as const }] };
    expect(ruleFor(policy, alice, requestOf(POD)).level).toBe('Request');
    expect(ruleFor(policy, alice, requestOf('GET /api/v1/pods')).level).toBe('None');
    expect(ruleFor({ rules: [] }, alice, requestOf(POD)).level).toBe('None');
  });

  it('adds its stages to those of a rule, which may leave managed fields in', () => {
    const policy = {
      omitStages: ['RequestReceived' as const],
      omitManagedFields: true,
      rules: [
        { level: 'Metadata' as const, verbs: ['get'], omitStages: ['Panic' as const], omitManagedFields: false },
        { level: 'Metadata' as const },
      ],
    };
    expect(ruleFor(policy, alice, requestOf(POD))).toEqual({
      level: 'Metadata',
      omitStages: ['RequestReceived', 'Panic'],
      omitManagedFields: false,
    });
    expect(ruleFor(policy, alice, requestOf('GET /api/v1/pods')).omitManagedFields).toBe(true);
  });
});
