import { describe, expect, test } from 'vitest';
import { StatusError } from '../../../src/apis/errors.js';
import { type UserInfo } from '../../../src/authentication/authenticator.js';
import { createAuthorizer } from '../../../src/authorization/index.js';
import { impersonate } from '../../../src/endpoints/impersonation.js';
import { parseRequestInfo } from '../../../src/endpoints/request-info.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { FakeRoles, rule, user } from './role-source.js';

const ADMIN: UserInfo = { username: 'admin', groups: ['system:masters', 'system:authenticated'] };
const BOB: UserInfo = { username: 'bob', groups: ['system:authenticated'] };

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** A server of a version, asked by GET. */
function serverOf(version: string, roles = new FakeRoles()) {
  const features = resolveFeatures({ version, featureGates: undefined });
  const nodeObjects = { follow: () => undefined };
  const authorizer = createAuthorizer(['Node', 'RBAC'], { features, roles, nodeObjects });
  return (who: UserInfo, headers: Headers, path = '/api/v1/namespaces') => {
    const info = parseRequestInfo('GET', path, new URLSearchParams());
    return impersonate(headers, who, info, authorizer, features, path).then((acting) => acting?.user);
  };
}

async function refusal(promise: Promise<unknown>): Promise<StatusError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StatusError)) throw new Error('nothing was refused');
  return error;
}

describe.each(['1.23', '1.24', '1.35', '1.37'])('an administrator in %s', (version) => {
  const act = serverOf(version);

  test.each<[string, Headers, UserInfo | undefined]>([
    ['nobody', {}, undefined],
    ['a user', { 'impersonate-user': 'jane' }, { username: 'jane', groups: ['system:authenticated'] }],
    [
      'a user with groups',
      { 'impersonate-user': 'jane', 'impersonate-group': ['a', 'b'] },
      { username: 'jane', groups: ['a', 'b', 'system:authenticated'] },
    ],
    [
      'a user with a uid and extras',
      {
        'impersonate-user': 'jane',
        'impersonate-uid': 'u-1',
        'impersonate-extra-scopes': ['view', 'edit'],
        'impersonate-extra-example.com%2fproject': 'p',
      },
      {
        username: 'jane',
        uid: 'u-1',
        groups: ['system:authenticated'],
        extra: { scopes: ['view', 'edit'], 'example.com/project': ['p'] },
      },
    ],
    [
      'a service account',
      { 'impersonate-user': 'system:serviceaccount:ns:robot' },
      {
        username: 'system:serviceaccount:ns:robot',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:ns', 'system:authenticated'],
      },
    ],
    [
      'a service account with groups',
      { 'impersonate-user': 'system:serviceaccount:ns:robot', 'impersonate-group': 'g' },
      { username: 'system:serviceaccount:ns:robot', groups: ['g', 'system:authenticated'] },
    ],
    [
      'anonymous',
      { 'impersonate-user': 'system:anonymous' },
      { username: 'system:anonymous', groups: ['system:unauthenticated'] },
    ],
    [
      'a member of authenticated',
      { 'impersonate-user': 'jane', 'impersonate-group': 'system:authenticated' },
      { username: 'jane', groups: ['system:authenticated'] },
    ],
  ])('as %s', async (_who, headers, expected) => {
    expect(await act(ADMIN, headers)).toEqual(expected);
  });
});

test('1.21 knows no uid', async () => {
  const headers = { 'impersonate-user': 'jane', 'impersonate-uid': 'u' };
  expect(await serverOf('1.21')(ADMIN, headers)).toEqual({ username: 'jane', groups: ['system:authenticated'] });
});

describe('headers without a user', () => {
  const prefix = 'Internal Server Error: "/api/v1/namespaces": requested';

  test.each<[Headers, string]>([
    [{ 'impersonate-group': 'qa' }, '[{Group  qa    }]'],
    [{ 'impersonate-group': '<a&b>' }, '[{Group  &lt;a&amp;b&gt;    }]'],
    [
      { 'impersonate-uid': 'u', 'impersonate-extra-b': ['c', 'd'] },
      '[{UserExtra  c  authentication.k8s.io/v1  b} {UserExtra  d  authentication.k8s.io/v1  b} {UID  u  authentication.k8s.io/v1  }]',
    ],
  ])('%j: a text in 1.24', async (headers, shown) => {
    const error = await refusal(serverOf('1.24')(BOB, headers));
    expect(error.code).toBe(500);
    expect(error.plainText).toBe(`${prefix} ${shown} without impersonating a user\n`);
  });

  test('a Status since 1.35', async () => {
    const { status } = await refusal(serverOf('1.35')(BOB, { 'impersonate-group': 'qa' }));
    expect(status).toMatchObject({
      code: 400,
      reason: 'BadRequest',
      message: 'requested [{Group  qa    }] without impersonating a user',
    });
  });

  test.each<[Headers, string]>([
    [{ 'impersonate-uid': 'u-1' }, 'UID:"u-1", Groups:[]string(nil), Extra:map[string][]string(nil)'],
    [{ 'impersonate-group': 'qa' }, 'UID:"", Groups:[]string{"qa"}, Extra:map[string][]string(nil)'],
    [
      { 'impersonate-uid': 'u', 'impersonate-extra-b': ['c', 'd'], 'impersonate-extra-a%2f': 'c' },
      'UID:"u", Groups:[]string(nil), Extra:map[string][]string{"a/":[]string{"c"}, "b":[]string{"c", "d"}}',
    ],
  ])('%j: the user in 1.37', async (headers, shown) => {
    const { status } = await refusal(serverOf('1.37')(BOB, headers));
    expect(status).toMatchObject({
      code: 400,
      message: `requested &user.DefaultInfo{Name:"", ${shown}} without impersonating a user name`,
    });
  });
});

describe('without the right', () => {
  test.each<[string, string, string, string]>([
    [
      '1.24',
      'jane',
      '/foo',
      'users "jane" is forbidden: User "bob" cannot impersonate resource "users" in API group "" at the cluster scope',
    ],
    [
      '1.24',
      'system:serviceaccount:default:x',
      '/foo',
      'serviceaccounts "x" is forbidden: User "bob" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "default"',
    ],
    [
      '1.37',
      'jane',
      '/api/v1/namespaces',
      'namespaces is forbidden: User "bob" cannot impersonate-on:user-info:list resource "namespaces" in API group "" at the cluster scope',
    ],
    ['1.37', 'jane', '/foo', 'forbidden: User "bob" cannot impersonate-on:user-info:get path "/foo"'],
    [
      '1.37',
      'system:serviceaccount:default:x',
      '/foo',
      'forbidden: User "bob" cannot impersonate-on:serviceaccount:get path "/foo"',
    ],
    ['1.37', 'system:node:n1', '/foo', 'forbidden: User "bob" cannot impersonate-on:arbitrary-node:get path "/foo"'],
  ])('%s: as %s on %s', async (version, name, path, message) => {
    const { status } = await refusal(serverOf(version)(BOB, { 'impersonate-user': name }, path));
    expect(status).toMatchObject({ code: 403, reason: 'Forbidden', message });
  });
});

describe('by the verb impersonate', () => {
  const mayBeJane = (version: string) => {
    const roles = new FakeRoles();
    const act = serverOf(version, roles);
    const authentication = { apiGroups: ['authentication.k8s.io'] };
    roles.clusterRole(
      'imp',
      rule('impersonate', 'users', { resourceNames: ['jane'] }),
      rule('impersonate', 'groups', { resourceNames: ['a'] }),
      rule('impersonate', 'userextras/scopes', { ...authentication, resourceNames: ['view'] }),
      rule('impersonate', 'uids', { ...authentication, resourceNames: ['u-1'] }),
    );
    roles.bind('', 'imp', 'ClusterRole/imp', user('bob'));
    return act;
  };
  const who = 'User "bob" cannot impersonate resource';

  test.each(['1.24', '1.37'])('what is not granted is told one by one in %s', async (version) => {
    const act = mayBeJane(version);
    const jane = { 'impersonate-user': 'jane' };
    expect((await act(BOB, jane))?.username).toBe('jane');
    expect((await act(BOB, { ...jane, 'impersonate-extra-scopes': 'view' }))?.extra).toEqual({ scopes: ['view'] });
    const message = async (headers: Headers) => (await refusal(act(BOB, headers))).message;
    expect(await message({ 'impersonate-user': 'joe' })).toBe(
      `users "joe" is forbidden: ${who} "users" in API group "" at the cluster scope`,
    );
    expect(await message({ ...jane, 'impersonate-group': ['a', 'b'] })).toBe(
      `groups "b" is forbidden: ${who} "groups" in API group "" at the cluster scope`,
    );
    expect(await message({ ...jane, 'impersonate-extra-scopes': 'edit' })).toBe(
      `userextras.authentication.k8s.io "edit" is forbidden: ${who} "userextras/scopes" in API group "authentication.k8s.io" at the cluster scope`,
    );
    expect(await message({ ...jane, 'impersonate-uid': 'u-2' })).toBe(
      `uids.authentication.k8s.io "u-2" is forbidden: ${who} "uids" in API group "authentication.k8s.io" at the cluster scope`,
    );
  });
});

describe('constrained impersonation', () => {
  const authentication = { apiGroups: ['authentication.k8s.io'] };

  test('for one verb on one resource', async () => {
    const roles = new FakeRoles();
    const act = serverOf('1.37', roles);
    roles.clusterRole(
      'imp',
      rule('impersonate:user-info', 'users', authentication),
      rule('impersonate-on:user-info:list', 'namespaces'),
    );
    roles.bind('', 'imp', 'ClusterRole/imp', user('bob'));
    expect((await act(BOB, { 'impersonate-user': 'jane' }))?.username).toBe('jane');
    const elsewhere = await refusal(act(BOB, { 'impersonate-user': 'jane' }, '/api/v1/pods'));
    expect(elsewhere.message).toContain('cannot impersonate-on:user-info:list resource "pods"');
    const masters = await refusal(act(BOB, { 'impersonate-user': 'jane', 'impersonate-group': 'system:masters' }));
    expect(masters.message).toBe(
      'groups.authentication.k8s.io "system:masters" is forbidden: User "bob" cannot impersonate:user-info resource "groups" in API group "authentication.k8s.io" at the cluster scope: impersonating the system:masters group is not allowed',
    );
  });

  test('of the node that a token is bound to', async () => {
    const roles = new FakeRoles();
    const act = serverOf('1.37', roles);
    const agent: UserInfo = {
      username: 'system:serviceaccount:ns:agent',
      groups: [],
      extra: { 'authentication.kubernetes.io/node-name': ['n1'] },
    };
    roles.clusterRole(
      'imp',
      rule('impersonate:associated-node', 'nodes', authentication),
      rule('impersonate-on:associated-node:list', 'namespaces'),
    );
    roles.bind('', 'imp', 'ClusterRole/imp', user(agent.username));
    expect(await act(agent, { 'impersonate-user': 'system:node:n1' })).toEqual({
      username: 'system:node:n1',
      groups: ['system:nodes', 'system:authenticated'],
    });
    const other = await refusal(act(agent, { 'impersonate-user': 'system:node:n2' }));
    expect(other.message).toContain('cannot impersonate-on:arbitrary-node:list resource "namespaces"');
  });
});
