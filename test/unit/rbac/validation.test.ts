import { describe, expect, test } from 'vitest';
import { fieldErrorText } from '../../../src/apis/field/errors.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { RBAC_GROUP } from '../../../src/apis/rbac/v1.js';
import { clusterrolebindings } from '../../../src/registry/rbac/clusterrolebindings.js';
import { clusterroles } from '../../../src/registry/rbac/clusterroles.js';
import { rolebindings } from '../../../src/registry/rbac/rolebindings.js';
import { roles } from '../../../src/registry/rbac/roles.js';
import { type AnyKind, type StrategyContext } from '../../../src/registry/rest.js';
import { Cluster, userInfo } from './cluster.js';

/** Texts of the errors of a new object, or of a change. */
async function errorsOf(version: string, kind: AnyKind, body: object, old?: object): Promise<string[]> {
  const cluster = new Cluster(version);
  const context: StrategyContext = { ...cluster.context(userInfo('admin')), subresource: '' };
  const read = (fields: object): KubeObject => {
    const object: KubeObject = { metadata: { name: 'bad' }, ...structuredClone(fields) };
    kind.strategy?.default?.(object, cluster.features);
    return object;
  };
  const errors =
    old === undefined
      ? await kind.strategy?.validate?.(read(body), context)
      : await kind.strategy?.validateUpdate?.(read(body), read(old), context);
  return (errors ?? []).map(fieldErrorText);
}

const roleRef = { apiGroup: RBAC_GROUP, kind: 'Role', name: 'a' };
const user = { kind: 'User', name: 'u', apiGroup: RBAC_GROUP };

describe.each(['1.24', '1.37'])('in every version (%s)', (version) => {
  test.each<[string, AnyKind, object, string[]]>([
    ['without rules', roles, {}, []],
    [
      'a rule without resources',
      roles,
      { rules: [{ apiGroups: [''], verbs: ['get'] }] },
      ['rules[0].resources: Required value: resource rules must supply at least one resource'],
    ],
    [
      'a cluster rule of nothing',
      clusterroles,
      { rules: [{ verbs: ['get'] }] },
      [
        'rules[0].apiGroups: Required value: resource rules must supply at least one api group',
        'rules[0].resources: Required value: resource rules must supply at least one resource',
      ],
    ],
    [
      'an aggregation without selectors',
      clusterroles,
      { aggregationRule: {} },
      [
        'aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil',
      ],
    ],
    ['defaults', rolebindings, { roleRef: { kind: 'Role', name: 'a' }, subjects: [{ kind: 'User', name: 'u' }] }, []],
    [
      'a binding without a role',
      rolebindings,
      { subjects: [user] },
      ['roleRef.kind: Unsupported value: "": supported values: "Role", "ClusterRole"', 'roleRef.name: Required value'],
    ],
    [
      'a binding of a wrong group',
      rolebindings,
      { roleRef: { ...roleRef, apiGroup: 'x' } },
      ['roleRef.apiGroup: Unsupported value: "x": supported values: "rbac.authorization.k8s.io"'],
    ],
    [
      'an account without a namespace',
      rolebindings,
      { roleRef, subjects: [{ kind: 'ServiceAccount', name: 's' }] },
      [],
    ],
    [
      'an account with a group',
      rolebindings,
      { roleRef, subjects: [{ kind: 'ServiceAccount', name: 's', namespace: 'ns', apiGroup: RBAC_GROUP }] },
      ['subjects[0].apiGroup: Unsupported value: "rbac.authorization.k8s.io": supported values: ""'],
    ],
    [
      'a subject of a wrong kind',
      rolebindings,
      { roleRef, subjects: [{ kind: 'Robot', name: 'u' }] },
      ['subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"'],
    ],
    [
      'a cluster binding to a role',
      clusterrolebindings,
      { roleRef },
      ['roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"'],
    ],
  ])('%s', async (_what, kind, body, expected) => {
    expect(await errorsOf(version, kind, body)).toEqual(expected);
  });
});

describe('what changed', () => {
  test.each([
    ['1.36', 'rules[0].verbs: Required value: verbs must contain at least one value'],
    ['1.37', 'rules[0].verbs: Required value'],
  ])('a rule without verbs in %s', async (version, expected) => {
    expect(await errorsOf(version, roles, { rules: [{ apiGroups: [''], resources: ['pods'] }] })).toEqual([expected]);
  });

  test.each([
    ['1.33', '[]string{"/x"}'],
    ['1.34', '["/x"]'],
  ])('paths in a role in %s', async (version, shown) => {
    const rules = [{ nonResourceURLs: ['/x'], verbs: ['get'] }];
    expect(await errorsOf(version, roles, { rules })).toEqual([
      `rules[0].nonResourceURLs: Invalid value: ${shown}: namespaced rules cannot apply to non-resource URLs`,
    ]);
    const both = [{ ...rules[0], apiGroups: [''], resources: ['pods'] }];
    expect(await errorsOf(version, clusterroles, { rules: both })).toEqual([
      `rules[0].nonResourceURLs: Invalid value: ${shown}: rules cannot apply to both regular resources and non-resource URLs`,
    ]);
  });

  test.each([
    ['1.24', 'rbac.RoleRef{APIGroup:"rbac.authorization.k8s.io", Kind:"Role", Name:""}: cannot change roleRef'],
    ['1.37', '{"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":""}: field is immutable'],
  ])('the role of a binding cannot change in %s', async (version, shown) => {
    const errors = await errorsOf(version, rolebindings, { roleRef: { ...roleRef, name: '' } }, { roleRef });
    expect(errors).toEqual(['roleRef.name: Required value', `roleRef: Invalid value: ${shown}`]);
  });

  const kind = 'subjects[1].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"';
  test.each([
    [
      '1.24',
      [
        'roleRef.name: Required value',
        'subjects[0].namespace: Required value',
        'subjects[1].name: Required value',
        kind,
      ],
    ],
    [
      '1.37',
      [
        'subjects[0].namespace: Required value',
        kind,
        'subjects[1].name: Required value',
        'roleRef.name: Required value',
      ],
    ],
  ])('the order of errors in %s', async (version, expected) => {
    const body = { roleRef: { kind: 'Role', name: '' }, subjects: [{ kind: 'ServiceAccount', name: 'bob' }, {}] };
    expect(await errorsOf(version, clusterrolebindings, body)).toEqual([
      'roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"',
      ...expected,
    ]);
  });

  test.each([
    ['1.24', '"null"'],
    ['1.37', 'null'],
  ])('a bad selector in %s', async (version, shown) => {
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { 'a b': 'c' } }] };
    const errors = await errorsOf(version, clusterroles, { aggregationRule });
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatch(
      /^aggregationRule\.clusterRoleSelectors\[0\]\.matchLabels: Invalid value: "a b": name part must/,
    );
    expect(errors[1]).toBe(`aggregationRule.clusterRoleSelectors[0]: Invalid value: ${shown}: invalid label selector.`);
  });
});

test('defaults fill in groups', () => {
  const binding = { metadata: {}, roleRef: { kind: 'Role', name: 'a' }, subjects: [{ kind: 'Group', name: 'g' }] };
  rolebindings.strategy?.default?.(binding, new Cluster('1.24').features);
  expect(binding).toEqual({ metadata: {}, roleRef, subjects: [{ kind: 'Group', name: 'g', apiGroup: RBAC_GROUP }] });
});

test('tables name the role and, when wide, the subjects', () => {
  const binding = {
    metadata: { name: 'a' },
    roleRef,
    subjects: [user, { kind: 'User', name: 'v' }, { kind: 'ServiceAccount', name: 's', namespace: 'ns' }],
  };
  const { features } = new Cluster('1.24');
  const cells = (rolebindings.columns ?? []).map((column) => [
    column.name,
    column.priority,
    column.cell(binding, 0, features),
  ]);
  expect(cells).toEqual([
    ['Name', 0, 'a'],
    ['Role', 0, 'Role/a'],
    ['Age', 0, '<unknown>'],
    ['Users', 1, 'u, v'],
    ['Groups', 1, ''],
    ['ServiceAccounts', 1, 'ns/s'],
  ]);
});
