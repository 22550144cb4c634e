/**
 * The roles and bindings that a server makes at its first start.
 * Source: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/{policy,controller_policy,namespace_policy}.go.
 */
import { aggregatedRules } from '../../apis/rbac/aggregation.js';
import { type KubeObject, type ObjectMeta } from '../../apis/meta/v1.js';
import { type ClusterRole, type PolicyRule, RBAC_GROUP, type Role, type RoleBinding } from '../../apis/rbac/v1.js';
import { CLUSTER_ROLE_BINDINGS } from './cluster-role-bindings.js';
import { CLUSTER_ROLES } from './cluster-roles.js';
import { type BindingEntry, entriesOf, linesOf, parseRule, parseSubject, type RoleEntry } from './format.js';
import { ROLE_BINDINGS } from './role-bindings.js';
import { ROLES } from './roles.js';

/** Whole objects but for what a store fills in (uid, resourceVersion, times). */
export interface BootstrapPolicy {
  readonly clusterRoles: readonly ClusterRole[];
  readonly clusterRoleBindings: readonly RoleBinding[];
  /** Roles lie in the namespaces kube-system and kube-public, which must be there. */
  readonly roles: readonly Role[];
  readonly roleBindings: readonly RoleBinding[];
}

/** The policy of a minor (20 … 37), with the rules of aggregated cluster roles filled in. */
export function policyOf(minor: number): BootstrapPolicy {
  const clusterRoles = entriesOf(CLUSTER_ROLES, minor).map((entry) => clusterRole(entry, minor));
  for (const role of clusterRoles) fillAggregated(role, clusterRoles);
  return {
    clusterRoles,
    clusterRoleBindings: entriesOf(CLUSTER_ROLE_BINDINGS, minor).map((e) => binding('ClusterRoleBinding', e, minor)),
    roles: entriesOf(ROLES, minor).map((entry) => ({ ...base('Role', entry.name), rules: rulesOf(entry, minor) })),
    roleBindings: entriesOf(ROLE_BINDINGS, minor).map((entry) => binding('RoleBinding', entry, minor)),
  };
}

/** The rules of system:node, which the Node authorizer goes by as well. */
export function nodeRules(minor: number): readonly PolicyRule[] {
  return CLUSTER_ROLES.filter(({ name }) => name === 'system:node').flatMap((entry) => rulesOf(entry, minor));
}

const AGGREGATE = `${RBAC_GROUP}/aggregate-to-`;

function clusterRole(entry: RoleEntry, minor: number): ClusterRole {
  const role: ClusterRole = base('ClusterRole', entry.name);
  if (entry.into !== undefined) role.metadata.labels = { ...role.metadata.labels, [AGGREGATE + entry.into]: 'true' };
  if (entry.aggregates !== true) return { ...role, rules: rulesOf(entry, minor) };
  return {
    ...role,
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [AGGREGATE + entry.name]: 'true' } }] },
  };
}

// Depth first: admin takes in edit, which takes in view.
function fillAggregated(role: ClusterRole, all: readonly ClusterRole[]): void {
  if (role.aggregationRule === undefined || role.rules !== undefined) return;
  const label = AGGREGATE + (role.metadata.name ?? '');
  for (const part of all) if (part.metadata.labels?.[label] === 'true') fillAggregated(part, all);
  role.rules = aggregatedRules(role, all);
}

function binding(kind: string, { name, role, subjects }: BindingEntry, minor: number): RoleBinding {
  const [roleKind = '', roleName = ''] = role.split(' ');
  const bound = linesOf(subjects, minor).map(parseSubject);
  return {
    ...base(kind, name),
    roleRef: { apiGroup: RBAC_GROUP, kind: roleKind, name: roleName },
    ...(bound.length === 0 ? {} : { subjects: bound }),
  };
}

function rulesOf({ rules }: RoleEntry, minor: number): PolicyRule[] {
  return linesOf(rules, minor).map(parseRule);
}

function base(kind: string, qualifiedName: string): KubeObject {
  const slash = qualifiedName.indexOf('/');
  const metadata: ObjectMeta = {
    name: qualifiedName.slice(slash + 1),
    ...(slash < 0 ? {} : { namespace: qualifiedName.slice(0, slash) }),
    labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  };
  return { apiVersion: `${RBAC_GROUP}/v1`, kind, metadata };
}
