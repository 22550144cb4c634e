import { beforeEach, describe, expect, test } from 'vitest';
import { type Authorizer, type ResourceAttributes } from '../../../src/authorization/authorizer.js';
import { type AuthorizationMode, createAuthorizer } from '../../../src/authorization/index.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { account, FakeRoles, group, rule, user } from './role-source.js';

const nodeObjects = { follow: () => undefined };

function authorizerOf(
  version: string,
  roles: FakeRoles,
  ...modes: Exclude<AuthorizationMode, 'Webhook'>[]
): Authorizer {
  const features = resolveFeatures({ version, featureGates: undefined });
  return createAuthorizer(modes.length === 0 ? ['Node', 'RBAC'] : modes, { features, roles, nodeObjects });
}

function ask(username: string, what: string, more: Partial<ResourceAttributes> = {}): ResourceAttributes {
  const [verb = '', resource = '', subresource = ''] = what.split(/[ /]/);
  return {
    resourceRequest: true,
    user: { username, groups: ['system:authenticated'] },
    verb,
    namespace: 'ns',
    apiGroup: '',
    apiVersion: 'v1',
    resource,
    subresource,
    name: '',
    ...more,
  };
}

describe('what RBAC allows', () => {
  let roles: FakeRoles;
  let authorizer: Authorizer;
  beforeEach(() => {
    roles = new FakeRoles();
    authorizer = authorizerOf('1.24', roles);
    roles.role(
      'ns',
      'one',
      rule('get,list', 'configmaps'),
      rule('create', 'serviceaccounts/token', { resourceNames: ['robot'] }),
    );
    roles.bind('ns', 'one', 'Role/one', user('ann'), group('team'));
  });

  test.each([
    ['a user', ask('ann', 'get configmaps'), 'RBAC: allowed by RoleBinding "one/ns" of Role "one" to User "ann"'],
    [
      'a group',
      { ...ask('x', 'list configmaps'), user: { username: 'x', groups: ['team'] } },
      'RBAC: allowed by RoleBinding "one/ns" of Role "one" to Group "team"',
    ],
    [
      'a subresource by name',
      ask('ann', 'create serviceaccounts/token', { name: 'robot' }),
      'RBAC: allowed by RoleBinding "one/ns" of Role "one" to User "ann"',
    ],
  ])('%s', async (_what, attributes, reason) => {
    expect(await authorizer.authorize(attributes)).toEqual({ decision: 'allow', reason });
  });

  test.each([
    ['another verb', ask('ann', 'delete configmaps')],
    ['another namespace', ask('ann', 'get configmaps', { namespace: 'default' })],
    ['all namespaces', ask('ann', 'list configmaps', { namespace: '' })],
    ['another name', ask('ann', 'create serviceaccounts/token', { name: 'x' })],
    ['the resource of a subresource', ask('ann', 'create serviceaccounts', { name: 'robot' })],
    ['another group', ask('ann', 'get configmaps', { apiGroup: 'apps' })],
    ['another user', ask('joe', 'get configmaps')],
  ])('not %s', async (_what, attributes) => {
    expect(await authorizer.authorize(attributes)).toEqual({ decision: 'noOpinion', reason: '' });
  });

  test('service accounts, with and without a namespace in the subject', async () => {
    roles.bind('ns', 'here', 'Role/one', account('robot'), account('far', 'other'));
    const robot = await authorizer.authorize(ask('system:serviceaccount:ns:robot', 'get configmaps'));
    expect(robot.reason).toBe('RBAC: allowed by RoleBinding "here/ns" of Role "one" to ServiceAccount "robot/ns"');
    const far = await authorizer.authorize(ask('system:serviceaccount:other:far', 'get configmaps'));
    expect(far.reason).toBe('RBAC: allowed by RoleBinding "here/ns" of Role "one" to ServiceAccount "far/other"');
    const near = await authorizer.authorize(ask('system:serviceaccount:ns:far', 'get configmaps'));
    expect(near.decision).toBe('noOpinion');
  });

  test('paths, by star below but not the path itself', async () => {
    roles.clusterRole('paths', { verbs: ['get'], nonResourceURLs: ['/logs/*', '/metrics'] });
    roles.bind('', 'paths', 'ClusterRole/paths', group('system:authenticated'));
    const path = (verb: string, text: string) =>
      authorizer.authorize({ resourceRequest: false, user: ask('bob', '').user, verb, path: text });
    expect(await path('get', '/logs/a/b')).toEqual({
      decision: 'allow',
      reason: 'RBAC: allowed by ClusterRoleBinding "paths" of ClusterRole "paths" to Group "system:authenticated"',
    });
    expect((await path('get', '/logs')).decision).toBe('noOpinion');
    expect((await path('post', '/metrics')).decision).toBe('noOpinion');
  });

  test('subresources by star', async () => {
    roles.role('ns', 'pods', rule('get', 'pods,*/status'));
    roles.bind('ns', 'pods', 'Role/pods', user('pat'));
    expect((await authorizer.authorize(ask('pat', 'get pods/status'))).decision).toBe('allow');
    expect((await authorizer.authorize(ask('pat', 'get pods/log'))).decision).toBe('noOpinion');
  });

  test('a binding that changes, and one that goes', async () => {
    const binding = roles.bind('ns', 'two', 'Role/one', user('joe'));
    expect((await authorizer.authorize(ask('joe', 'get configmaps'))).decision).toBe('allow');
    roles.put('rolebindings', { ...binding, subjects: [user('jim')] } as typeof binding, 'MODIFIED');
    expect((await authorizer.authorize(ask('joe', 'get configmaps'))).decision).toBe('noOpinion');
    expect((await authorizer.authorize(ask('jim', 'get configmaps'))).decision).toBe('allow');
    roles.put('rolebindings', binding, 'DELETED');
    expect((await authorizer.authorize(ask('jim', 'get configmaps'))).decision).toBe('noOpinion');
  });

  test('masters may do all, without a reason', async () => {
    const attributes = { ...ask('root', '* *'), user: { username: 'root', groups: ['system:masters'] } };
    expect(await authorizer.authorize(attributes)).toEqual({ decision: 'allow', reason: '' });
  });
});

describe('roles that do not exist', () => {
  const missing =
    'RBAC: [clusterrole.rbac.authorization.k8s.io "nonec" not found, role.rbac.authorization.k8s.io "none" not found]';

  test.each([
    ['1.24', missing],
    ['1.36', missing],
    ['1.37', `rbac: ${missing}`],
  ])('are told in %s', async (version, reason) => {
    const roles = new FakeRoles();
    const authorizer = authorizerOf(version, roles);
    roles.bind('', 'dang', 'ClusterRole/nonec', user('bob'));
    roles.bind('ns', 'dang', 'Role/none', user('bob'));
    expect(await authorizer.authorize(ask('bob', 'list secrets'))).toEqual({ decision: 'noOpinion', reason });
    expect((await authorizer.rulesFor({ username: 'bob' }, 'ns')).error).toBe(missing.slice('RBAC: '.length));
  });
});

test('rules of a user, cluster first, each binding once', async () => {
  const roles = new FakeRoles();
  const authorizer = authorizerOf('1.24', roles);
  roles.clusterRole('wide', rule('get', 'nodes'), { verbs: ['get'], nonResourceURLs: ['/version'] });
  roles.role('ns', 'near', rule('list', 'pods', { resourceNames: ['a'] }));
  roles.bind('ns', 'near', 'Role/near', user('ann'), group('team'));
  roles.bind('', 'wide', 'ClusterRole/wide', group('team'));
  expect(await authorizer.rulesFor({ username: 'ann', groups: ['team'] }, 'ns')).toEqual({
    resourceRules: [
      { verbs: ['get'], apiGroups: [''], resources: ['nodes'], resourceNames: [] },
      { verbs: ['list'], apiGroups: [''], resources: ['pods'], resourceNames: ['a'] },
    ],
    nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/version'] }],
    incomplete: false,
  });
});

describe('the other modes', () => {
  test('AlwaysAllow', async () => {
    const authorizer = authorizerOf('1.24', new FakeRoles(), 'AlwaysAllow');
    expect((await authorizer.authorize(ask('x', 'get pods'))).decision).toBe('allow');
    const rules = await authorizer.rulesFor({ username: 'x' }, 'ns');
    expect(rules.resourceRules).toHaveLength(1);
  });

  test.each([
    ['1.24', 'Everything is forbidden.'],
    ['1.37', 'alwaysdeny: Everything is forbidden.'],
  ])('AlwaysDeny in %s', async (version, reason) => {
    const authorizer = authorizerOf(version, new FakeRoles(), 'AlwaysDeny');
    expect(await authorizer.authorize(ask('x', 'get pods'))).toEqual({ decision: 'noOpinion', reason });
  });

  test('the order of the modes decides', async () => {
    const authorizer = authorizerOf('1.24', new FakeRoles(), 'AlwaysDeny', 'AlwaysAllow');
    expect((await authorizer.authorize(ask('x', 'get pods'))).decision).toBe('allow');
  });
});

test('of many bindings of one group, a change is seen at once', async () => {
  const roles = new FakeRoles();
  const authorizer = authorizerOf('1.24', roles);
  for (let i = 0; i < 200; i++) {
    roles.role('ns', `role-${String(i)}`, rule('get', 'pods', { resourceNames: [`pod-${String(i)}`] }));
    roles.bind('ns', `binding-${String(i)}`, `Role/role-${String(i)}`, group('system:authenticated'));
  }
  const decide = async (name: string) => (await authorizer.authorize(ask('ann', 'get pods', { name }))).decision;
  for (let i = 0; i < 10; i++) expect(await decide('pod-200')).toBe('noOpinion');
  roles.role('ns', 'role-7', rule('get', 'pods', { resourceNames: ['pod-200'] }));
  for (let i = 0; i < 10; i++) expect(await decide('pod-200')).toBe('allow');
  for (let i = 0; i < 10; i++) expect(await decide('pod-7')).toBe('noOpinion');
});
