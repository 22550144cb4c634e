/** What a group and version has, in discovery's words. Source: k8s.io/apiserver/pkg/endpoints/installer.go, discovery/storageversionhash.go. */
import { createHash } from 'node:crypto';
import { groupVersion } from '../apis/meta/v1.js';
import { type Features } from '../features/features.js';
import { type AnyKind, type ServedVersion, type Subresource } from '../registry/rest.js';

/** meta/v1's APIResource; the members in Go's order. */
export interface APIResource {
  name: string;
  singularName: string;
  namespaced: boolean;
  group?: string;
  version?: string;
  kind: string;
  verbs: readonly string[];
  shortNames?: readonly string[];
  categories?: readonly string[];
  storageVersionHash?: string;
}

/** The resources of a group and version, and their subresources, sorted by name. */
export function apiResources(
  kinds: readonly AnyKind[],
  group: string,
  version: string,
  features: Features,
): APIResource[] {
  return kinds
    .filter((kind) => kind.group === group && servedVersions(kind, features).some((v) => v.version === version))
    .flatMap((kind) => [
      apiResource(kind, features),
      ...Object.entries(kind.subresources ?? {})
        .filter(([, subresource]) => subresource.served?.(features) ?? true)
        .map(([name, subresource]) => apiSubresource(kind, version, name, subresource)),
    ])
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The kind's versions that are served, the preferred one first. */
export function servedVersions(kind: AnyKind, features: Features): ServedVersion[] {
  return kind.versions.filter((version) => version.served(features));
}

function apiResource(kind: AnyKind, features: Features): APIResource {
  const { resource, singular, namespaced, shortNames = [], categories = [] } = kind;
  return {
    name: resource,
    singularName: features.behaviours.discoverySingularNames ? singular : '',
    namespaced,
    kind: kind.kind,
    verbs: verbsOf(kind),
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(kind.strategy === undefined ? {} : { storageVersionHash: storageVersionHash(kind) }),
  };
}

function verbsOf({ strategy, withoutDeleteCollection = false }: AnyKind): readonly string[] {
  if (strategy === undefined) return ['create'];
  const collection = withoutDeleteCollection ? [] : ['deletecollection'];
  return ['create', 'delete', ...collection, 'get', 'list', 'patch', 'update', 'watch'];
}

function apiSubresource(kind: AnyKind, version: string, name: string, subresource: Subresource): APIResource {
  const own = subresource.type === 'virtual' ? subresource : undefined;
  const foreign = own !== undefined && (own.group !== kind.group || own.version !== version);
  return {
    name: `${kind.resource}/${name}`,
    singularName: '',
    namespaced: kind.namespaced,
    ...(foreign ? { group: own.group, version: own.version } : {}),
    kind: subresource.type === 'stored' ? kind.kind : (subresource.kind ?? kind.kind),
    verbs: subresource.type === 'virtual' ? ['create'] : [...subresource.verbs].sort(),
  };
}

// Kinds are stored in their newest version.
function storageVersionHash({ group, versions, kind }: AnyKind): string {
  const text = `${group}/${versions[0]?.version ?? ''}/${kind}`;
  return createHash('sha256').update(text).digest().subarray(0, 8).toString('base64');
}

/** All groups and versions that are served: `v1`, `rbac.authorization.k8s.io/v1`. */
export function servedGroupVersions(kinds: readonly AnyKind[], features: Features): Set<string> {
  return new Set(
    kinds.flatMap((kind) => servedVersions(kind, features).map(({ version }) => groupVersion(kind.group, version))),
  );
}
