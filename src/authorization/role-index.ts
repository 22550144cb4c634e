/** Roles and bindings, findable by subject: what a decision reads instead of scanning every binding. */
import { type RuleRequest } from '../apis/rbac/evaluation.js';
import { type KubeObject, type WatchEventType } from '../apis/meta/v1.js';
import { type BoundUser, serviceAccountUsername } from '../apis/rbac/subjects.js';
import { type PolicyRule, type Role, type RoleBinding, type RoleRef } from '../apis/rbac/v1.js';
import { Candidates } from './candidates.js';

export type RoleResource = 'roles' | 'clusterroles' | 'rolebindings' | 'clusterrolebindings';

export type RoleListener = (type: WatchEventType, resource: RoleResource, object: KubeObject) => void;

/** Where roles and bindings come from. */
export interface RoleSource {
  /** Calls back with an ADDED for every object there is, then with every change; in order, nothing twice. */
  follow(listener: RoleListener): void;
}

/** A role that is there or that a binding waits for. */
interface RoleSlot {
  /** Undefined: no such role. */
  rules: readonly PolicyRule[] | undefined;
  bindings: number;
}

export interface BoundRole {
  readonly binding: RoleBinding;
  readonly role: Pick<RoleSlot, 'rules'>;
}

/** The bindings of one subject by name, in order of appearance. */
class Bound extends Map<string, BoundRole> {
  #candidates: Candidates<BoundRole> | undefined;
  #asked = 0;
  #change = 0;

  /** Those that may matter for the request; `change` counts what happened to roles and bindings so far. */
  for(request: RuleRequest, change: number): Iterable<BoundRole> {
    if (this.size < WORTH_AN_INDEX) return this.values();
    if (this.#change !== change) {
      this.#change = change;
      this.#asked = 0;
      this.#candidates = undefined;
    }
    if (++this.#asked >= ASKED_BEFORE_AN_INDEX) this.#candidates ??= new Candidates(this.values());
    return this.#candidates?.for(request) ?? this.values();
  }
}

const WORTH_AN_INDEX = 64;
/** Between changes that come one by one, an index would cost more than it spares. */
const ASKED_BEFORE_AN_INDEX = 4;

/** The bindings of a namespace, or of the cluster. Service accounts are users. */
interface Scope {
  readonly users: Map<string, Bound>;
  readonly groups: Map<string, Bound>;
}

export class RoleIndex {
  readonly #roles = new Map<string, RoleSlot>();
  readonly #bindings = new Map<string, BoundRole>();
  readonly #scopes = new Map<string, Scope>();
  #changes = 0;

  constructor(source: RoleSource) {
    source.follow((type, resource, object) => {
      this.#changes++;
      if (resource === 'roles' || resource === 'clusterroles') this.#putRole(type, object);
      else this.#putBinding(type, object as RoleBinding);
    });
  }

  /**
   * Calls back with each binding that names the user, those of the cluster first, until `visit` returns false. A binding that
   * names him more than once may come as often. With a request, those whose rules cannot allow it may be left out.
   */
  visit(
    { username, groups = [] }: BoundUser,
    namespace: string,
    visit: (bound: BoundRole) => boolean,
    request?: RuleRequest,
  ): void {
    const visitAll = (bound: Bound | undefined): boolean => {
      if (bound === undefined) return true;
      for (const each of request === undefined ? bound.values() : bound.for(request, this.#changes)) {
        if (!visit(each)) return false;
      }
      return true;
    };
    for (let first = 0; first < (namespace === '' ? 1 : 2); first++) {
      const scope = this.#scopes.get(first === 0 ? '' : namespace);
      if (scope === undefined) continue;
      if (!visitAll(scope.users.get(username))) return;
      for (const group of groups) if (!visitAll(scope.groups.get(group))) return;
    }
  }

  #putRole(type: WatchEventType, { metadata, rules }: Role): void {
    const key = keyOf(metadata.namespace, metadata.name);
    const slot = this.#slot(key);
    slot.rules = type === 'DELETED' ? undefined : (rules ?? []);
    this.#forgetIfUnused(key, slot);
  }

  #putBinding(type: WatchEventType, binding: RoleBinding): void {
    const { namespace = '', name } = binding.metadata;
    const key = keyOf(namespace, name);
    const scope = this.#scope(namespace);
    const before = this.#bindings.get(key);
    const role = roleKey(binding.roleRef, namespace);
    const bound = { binding, role: this.#slot(role) };
    // What stays keeps its place among the subject's bindings.
    const gone = new Set(before === undefined ? [] : placesOf(before.binding, scope));
    if (type === 'DELETED') {
      this.#bindings.delete(key);
    } else {
      this.#bindings.set(key, bound);
      bound.role.bindings++;
      for (const place of placesOf(binding, scope)) {
        gone.delete(place);
        place.set(key, bound);
      }
    }
    for (const place of gone) place.delete(key);
    forgetEmpty(scope, before?.binding);
    if (scope.users.size + scope.groups.size === 0) this.#scopes.delete(namespace);
    if (before !== undefined) this.#release(roleKey(before.binding.roleRef, namespace));
    this.#forgetIfUnused(role, bound.role);
  }

  #release(key: string): void {
    const slot = this.#slot(key);
    slot.bindings--;
    this.#forgetIfUnused(key, slot);
  }

  #slot(key: string): RoleSlot {
    const known = this.#roles.get(key);
    if (known !== undefined) return known;
    const slot: RoleSlot = { rules: undefined, bindings: 0 };
    this.#roles.set(key, slot);
    return slot;
  }

  #forgetIfUnused(key: string, { rules, bindings }: RoleSlot): void {
    if (rules === undefined && bindings === 0) this.#roles.delete(key);
  }

  #scope(namespace: string): Scope {
    const known = this.#scopes.get(namespace);
    if (known !== undefined) return known;
    const scope: Scope = { users: new Map(), groups: new Map() };
    this.#scopes.set(namespace, scope);
    return scope;
  }
}

function keyOf(namespace = '', name = ''): string {
  return `${namespace}/${name}`;
}

function roleKey({ kind, name }: RoleRef, namespace: string): string {
  return keyOf(kind === 'ClusterRole' ? '' : namespace, name);
}

/** The subjects of a binding as users and groups. */
function* subjectsOf({ metadata, subjects = [] }: RoleBinding): Generator<readonly [keyof Scope, string]> {
  for (const subject of subjects) {
    if (subject.kind === 'User') yield ['users', subject.name];
    if (subject.kind === 'Group') yield ['groups', subject.name];
    const account =
      subject.kind === 'ServiceAccount' ? serviceAccountUsername(subject, metadata.namespace ?? '') : undefined;
    if (account !== undefined) yield ['users', account];
  }
}

function placesOf(binding: RoleBinding, scope: Scope): Bound[] {
  return [...subjectsOf(binding)].map(([kind, name]) => {
    const known = scope[kind].get(name);
    if (known !== undefined) return known;
    const bound = new Bound();
    scope[kind].set(name, bound);
    return bound;
  });
}

function forgetEmpty(scope: Scope, binding: RoleBinding | undefined): void {
  if (binding === undefined) return;
  for (const [kind, name] of subjectsOf(binding)) if (scope[kind].get(name)?.size === 0) scope[kind].delete(name);
}
