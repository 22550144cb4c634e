/** The documents of discovery. Source: k8s.io/apiserver/pkg/endpoints/discovery, k8s.io/kube-aggregator/pkg/apiserver. */
import { groupVersion } from '../apis/meta/v1.js';
import { type Features } from '../features/features.js';
import { type AnyKind } from '../registry/rest.js';
import { type AggregatedDiscovery, aggregatedDiscovery } from './aggregated.js';
import { apiGroups, type Group } from './groups.js';
import { type APIResource, apiResources } from './resources.js';

export interface APIVersions {
  kind: 'APIVersions';
  versions: string[];
  serverAddressByClientCIDRs: { clientCIDR: string; serverAddress: string }[];
}

export interface APIGroupList {
  kind: 'APIGroupList';
  apiVersion: 'v1';
  groups: readonly Group[];
}

export interface APIGroup extends Group {
  kind: 'APIGroup';
  apiVersion: 'v1';
}

export interface APIResourceList {
  kind: 'APIResourceList';
  /** Absent for the core group. */
  apiVersion?: 'v1';
  groupVersion: string;
  resources: readonly APIResource[];
}

/** `/api`. `serverAddress`: the `host:port` that clients reach the server at. */
export function apiVersions(serverAddress: string): APIVersions {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
  };
}

/** Discovery of one set of kinds; each part is made when it is first asked for. */
export class Discovery {
  readonly #kinds: ReadonlyMap<string, readonly AnyKind[]>;
  readonly #features: Features;
  readonly #lists = new Map<string, APIResourceList>();
  #groups: readonly Group[] | undefined;
  #core: AggregatedDiscovery | undefined;
  #aggregated: AggregatedDiscovery | undefined;

  constructor(kinds: readonly AnyKind[], features: Features) {
    this.#kinds = byGroupVersion(kinds, features);
    this.#features = features;
  }

  /** All groups but the core, in the order of discovery. */
  get groups(): readonly Group[] {
    return (this.#groups ??= apiGroups([...this.#kinds.keys()]));
  }

  /** `/apis`. */
  groupList(): APIGroupList {
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: this.groups };
  }

  /** `/apis/GROUP`. */
  group(name: string): APIGroup | undefined {
    const group = this.groups.find((candidate) => candidate.name === name);
    return group && { kind: 'APIGroup', apiVersion: 'v1', ...group };
  }

  /** `/api/v1` and `/apis/GROUP/VERSION`: by `v1`, `apps/v1`. */
  resources(name: string): APIResourceList | undefined {
    const kinds = this.#kinds.get(name);
    if (kinds === undefined) return undefined;
    let list = this.#lists.get(name);
    if (list === undefined) {
      const version = name.slice(name.indexOf('/') + 1);
      const resources = apiResources(kinds, version, this.#features);
      list = {
        kind: 'APIResourceList',
        ...(name.includes('/') ? { apiVersion: 'v1' as const } : {}),
        groupVersion: name,
        resources,
      };
      this.#lists.set(name, list);
    }
    return list;
  }

  /** True where all resources of `apps/v1` are custom ones. */
  isCustom(name: string): boolean {
    return this.#kinds.get(name)?.every((kind) => kind.custom === true) ?? false;
  }

  /** True where a group has versions that are built in: upstream's router answers for those below it that are not there. */
  hasRouter(group: string): boolean {
    return this.group(group)?.versions.some((version) => !this.isCustom(version.groupVersion)) ?? false;
  }

  /** `/api` in one document. */
  aggregatedCore(): AggregatedDiscovery {
    return (this.#core ??= this.#aggregate([{ name: '', versions: [{ groupVersion: 'v1', version: 'v1' }] }]));
  }

  /** `/apis` in one document. */
  aggregated(): AggregatedDiscovery {
    return (this.#aggregated ??= this.#aggregate(this.groups));
  }

  /** The paths of discovery, not sorted. */
  paths(): readonly string[] {
    const versions = [...this.#kinds.keys()].map(pathOf);
    return ['/api', '/apis', '/apis/', ...this.groups.map(({ name }) => `/apis/${name}`), ...versions];
  }

  #aggregate(groups: readonly Pick<Group, 'name' | 'versions'>[]): AggregatedDiscovery {
    const found = groups.map(({ name, versions }) => ({
      name,
      versions: versions.map(({ groupVersion: full, version }) => ({
        version,
        resources: this.resources(full)?.resources ?? [],
        custom: this.isCustom(full),
      })),
    }));
    return aggregatedDiscovery(found, this.#features);
  }
}

/** `/api/v1`, `/apis/rbac.authorization.k8s.io/v1`. */
export function pathOf(groupVersionName: string): string {
  return groupVersionName.includes('/') ? `/apis/${groupVersionName}` : `/api/${groupVersionName}`;
}

function byGroupVersion(kinds: readonly AnyKind[], features: Features): ReadonlyMap<string, readonly AnyKind[]> {
  const found = new Map<string, AnyKind[]>();
  for (const kind of kinds) {
    for (const version of kind.versions) {
      if (!version.served(features)) continue;
      const name = groupVersion(kind.group, version.version);
      const known = found.get(name);
      if (known === undefined) found.set(name, [kind]);
      else known.push(kind);
    }
  }
  return found;
}
