/** Roles and bindings, findable by subject: what a decision reads instead of scanning every binding. */
import { type KubeObject, type WatchEventType } from '../apis/meta/v1.js';
import { type BoundUser, serviceAccountUsername, subjectOf } from '../apis/rbac/subjects.js';
import { type PolicyRule, type Role, type RoleBinding, type RoleRef, type Subject } from '../apis/rbac/v1.js';

export type RoleResource = 'roles' | 'clusterroles' | 'rolebindings' | 'clusterrolebindings';

export type RoleListener = (type: WatchEventType, resource: RoleResource, object: KubeObject) => void;

/** Where roles and bindings come from. */
export interface RoleSource {
  /** Calls back with an ADDED for every object there is, then with every change; in order, nothing twice. */
  follow(listener: RoleListener): void;
}

/** The bindings of one scope (a namespace, or the cluster) by subject; a subject's bindings in order of appearance. */
type Scope = Map<string, Map<string, RoleBinding>>;

export class RoleIndex {
  readonly #rules = new Map<string, readonly PolicyRule[]>();
  readonly #bindings = new Map<string, RoleBinding>();
  readonly #scopes = new Map<string, Scope>();

  constructor(source: RoleSource) {
    source.follow((type, resource, object) => {
      if (resource === 'roles' || resource === 'clusterroles') this.#putRole(type, object);
      else this.#putBinding(type, object as RoleBinding);
    });
  }

  /** The bindings that name the user, those of the cluster first, each with the first subject that does. */
  *bindingsOf(user: BoundUser, namespace: string): Generator<{ binding: RoleBinding; subject: Subject }> {
    for (const scope of namespace === '' ? [''] : ['', namespace]) {
      const bySubject = this.#scopes.get(scope);
      if (bySubject === undefined) continue;
      const seen = new Set<RoleBinding>();
      for (const key of subjectKeys(user)) {
        for (const binding of bySubject.get(key)?.values() ?? []) {
          if (seen.has(binding)) continue;
          seen.add(binding);
          const subject = subjectOf(user, binding);
          if (subject !== undefined) yield { binding, subject };
        }
      }
    }
  }

  /** Undefined: no such role. `namespace`: the binding's. */
  rulesOf(ref: RoleRef, namespace: string): readonly PolicyRule[] | undefined {
    return this.#rules.get(roleKey(ref.kind === 'ClusterRole' ? '' : namespace, ref.name));
  }

  #putRole(type: WatchEventType, { metadata, rules }: Role): void {
    const key = roleKey(metadata.namespace ?? '', metadata.name ?? '');
    if (type === 'DELETED') this.#rules.delete(key);
    else this.#rules.set(key, rules ?? []);
  }

  #putBinding(type: WatchEventType, binding: RoleBinding): void {
    const namespace = binding.metadata.namespace ?? '';
    const key = roleKey(namespace, binding.metadata.name ?? '');
    const before = this.#bindings.get(key);
    const scope = this.#scope(namespace);
    const gone = new Set(before === undefined ? [] : bindingKeys(before));
    if (type === 'DELETED') {
      this.#bindings.delete(key);
    } else {
      this.#bindings.set(key, binding);
      for (const subject of bindingKeys(binding)) {
        gone.delete(subject);
        const known = scope.get(subject);
        if (known === undefined) scope.set(subject, new Map([[key, binding]]));
        else known.set(key, binding);
      }
    }
    for (const subject of gone) {
      const known = scope.get(subject);
      known?.delete(key);
      if (known?.size === 0) scope.delete(subject);
    }
    if (scope.size === 0) this.#scopes.delete(namespace);
  }

  #scope(namespace: string): Scope {
    const known = this.#scopes.get(namespace);
    if (known !== undefined) return known;
    const scope: Scope = new Map();
    this.#scopes.set(namespace, scope);
    return scope;
  }
}

function roleKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

function subjectKeys(user: BoundUser): string[] {
  return [`User ${user.username}`, ...(user.groups ?? []).map((group) => `Group ${group}`)];
}

function bindingKeys(binding: RoleBinding): string[] {
  return (binding.subjects ?? []).flatMap((subject) => {
    switch (subject.kind) {
      case 'User':
      case 'Group':
        return [`${subject.kind} ${subject.name}`];
      case 'ServiceAccount': {
        const username = serviceAccountUsername(subject, binding.metadata.namespace ?? '');
        return username === undefined ? [] : [`User ${username}`];
      }
      default:
        return [];
    }
  });
}
