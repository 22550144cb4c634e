import { describe, expect, it, test } from 'vitest';
import { type FlowRule } from '../../../src/apis/flowcontrol/v1.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { FlowControl, type FlowSource } from '../../../src/flowcontrol/flow-control.js';
import { type FlowRequest, ruleMatches } from '../../../src/flowcontrol/matching.js';

const PODS: FlowRequest = {
  isResourceRequest: true,
  verb: 'get',
  apiGroup: '',
  namespace: 'ns',
  resource: 'pods',
  subresource: '',
  path: '/api/v1/namespaces/ns/pods/p',
};
const path = (value: string): FlowRequest => ({ ...PODS, isResourceRequest: false, path: value });
const everyone = [{ kind: 'Group', group: { name: '*' } }];
const pods = { verbs: ['*'], apiGroups: [''], resources: ['pods'], namespaces: ['*'] };
const user = { username: 'system:serviceaccount:ns:robot', groups: ['system:serviceaccounts'] };

describe('a rule', () => {
  test.each([
    ['a user', [{ kind: 'User', user: { name: user.username } }], true],
    ['another user', [{ kind: 'User', user: { name: 'x' } }], false],
    ['all users', [{ kind: 'User', user: { name: '*' } }], true],
    ['a group', [{ kind: 'Group', group: { name: 'system:serviceaccounts' } }], true],
    ['another group', [{ kind: 'Group', group: { name: 'x' } }], false],
    ['an account', [{ kind: 'ServiceAccount', serviceAccount: { namespace: 'ns', name: 'robot' } }], true],
    ['an account elsewhere', [{ kind: 'ServiceAccount', serviceAccount: { namespace: 'n', name: 'robot' } }], false],
    ['all accounts of a namespace', [{ kind: 'ServiceAccount', serviceAccount: { namespace: 'ns', name: '*' } }], true],
    ['all of another', [{ kind: 'ServiceAccount', serviceAccount: { namespace: 'n', name: '*' } }], false],
  ])('about %s', (_what, subjects, matches) => {
    expect(ruleMatches({ subjects, resourceRules: [pods] }, user, PODS)).toBe(matches);
  });

  test.each<[string, Partial<FlowRequest>, Partial<typeof pods> & { clusterScope?: boolean }, boolean]>([
    ['its resource', {}, {}, true],
    ['a subresource', { subresource: 'log' }, {}, false],
    ['a subresource that is named', { subresource: 'log' }, { resources: ['pods/log'] }, true],
    ['another verb', {}, { verbs: ['list'] }, false],
    ['another group', { apiGroup: 'apps' }, {}, false],
    ['its namespace', {}, { namespaces: ['ns'] }, true],
    ['another namespace', {}, { namespaces: ['x'] }, false],
    ['all namespaces at once', { namespace: '' }, {}, false],
    ['the cluster', { namespace: '' }, { clusterScope: true, namespaces: [] }, true],
  ])('and %s', (_what, request, rule, matches) => {
    const rules: FlowRule = { subjects: everyone, resourceRules: [{ ...pods, ...rule }] };
    expect(ruleMatches(rules, user, { ...PODS, ...request })).toBe(matches);
  });

  test.each([
    ['*', '/anything', true],
    ['/healthz', '/healthz', true],
    ['/healthz', '/healthz/etcd', true],
    ['/healthz', '/healthzz', false],
    ['/apis/*', '/apis/apps', true],
    ['/apis/*', '/api', false],
  ])('about %s has %s: %s', (url, asked, matches) => {
    const rule = { subjects: everyone, nonResourceRules: [{ verbs: ['get'], nonResourceURLs: [url] }] };
    expect(ruleMatches(rule, user, path(asked))).toBe(matches);
    expect(ruleMatches(rule, user, { ...path(asked), verb: 'post' })).toBe(false);
  });
});

function fed(): { control: FlowControl; put: Parameters<FlowSource['follow']>[0] } {
  const listeners: Parameters<FlowSource['follow']>[0][] = [];
  const control = new FlowControl({ follow: (listener) => listeners.push(listener) });
  return { control, put: (...change) => listeners.forEach((listener) => listener(...change)) };
}

const level = (name: string, shares: number) =>
  ({
    metadata: { name, uid: `level-${name}` },
    spec: { type: 'Limited', limited: { nominalConcurrencyShares: shares } },
  }) as KubeObject;
const schema = (name: string, to: string, matchingPrecedence: number, rules: readonly FlowRule[]) =>
  ({
    metadata: { name, uid: `schema-${name}` },
    spec: { priorityLevelConfiguration: { name: to }, matchingPrecedence, rules },
  }) as KubeObject;
const all: FlowRule = { subjects: everyone, resourceRules: [pods] };

it('asks the schemas in the order of their precedence, then of their names', () => {
  const { control, put } = fed();
  put('ADDED', 'prioritylevelconfigurations', level('l', 10));
  put('ADDED', 'flowschemas', schema('b', 'l', 10, [all]));
  put('ADDED', 'flowschemas', schema('c', 'l', 5, []));
  expect(control.classify(user, PODS)?.schema).toBe('b');
  put('ADDED', 'flowschemas', schema('a', 'l', 10, [all]));
  expect(control.classify(user, PODS)).toEqual({
    ...{ schema: 'a', schemaUid: 'schema-a', level: 'l', levelUid: 'level-l' },
  });
  put('DELETED', 'flowschemas', schema('a', 'l', 10, [all]));
  expect(control.classify(user, PODS)?.schema).toBe('b');
});

it('passes over schemas without their level, and falls back to the one for everything else', () => {
  const { control, put } = fed();
  put('ADDED', 'flowschemas', schema('b', 'gone', 1, [all]));
  expect(control.classify(user, PODS)).toBeUndefined();
  put('ADDED', 'prioritylevelconfigurations', level('last', 5));
  put('ADDED', 'flowschemas', schema('catch-all', 'last', 10_000, []));
  expect(control.classify(user, PODS)?.schema).toBe('catch-all');
});

it('shares out 600 seats', () => {
  const { control, put } = fed();
  put('ADDED', 'prioritylevelconfigurations', level('a', 30));
  put('ADDED', 'prioritylevelconfigurations', level('b', 40));
  put('ADDED', 'prioritylevelconfigurations', {
    metadata: { name: 'exempt', uid: 'e' },
    spec: { type: 'Exempt' },
  } as KubeObject);
  expect(Object.fromEntries(control.seats())).toEqual({ a: 258, b: 343 });
  put('MODIFIED', 'prioritylevelconfigurations', {
    metadata: { name: 'exempt', uid: 'e' },
    spec: { type: 'Exempt', exempt: { nominalConcurrencyShares: 30 } },
  } as KubeObject);
  expect(Object.fromEntries(control.seats())).toEqual({ a: 180, b: 240, exempt: 180 });
});
