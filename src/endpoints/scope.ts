/** A resource of one served version with what its handlers need: upstream's RequestScope. */
import { type Admission } from '../admission/index.js';
import { type GroupKind, type GroupResource, groupVersion, type KubeObject } from '../apis/meta/v1.js';
import { type Schemas } from '../apis/schema/schema.js';
import { type Authorizer } from '../authorization/authorizer.js';
import { type Clock } from '../clock/clock.js';
import { type Random } from '../clock/random.js';
import { type Features } from '../features/features.js';
import {
  type AnyKind,
  type ParentStore,
  type RegistryDependencies,
  type ServedVersion,
  type StoredSubresource,
  type UnavailableSubresource,
  type ViewSubresource,
  type VirtualStorage,
  type WriteGuard,
} from '../registry/rest.js';
import { servedSubresources } from '../registry/served-subresources.js';
import { type Store } from '../registry/store.js';

export interface ScopeEnvironment {
  readonly features: Features;
  readonly schemas: Schemas;
  readonly clock: Clock;
  readonly random: Random;
  readonly admission: Admission;
  /** Asked where a request turns out to be another one: an update that creates. */
  readonly authorizer: Authorizer;
}

export interface Scope extends ScopeEnvironment {
  readonly kind: AnyKind;
  readonly version: ServedVersion;
  /** Present for stored kinds. */
  readonly store?: Store;
  /** Present for virtual kinds. */
  readonly virtual?: VirtualStorage;
  /** Present for stored kinds that check more than admission does. */
  readonly guard?: WriteGuard;
  readonly subresources: ReadonlyMap<string, SubresourceScope>;
}

/** A virtual subresource decodes and answers with a kind of its own. */
export interface VirtualSubresourceScope {
  readonly type: 'virtual';
  readonly gvk: GroupKind & { readonly version: string };
  readonly schema: string;
  readonly accepts: Readonly<Record<string, string>>;
  readonly default: ((object: KubeObject) => void) | undefined;
  readonly storage: VirtualStorage;
}

export type SubresourceScope = StoredSubresource | ViewSubresource | UnavailableSubresource | VirtualSubresourceScope;

/** All scopes by group/version and resource. */
export class ScopeTable {
  readonly #scopes = new Map<string, Map<string, Scope>>();
  /** How many resources of how many versions each group has. */
  readonly #groups = new Map<string, number>();
  /** Groups that have built-in kinds. */
  readonly #builtin = new Set<string>();
  readonly #dependencies: RegistryDependencies;
  readonly #environment: ScopeEnvironment;

  constructor(
    kinds: readonly AnyKind[],
    storeOf: (kind: AnyKind) => Store | undefined,
    dependencies: RegistryDependencies,
    environment: ScopeEnvironment,
  ) {
    this.#dependencies = dependencies;
    this.#environment = environment;
    for (const kind of kinds) this.add(kind, () => storeOf(kind));
  }

  /** Serves a kind from now on; `storeOf` is asked about the versions that are served, with what each has of its own. */
  add(kind: AnyKind, storeOf: (version: ServedVersion, kind: AnyKind) => Store | undefined): void {
    const environment = this.#environment;
    const virtual = kind.virtual?.(this.#dependencies);
    const guard = kind.guard?.(this.#dependencies);
    for (const version of kind.versions) {
      if (!version.served(environment.features)) continue;
      const own = version.own === undefined ? kind : { ...kind, ...version.own };
      const store = storeOf(version, own);
      const subresources = openSubresources(own, store, this.#dependencies);
      const key = groupVersion(kind.group, version.version);
      const resources = this.#scopes.get(key) ?? new Map<string, Scope>();
      this.#scopes.set(key, resources);
      this.#groups.set(kind.group, (this.#groups.get(kind.group) ?? 0) + 1);
      if (kind.custom !== true) this.#builtin.add(kind.group);
      resources.set(kind.resource, {
        ...environment,
        kind: own,
        version,
        ...(store === undefined ? {} : { store }),
        ...(virtual === undefined ? {} : { virtual }),
        ...(guard === undefined ? {} : { guard }),
        subresources: subresourcesIn(version, subresources),
      });
    }
  }

  /** Serves a kind no more. */
  remove(kind: AnyKind): void {
    for (const { version } of kind.versions) {
      const key = groupVersion(kind.group, version);
      const resources = this.#scopes.get(key);
      const served = resources?.get(kind.resource)?.version;
      if (resources === undefined || served === undefined || !kind.versions.includes(served)) continue;
      resources.delete(kind.resource);
      if (resources.size === 0) this.#scopes.delete(key);
      const left = (this.#groups.get(kind.group) ?? 1) - 1;
      if (left === 0) this.#groups.delete(kind.group);
      else this.#groups.set(kind.group, left);
    }
  }

  servesGroup(group: string): boolean {
    return this.#groups.has(group);
  }

  /** True where upstream's router knows the group. */
  hasBuiltinKinds(group: string): boolean {
    return this.#builtin.has(group);
  }

  get(group: string, version: string, resource: string): Scope | undefined {
    return this.#scopes.get(groupVersion(group, version))?.get(resource);
  }

  /** The scope of a kind, as references name it. */
  ofKind(apiVersion: string, kind: string): Scope | undefined {
    for (const scope of this.#scopes.get(apiVersion)?.values() ?? []) if (scope.kind.kind === kind) return scope;
    return undefined;
  }

  /** The scope of a resource in its preferred version. */
  preferred({ group, resource }: GroupResource): Scope | undefined {
    for (const resources of this.#scopes.values()) {
      const scope = resources.get(resource);
      if (scope?.kind.group === group && scope.version === preferredVersion(scope.kind, scope.features)) return scope;
    }
    return undefined;
  }
}

/** The version that is stored: the first one served, in the kind's order; undefined where the Kubernetes version lacks it. */
export function preferredVersion(kind: AnyKind, features: Features): ServedVersion | undefined {
  const served = kind.versions.filter((version) => version.served(features));
  const wanted = kind.storedVersions?.flatMap((name) => served.find(({ version }) => version === name) ?? []);
  return wanted?.[0] ?? served[0];
}

function subresourcesIn(
  { lacksSubresources }: ServedVersion,
  all: ReadonlyMap<string, SubresourceScope>,
): ReadonlyMap<string, SubresourceScope> {
  if (lacksSubresources === undefined) return all;
  return new Map([...all].filter(([name]) => !lacksSubresources.includes(name)));
}

function openSubresources(
  kind: AnyKind,
  parents: ParentStore | undefined,
  dependencies: RegistryDependencies,
): ReadonlyMap<string, SubresourceScope> {
  const opened = new Map<string, SubresourceScope>();
  for (const [name, subresource] of servedSubresources(kind, dependencies.features)) {
    if (subresource.type !== 'virtual') opened.set(name, subresource);
    else if (parents !== undefined) {
      const { group, version, kind: subKind, schema, accepts = {} } = subresource;
      const storage = subresource.create(dependencies, parents);
      const gvk = { group, version, kind: subKind };
      opened.set(name, { type: 'virtual', gvk, schema, accepts, default: subresource.default, storage });
    }
  }
  return opened;
}
