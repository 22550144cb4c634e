/**
 * Nobody gives what he does not have. Sources: pkg/registry/rbac/escalation_check.go, pkg/registry/rbac/helpers.go,
 * pkg/registry/rbac/{role,clusterrole,rolebinding,clusterrolebinding}/policybased/storage.go.
 */
import { isDeepStrictEqual } from 'node:util';
import { aggregate } from '../../apis/aggregate.js';
import { newForbidden } from '../../apis/errors.js';
import { goQuote } from '../../apis/field/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { compactRules, uncovered } from '../../apis/rbac/covers.js';
import { compactString, quoteList } from '../../apis/rbac/evaluation.js';
import { type ClusterRole, type PolicyRule, RBAC_GROUP, type RoleBinding } from '../../apis/rbac/v1.js';
import { type UserInfo } from '../../authentication/authenticator.js';
import { SYSTEM_PRIVILEGED_GROUP } from '../../authorization/authorizer.js';
import { type RegistryDependencies, type RequestContext, type WriteGuard } from '../rest.js';
import { RuleResolver } from './rule-resolver.js';

type Dependencies = Pick<RegistryDependencies, 'authorizer' | 'getter' | 'features'>;

const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** Roles and cluster roles may hold what their writer holds, or anything where he has the verb `escalate`. */
export function roleGuard(resource: 'roles' | 'clusterroles', dependencies: Dependencies): WriteGuard<ClusterRole> {
  const resolver = new RuleResolver(resource, dependencies);
  const check = async (role: ClusterRole, old: ClusterRole | undefined, context: RequestContext): Promise<void> => {
    if (isMaster(context.user) || (await may('escalate', resource, context.name, context, dependencies))) return;
    if (old !== undefined && onlyCollectorFieldsChange(role, old)) return;
    const forbid = (text: string) => newForbidden({ group: RBAC_GROUP, resource }, role.metadata.name ?? '', text);
    const missing = await escalation(role.rules ?? [], resolver, context);
    if (missing !== undefined) throw forbid(missing);
    if (!aggregates(role) && (old === undefined || !aggregates(old))) return;
    if ((await escalation(EVERYTHING, resolver, context)) !== undefined) {
      throw forbid('must have cluster-admin privileges to use the aggregationRule');
    }
  };
  return {
    create: (role, context) => check(role, undefined, context),
    update: (role, old, context) => check(role, old, context),
  };
}

/** Bindings may give what their writer holds, or the roles that he has the verb `bind` on. */
export function bindingGuard(
  resource: 'rolebindings' | 'clusterrolebindings',
  dependencies: Dependencies,
): WriteGuard<RoleBinding> {
  const resolver = new RuleResolver(resource, dependencies);
  const check = async ({ metadata, roleRef }: RoleBinding, context: RequestContext): Promise<void> => {
    const roles = ROLES[roleRef.kind];
    if (roles !== undefined && (await may('bind', roles, roleRef.name, context, dependencies))) return;
    const rules = await resolver.rulesOf(roleRef, context.namespace);
    const missing = await escalation(rules, resolver, context);
    if (missing !== undefined) throw newForbidden({ group: RBAC_GROUP, resource }, metadata.name ?? '', missing);
  };
  return {
    create: async (binding, context) => {
      if (!isMaster(context.user)) await check(binding, context);
    },
    update: async (binding, old, context) => {
      if (!isMaster(context.user) && !onlyCollectorFieldsChange(binding, old)) await check(binding, context);
    },
  };
}

const ROLES: Readonly<Record<string, string>> = { Role: 'roles', ClusterRole: 'clusterroles' };

function isMaster({ groups }: UserInfo): boolean {
  return groups?.includes(SYSTEM_PRIVILEGED_GROUP) === true;
}

async function may(
  verb: string,
  resource: string,
  name: string,
  { user, namespace }: RequestContext,
  { authorizer }: Dependencies,
): Promise<boolean> {
  const { decision } = await authorizer.authorize({
    resourceRequest: true,
    user,
    verb,
    namespace,
    apiGroup: RBAC_GROUP,
    apiVersion: '*',
    resource,
    subresource: '',
    name,
  });
  return decision === 'allow';
}

/** Why the user may not give these rules; undefined: he may. */
async function escalation(
  rules: readonly PolicyRule[],
  resolver: RuleResolver,
  { user, namespace }: RequestContext,
): Promise<string | undefined> {
  const held = await resolver.rulesFor(user, namespace);
  const missing = uncovered(held.rules, rules);
  if (missing.length === 0) return undefined;
  const lines = [...new Set(compactRules(missing).map(compactString))].sort();
  const who = `user ${goQuote(user.username)} (groups=${quoteList(user.groups ?? [])})`;
  const failed = held.errors.length === 0 ? '' : `; resolution errors: [${aggregate(held.errors)}]`;
  return `${who} is attempting to grant RBAC permissions not currently held:\n${lines.join('\n')}${failed}`;
}

function aggregates({ aggregationRule }: ClusterRole): boolean {
  return (aggregationRule?.clusterRoleSelectors ?? []).length > 0;
}

// The garbage collector must be able to take away what keeps an object, whoever it is.
function onlyCollectorFieldsChange(object: KubeObject, old: KubeObject): boolean {
  return isDeepStrictEqual(withoutCollectorFields(object), withoutCollectorFields(old));
}

function withoutCollectorFields(object: KubeObject): KubeObject {
  const metadata = { ...object.metadata };
  delete metadata.ownerReferences;
  delete metadata.finalizers;
  delete metadata.selfLink;
  delete metadata.managedFields;
  return { ...object, metadata };
}
