/** Which kinds a version serves, as OpenAPI needs them: which definition is which group, version and kind. */
import { type GroupVersionKind } from '../apis/meta/v1.js';
import { type Features } from '../features/features.js';
import { type OpenAPIFacts } from './facts.js';
import { type AnyKind, type ServedVersion, type Subresource } from '../registry/rest.js';
import { servedSubresources } from '../registry/served-subresources.js';

export interface ServedKind {
  readonly kind: AnyKind;
  readonly version: ServedVersion;
  /** Of the resource itself: `get`, `list`, `watch` … */
  readonly verbs: ReadonlySet<string>;
  readonly subresources: readonly ServedSubresource[];
}

export interface ServedSubresource {
  readonly name: string;
  readonly verbs: readonly string[];
  /** What it takes and answers. */
  readonly gvk: GroupVersionKind;
  readonly schema: string;
  /** True where the request is handed on to a node, a pod or a service. */
  readonly connects: boolean;
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

export function servedKinds(kinds: readonly AnyKind[], features: Features): readonly ServedKind[] {
  return kinds.flatMap((kind) =>
    kind.versions
      .filter((version) => version.served(features))
      .map((version) => ({
        kind,
        version,
        verbs: verbsOf(kind),
        subresources: servedSubresources(kind, features)
          .filter(([name]) => version.lacksSubresources?.includes(name) !== true)
          .map(([name, subresource]) => servedSubresource(kind, version, name, subresource)),
      })),
  );
}

function verbsOf({ verbs, strategy, withoutDeleteCollection = false }: AnyKind): ReadonlySet<string> {
  const found = new Set(verbs ?? (strategy === undefined ? ['create'] : ALL_VERBS));
  if (withoutDeleteCollection) found.delete('deletecollection');
  return found;
}

function servedSubresource(
  { group, kind }: AnyKind,
  { version, schema }: ServedVersion,
  name: string,
  subresource: Subresource,
): ServedSubresource {
  const own = { name, connects: false, gvk: { group, version, kind }, schema };
  if (subresource.type === 'virtual') {
    return { ...own, verbs: ['create'], gvk: pick(subresource), schema: subresource.schema };
  }
  const verbs: readonly string[] = subresource.verbs;
  if (subresource.type === 'view') return { ...own, verbs, gvk: pick(subresource), schema: subresource.schema };
  if (subresource.type !== 'unavailable' || subresource.kind === undefined) return { ...own, verbs };
  const options = `${schema.slice(0, schema.lastIndexOf('.'))}.${subresource.kind}`;
  return { ...own, verbs, connects: true, gvk: { group, version, kind: subresource.kind }, schema: options };
}

function pick({ group, version, kind }: GroupVersionKind): GroupVersionKind {
  return { group, version, kind };
}

/** Definition name → what it is called on the wire. */
export function definitionKinds(
  served: readonly ServedKind[],
  facts: Pick<OpenAPIFacts, 'groupVersions' | 'statusVersions'>,
): ReadonlyMap<string, readonly GroupVersionKind[]> {
  const names = new Map<string, readonly GroupVersionKind[]>();
  for (const { kind: definition, version, subresources, verbs } of served) {
    const { group, kind } = definition;
    names.set(version.schema, [{ group, kind, version: version.version }]);
    if (verbs.has('list'))
      names.set(`${version.schema}List`, [{ group, kind: `${kind}List`, version: version.version }]);
    for (const { gvk, schema, connects } of subresources) {
      if (!connects && !names.has(schema)) names.set(schema, [sorted(gvk)]);
    }
  }
  const registered = (kind: string, versions: OpenAPIFacts['groupVersions']): void => {
    names.set(
      `${META}.${kind}`,
      versions.map(({ group, version }) => ({ group, kind, version })),
    );
  };
  registered('DeleteOptions', facts.groupVersions);
  registered('WatchEvent', facts.groupVersions);
  registered('Status', facts.statusVersions);
  for (const kind of ['APIVersions', 'APIGroup', 'APIGroupList', 'APIResourceList']) {
    registered(kind, [{ group: '', version: 'v1' }]);
  }
  return names;
}

/** Its members in the order in which upstream writes them. */
function sorted({ group, version, kind }: GroupVersionKind): GroupVersionKind {
  return { group, kind, version };
}
