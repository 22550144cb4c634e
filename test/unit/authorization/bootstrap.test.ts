import { describe, expect, test } from 'vitest';
import { compactString } from '../../../src/apis/rbac/evaluation.js';
import { bootstrapPolicy } from '../../../src/authorization/index.js';
import { KNOWN_MINORS, resolveFeatures } from '../../../src/features/index.js';

const policy = (minor: number) =>
  bootstrapPolicy(resolveFeatures({ version: `1.${String(minor)}`, featureGates: undefined }));

async function clusterRole(minor: number, name: string) {
  const role = (await policy(minor)).clusterRoles.find(({ metadata }) => metadata.name === name);
  if (role === undefined) throw new Error(`no ${name} in 1.${String(minor)}`);
  return role;
}

describe('the bootstrap policy', () => {
  test.each([
    [20, 60, 41],
    [23, 62, 43],
    [24, 62, 43],
    [33, 66, 47],
    [37, 73, 54],
  ])('of 1.%i: %i cluster roles, %i cluster role bindings', async (minor, roles, bindings) => {
    const { clusterRoles, clusterRoleBindings, ...namespaced } = await policy(minor);
    expect(clusterRoles).toHaveLength(roles);
    expect(clusterRoleBindings).toHaveLength(bindings);
    expect(namespaced.roles).toHaveLength(7);
    expect(namespaced.roleBindings).toHaveLength(7);
  });

  test.each(KNOWN_MINORS)('of 1.%i binds roles that are there, and every role has rules', async (minor) => {
    const { clusterRoles, clusterRoleBindings, roles, roleBindings } = await policy(minor);
    const names = new Set([
      ...clusterRoles.map(({ metadata }) => `ClusterRole ${metadata.name ?? ''}`),
      ...roles.map(({ metadata }) => `Role ${metadata.namespace ?? ''}/${metadata.name ?? ''}`),
    ]);
    for (const { metadata, roleRef } of [...clusterRoleBindings, ...roleBindings]) {
      const namespace = roleRef.kind === 'Role' ? `${metadata.namespace ?? ''}/` : '';
      expect(names).toContain(`${roleRef.kind} ${namespace}${roleRef.name}`);
    }
    for (const { metadata, rules } of [...clusterRoles, ...roles]) {
      expect(rules, metadata.name).not.toHaveLength(0);
      for (const rule of rules ?? []) expect(rule.verbs.join('').replace(/[a-z*-]/g, '')).toBe('');
    }
  });

  test('labels and annotations as recorded', async () => {
    expect((await clusterRole(24, 'view')).metadata).toEqual({
      name: 'view',
      labels: {
        'kubernetes.io/bootstrapping': 'rbac-defaults',
        'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
      },
      annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
    });
  });

  test.each([
    [23, 22, 20, 10],
    [24, 25, 23, 10],
    [37, 29, 27, 12],
  ])('of 1.%i: admin has %i rules, edit %i, view %i', async (minor, admin, edit, view) => {
    for (const [name, count] of Object.entries({ admin, edit, view })) {
      expect((await clusterRole(minor, name)).rules, name).toHaveLength(count);
    }
  });

  test.each([
    [23, []],
    [24, ['{APIGroups:[""], Resources:["serviceaccounts/token"], Verbs:["create"]}']],
    [37, ['{APIGroups:[""], Resources:["serviceaccounts/token"], Verbs:["create"]}']],
  ])('of 1.%i: what admin may with tokens', async (minor, rules) => {
    const admin = (await clusterRole(minor, 'admin')).rules ?? [];
    expect(admin.filter(({ resources }) => resources?.includes('serviceaccounts/token')).map(compactString)).toEqual(
      rules,
    );
  });

  test('bindings as recorded', async () => {
    const { clusterRoleBindings } = await policy(37);
    const subjects = (name: string) => clusterRoleBindings.find(({ metadata }) => metadata.name === name)?.subjects;
    expect(subjects('system:public-info-viewer')).toEqual([
      { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:authenticated' },
      { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:unauthenticated' },
    ]);
    expect(subjects('system:controller:token-cleaner')).toBeUndefined();
    expect(subjects('system:kube-dns')).toEqual([
      { kind: 'ServiceAccount', name: 'kube-dns', namespace: 'kube-system' },
    ]);
    expect(subjects('system:node')).toBeUndefined();
  });
});
