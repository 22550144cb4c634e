import { type KubeObject, type WatchEventType } from '../../../src/apis/meta/v1.js';
import { RBAC_GROUP, type PolicyRule, type RoleBinding, type Subject } from '../../../src/apis/rbac/v1.js';
import { type RoleListener, type RoleResource, type RoleSource } from '../../../src/authorization/index.js';

/** Roles and bindings in memory, changed by tests. */
export class FakeRoles implements RoleSource {
  readonly #listeners: RoleListener[] = [];

  follow(listener: RoleListener): void {
    this.#listeners.push(listener);
  }

  put(resource: RoleResource, object: KubeObject, type: WatchEventType = 'ADDED'): void {
    for (const listener of this.#listeners) listener(type, resource, object);
  }

  role(namespace: string, name: string, ...rules: PolicyRule[]): void {
    this.put('roles', { metadata: { namespace, name }, rules } as KubeObject);
  }

  clusterRole(name: string, ...rules: PolicyRule[]): void {
    this.put('clusterroles', { metadata: { name }, rules } as KubeObject);
  }

  bind(namespace: string, name: string, role: string, ...subjects: Subject[]): RoleBinding {
    const [kind = '', roleName = ''] = role.split('/');
    const binding: RoleBinding = {
      metadata: { name, ...(namespace === '' ? {} : { namespace }) },
      roleRef: { apiGroup: RBAC_GROUP, kind, name: roleName },
      subjects,
    };
    this.put(namespace === '' ? 'clusterrolebindings' : 'rolebindings', binding);
    return binding;
  }
}

export const user = (name: string): Subject => ({ kind: 'User', apiGroup: RBAC_GROUP, name });
export const group = (name: string): Subject => ({ kind: 'Group', apiGroup: RBAC_GROUP, name });
export const account = (name: string, namespace?: string): Subject => ({
  kind: 'ServiceAccount',
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

/** Rules on the core group. */
export const rule = (verbs: string, resources: string, more: Partial<PolicyRule> = {}): PolicyRule => ({
  verbs: verbs.split(','),
  apiGroups: [''],
  resources: resources.split(','),
  ...more,
});
