import { beforeEach, describe, expect, test } from 'vitest';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { type PolicyRule, RBAC_GROUP, type RoleBinding } from '../../../src/apis/rbac/v1.js';
import { clusterroles } from '../../../src/registry/rbac/clusterroles.js';
import { rolebindings } from '../../../src/registry/rbac/rolebindings.js';
import { roles } from '../../../src/registry/rbac/roles.js';
import { type AnyKind } from '../../../src/registry/rest.js';
import { rule, user } from '../authorization/role-source.js';
import { Cluster, refusal, userInfo } from './cluster.js';

const EVE = userInfo('eve');
const NOT_HELD = 'is attempting to grant RBAC permissions not currently held:';

function guardOf(kind: AnyKind, cluster: Cluster) {
  const guard = kind.guard?.(cluster.dependencies);
  if (guard === undefined) throw new Error(`${kind.kind} has no guard`);
  return guard;
}

const role = (name: string, ...rules: PolicyRule[]): KubeObject => ({ metadata: { name }, rules }) as KubeObject;

const binding = (name: string, to: string): RoleBinding => {
  const [kind = '', role = ''] = to.split('/');
  return { metadata: { name }, roleRef: { apiGroup: RBAC_GROUP, kind, name: role } };
};

describe('a user who writes roles', () => {
  let cluster: Cluster;
  beforeEach(() => {
    cluster = new Cluster('1.24');
    const rbac = { apiGroups: [RBAC_GROUP] };
    cluster.role(
      'ns',
      'boss',
      rule('get', 'pods'),
      rule('get,list', 'configmaps', { resourceNames: ['a', 'b'] }),
      rule('*', 'roles,rolebindings', rbac),
    );
    cluster.bind('ns', 'boss', 'Role/boss', user('eve'));
    cluster.role('ns', 'big', rule('*', 'secrets'));
    cluster.clusterRole('system:auth-delegator', {
      verbs: ['create'],
      apiGroups: ['authentication.k8s.io'],
      resources: ['tokenreviews'],
    });
  });

  test('with all verbs on roles escalates, as `*` holds escalate and bind', async () => {
    expect(
      await refusal(guardOf(roles, cluster).create(role('more', rule('delete', 'pods')), cluster.context(EVE))),
    ).toBe('');
  });
});

describe('a user who may create roles', () => {
  let cluster: Cluster;
  beforeEach(() => {
    cluster = new Cluster('1.24');
    cluster.role(
      'ns',
      'boss',
      rule('get', 'pods'),
      rule('get,list', 'configmaps', { resourceNames: ['a', 'b'] }),
      rule('create,update', 'roles,rolebindings', { apiGroups: [RBAC_GROUP] }),
    );
    cluster.bind('ns', 'boss', 'Role/boss', user('eve'));
    cluster.role('ns', 'big', rule('*', 'secrets'));
  });

  const create = (object: KubeObject, who = EVE) =>
    refusal(guardOf(roles, cluster).create(object, cluster.context(who)));
  const bind = (object: KubeObject, who = EVE) =>
    refusal(guardOf(rolebindings, cluster).create(object, cluster.context(who)));

  test('grants what she has', async () => {
    expect(await create(role('same', rule('get', 'pods'), rule('get', 'configmaps', { resourceNames: ['b'] })))).toBe(
      '',
    );
  });

  test('not more verbs', async () => {
    expect(await create(role('more', rule('get,delete', 'pods')))).toBe(
      `roles.rbac.authorization.k8s.io "more" is forbidden: user "eve" (groups=["system:authenticated"]) ${NOT_HELD}\n{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}`,
    );
  });

  test('not other things; the list is sorted and compact', async () => {
    const who = userInfo('eve', 'g1', 'g2');
    const more = role(
      'more',
      rule('*', '*', { apiGroups: ['apps'] }),
      rule('get', 'secrets'),
      rule('get', 'configmaps', { resourceNames: ['a', 'c'] }),
    );
    expect(await create(more, who)).toBe(
      `roles.rbac.authorization.k8s.io "more" is forbidden: user "eve" (groups=["g1" "g2" "system:authenticated"]) ${NOT_HELD}\n` +
        '{APIGroups:[""], Resources:["configmaps"], ResourceNames:["c"], Verbs:["get"]}\n' +
        '{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}\n' +
        '{APIGroups:["apps"], Resources:["*"], Verbs:["*"]}',
    );
  });

  test('nor by an update, unless only finalizers or owners change', async () => {
    const old = role('big', rule('*', 'secrets'));
    const guard = guardOf(roles, cluster);
    const context = cluster.context(EVE, 'ns', 'big');
    expect(await refusal(guard.update(role('big', rule('*', '*')), old, context))).toContain(NOT_HELD);
    const freed = { ...old, metadata: { ...old.metadata, finalizers: ['a/b'] } };
    expect(await refusal(guard.update(freed, old, context))).toBe('');
  });

  test('may not bind what she has not', async () => {
    expect(await bind(binding('big', 'Role/big'))).toBe(
      `rolebindings.rbac.authorization.k8s.io "big" is forbidden: user "eve" (groups=["system:authenticated"]) ${NOT_HELD}\n{APIGroups:[""], Resources:["secrets"], Verbs:["*"]}`,
    );
  });

  test('binds her own', async () => {
    expect(await bind(binding('own', 'Role/boss'))).toBe('');
  });

  test('binds a role she has the verb bind on', async () => {
    cluster.role('ns', 'binder', rule('bind', 'roles', { apiGroups: [RBAC_GROUP], resourceNames: ['big'] }));
    cluster.bind('ns', 'binder', 'Role/binder', user('eve'));
    expect(await bind(binding('big', 'Role/big'))).toBe('');
  });

  test('is told of roles that cannot be resolved', async () => {
    cluster.bind('ns', 'd1', 'Role/none', user('eve'));
    cluster.bind('', 'd2', 'ClusterRole/nonec', user('eve'));
    expect(await bind(binding('big', 'Role/big'))).toContain(
      '; resolution errors: [[clusterroles.rbac.authorization.k8s.io "nonec" not found, roles.rbac.authorization.k8s.io "none" not found]]',
    );
  });

  test('of a kind that is none', async () => {
    expect(await bind(binding('b', 'Thing/none'))).toBe('unsupported role reference kind: "Thing"');
  });

  test('the verb escalate grants anything', async () => {
    cluster.role('ns', 'escalator', rule('escalate', 'roles', { apiGroups: [RBAC_GROUP] }));
    cluster.bind('ns', 'escalator', 'Role/escalator', user('fay'));
    expect(await create(role('anything', rule('*', '*')), userInfo('fay'))).toBe('');
  });

  test('masters grant anything', async () => {
    expect(await create(role('anything', rule('*', '*')), userInfo('root', 'system:masters'))).toBe('');
  });

  test('aggregation needs everything', async () => {
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] };
    const sum = { metadata: { name: 'sum' }, aggregationRule } as KubeObject;
    expect(await refusal(guardOf(clusterroles, cluster).create(sum, cluster.context(EVE, '')))).toBe(
      'clusterroles.rbac.authorization.k8s.io "sum" is forbidden: must have cluster-admin privileges to use the aggregationRule',
    );
  });
});

test.each([
  ['1.31', 'roles.rbac.authorization.k8s.io "none" not found'],
  ['1.32', 'rolebindings.rbac.authorization.k8s.io "none" not found'],
])('a role that does not exist in %s', async (version, message) => {
  const cluster = new Cluster(version);
  expect(await refusal(guardOf(rolebindings, cluster).create(binding('b', 'Role/none'), cluster.context(EVE)))).toBe(
    message,
  );
});
