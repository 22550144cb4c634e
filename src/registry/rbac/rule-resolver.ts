/** The rules that a user has by what is stored, for escalation checks. Source: pkg/registry/rbac/validation/rule.go. */
import { newNotFound, StatusError } from '../../apis/errors.js';
import { goQuote } from '../../apis/field/errors.js';
import { subjectOf } from '../../apis/rbac/subjects.js';
import { type PolicyRule, RBAC_GROUP, type Role, type RoleBinding, type RoleRef } from '../../apis/rbac/v1.js';
import { type UserInfo } from '../../authentication/authenticator.js';
import { type RegistryDependencies } from '../rest.js';

export class RuleResolver {
  readonly #dependencies: Pick<RegistryDependencies, 'getter' | 'features'>;
  readonly #requested: string;

  /** `requested`: the resource whose request is served. */
  constructor(requested: string, dependencies: Pick<RegistryDependencies, 'getter' | 'features'>) {
    this.#dependencies = dependencies;
    this.#requested = requested;
  }

  /** Throws a StatusError: 404 where there is no such role, 500 where the kind is none of a role's. */
  async rulesOf({ kind, name }: RoleRef, namespace: string): Promise<readonly PolicyRule[]> {
    if (kind !== 'Role' && kind !== 'ClusterRole') throw unsupported(kind);
    const resource = { group: RBAC_GROUP, resource: kind === 'Role' ? 'roles' : 'clusterroles' };
    const { getter, features } = this.#dependencies;
    const role = await getter.get<Role>(resource, kind === 'Role' ? namespace : '', name);
    if (role !== undefined) return role.rules ?? [];
    const named = features.behaviours.missingRoleNamedAfterRequest ? this.#requested : resource.resource;
    throw newNotFound({ group: RBAC_GROUP, resource: named }, name);
  }

  /** All that can be found, and the texts of what could not. */
  async rulesFor(user: UserInfo, namespace: string): Promise<{ rules: PolicyRule[]; errors: string[] }> {
    const { getter } = this.#dependencies;
    const everywhere = await getter.list<RoleBinding>({ group: RBAC_GROUP, resource: 'clusterrolebindings' }, '');
    const here =
      namespace === ''
        ? []
        : await getter.list<RoleBinding>({ group: RBAC_GROUP, resource: 'rolebindings' }, namespace);
    const rules: PolicyRule[] = [];
    const errors: string[] = [];
    for (const binding of [...everywhere, ...here]) {
      if (subjectOf(user, binding) === undefined) continue;
      try {
        rules.push(...(await this.rulesOf(binding.roleRef, binding.metadata.namespace ?? '')));
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        errors.push(error.message);
      }
    }
    return { rules, errors };
  }
}

function unsupported(kind: string): StatusError {
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `unsupported role reference kind: ${goQuote(kind)}`,
    code: 500,
  });
}
