/** What a group and version has, in discovery's words. Source: k8s.io/apiserver/pkg/endpoints/installer.go, discovery/storageversionhash.go. */
import { createHash } from 'node:crypto';
import { type Features } from '../features/features.js';
import { type AnyKind, type Subresource } from '../registry/rest.js';
import { servedSubresources } from '../registry/served-subresources.js';

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

/** The resources of these kinds in one of their versions, each before its subresources, and in order of name. */
export function apiResources(kinds: readonly AnyKind[], version: string, features: Features): APIResource[] {
  return kinds
    .toSorted((a, b) => (a.resource < b.resource ? -1 : 1))
    .flatMap((kind) => {
      const lacks = kind.versions.find((each) => each.version === version)?.lacksSubresources;
      const subresources = servedSubresources(kind, features)
        .filter(([name]) => lacks?.includes(name) !== true)
        .map(([name, subresource]) => apiSubresource(kind, version, name, subresource));
      if (kind.custom !== true) subresources.sort((a, b) => (a.name < b.name ? -1 : 1));
      return [apiResource(kind, features), ...subresources];
    });
}

function apiResource(kind: AnyKind, features: Features): APIResource {
  const { resource, singular, namespaced, shortNames = [], categories = [] } = kind;
  return {
    name: resource,
    singularName: kind.custom === true || features.behaviours.discoverySingularNames ? singular : '',
    namespaced,
    kind: kind.kind,
    verbs: verbsOf(kind),
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(isPersisted(kind) ? { storageVersionHash: storageVersionHash(kind) } : {}),
  };
}

// What can only be read is made up as it is read.
function isPersisted({ strategy, verbs, custom = false, storageVersion }: AnyKind): boolean {
  // A version that custom objects are stored in and that is not served has no hash.
  if (custom && storageVersion === undefined) return false;
  return strategy !== undefined && verbs?.includes('update') !== false;
}

/** As the controller of custom resources lists them. */
const CUSTOM_VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const TERMINATING_VERBS = ['delete', 'deletecollection', 'get', 'list', 'watch'];

function verbsOf({
  verbs,
  strategy,
  withoutDeleteCollection = false,
  custom = false,
  terminating = false,
}: AnyKind): readonly string[] {
  if (verbs !== undefined) return verbs;
  if (custom) return terminating ? TERMINATING_VERBS : CUSTOM_VERBS;
  if (strategy === undefined) return ['create'];
  const collection = withoutDeleteCollection ? [] : ['deletecollection'];
  return ['create', 'delete', ...collection, 'get', 'list', 'patch', 'update', 'watch'];
}

function apiSubresource(kind: AnyKind, version: string, name: string, subresource: Subresource): APIResource {
  const own = subresource.type === 'virtual' || subresource.type === 'view' ? subresource : undefined;
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
function storageVersionHash({ group: own, versions, kind, storageVersion }: AnyKind): string {
  const { group, version } = storageVersion ?? { group: own, version: versions[0]?.version ?? '' };
  const text = `${group}/${version}/${kind}`;
  return createHash('sha256').update(text).digest().subarray(0, 8).toString('base64');
}
