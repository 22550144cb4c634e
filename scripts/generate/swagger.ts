/** Reads which resources an OpenAPI document (api/openapi-spec/swagger.json of k8s.io/kubernetes) has, and their verbs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

export interface SwaggerSubresource extends GroupVersionKind {
  readonly name: string;
  readonly verbs: readonly string[];
  /** True where the request is handed on to a node or a pod. */
  readonly connects: boolean;
}

/** A resource of one group and version. */
export interface SwaggerResource extends GroupVersionKind {
  readonly resource: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly subresources: readonly SwaggerSubresource[];
  /** True where a deletion answers with the object and not with a Status. */
  readonly returnsDeleted: boolean;
}

export interface Swagger {
  readonly resources: readonly SwaggerResource[];
  /** The definition's name of a kind: `io.k8s.api.core.v1.Pod`. */
  definitionOf(gvk: GroupVersionKind): string | undefined;
}

interface Operation {
  readonly responses?: Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>>;
  readonly 'x-kubernetes-action'?: string;
  readonly 'x-kubernetes-group-version-kind'?: GroupVersionKind;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly definitions: Readonly<
    Record<string, { readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[] }>
  >;
}

const PATH =
  /^\/(?:api|apis\/([^/]+))\/(v\d[^/]*)(\/namespaces\/\{namespace\})?\/([a-z]+)(\/\{name\}(?:\/(\w+)(\/\{path\})?)?)?$/;

const VERBS: Readonly<Record<string, readonly string[]>> = {
  list: ['list', 'watch'],
  get: ['get'],
  post: ['create'],
  put: ['update'],
  patch: ['patch'],
  delete: ['delete'],
  deletecollection: ['deletecollection'],
};

const CONNECT_VERBS: Readonly<Record<string, string>> = {
  get: 'get',
  post: 'create',
  put: 'update',
  patch: 'patch',
  delete: 'delete',
};

interface Entry extends GroupVersionKind {
  readonly verbs: Set<string>;
  connects: boolean;
  namespaced: boolean;
  returnsDeleted: boolean;
  readonly subresources: Map<string, Entry>;
}

export function readSwagger(directory: string): Swagger {
  const file = join(directory, 'api/openapi-spec/swagger.json');
  const { paths, definitions } = JSON.parse(readFileSync(file, 'utf8')) as Document;
  const watched = new Set(Object.keys(paths).filter((path) => path.includes('/watch/')));
  const found = new Map<string, Entry & { resource: string; inGroup: string; inVersion: string }>();
  for (const [path, operations] of Object.entries(paths)) {
    const [, group = '', version = '', inNamespace, resource = '', , subresource] = PATH.exec(path) ?? [];
    if (resource === '' || path.includes('/watch/')) continue;
    const key = `${group}/${version}/${resource}`;
    for (const [method, operation] of Object.entries(operations)) {
      const gvk = operation['x-kubernetes-group-version-kind'];
      const action = operation['x-kubernetes-action'];
      if (gvk === undefined || action === undefined) continue;
      let entry = found.get(key);
      if (entry === undefined) {
        found.set(key, (entry = { ...newEntry(gvk), resource, inGroup: group, inVersion: version }));
      }
      if (inNamespace !== undefined) entry.namespaced = true;
      if (action === 'delete' && subresource === undefined && answersObject(operation)) entry.returnsDeleted = true;
      const target = subresource === undefined ? entry : subEntry(entry, subresource, gvk);
      if (action === 'connect') target.connects = true;
      const verbs = action === 'connect' ? [CONNECT_VERBS[method]] : VERBS[action];
      for (const verb of verbs ?? []) {
        const hasWatch = verb !== 'watch' || watched.has(path.replace(`/${version}/`, `/${version}/watch/`));
        if (verb !== undefined && hasWatch) target.verbs.add(verb);
      }
    }
  }
  const names = new Map<string, string>();
  for (const [name, definition] of Object.entries(definitions)) {
    for (const gvk of definition['x-kubernetes-group-version-kind'] ?? []) names.set(text(gvk), name);
  }
  return {
    resources: [...found.values()].map((entry) => ({
      group: entry.inGroup,
      version: entry.inVersion,
      kind: entry.kind,
      resource: entry.resource,
      namespaced: entry.namespaced,
      returnsDeleted: entry.returnsDeleted,
      verbs: [...entry.verbs].sort(),
      subresources: [...entry.subresources]
        .map(([name, { group, version, kind, verbs, connects }]) => ({
          ...{ name, group, version, kind, connects },
          verbs: [...verbs].sort(),
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    })),
    definitionOf: (gvk) => names.get(text(gvk)),
  };
}

function answersObject({ responses }: Operation): boolean {
  return responses?.['200']?.schema?.$ref?.endsWith('.meta.v1.Status') === false;
}

function newEntry(gvk: GroupVersionKind): Entry {
  return {
    ...gvk,
    verbs: new Set(),
    connects: false,
    namespaced: false,
    returnsDeleted: false,
    subresources: new Map(),
  };
}

function subEntry(entry: Entry, name: string, gvk: GroupVersionKind): Entry {
  let found = entry.subresources.get(name);
  if (found === undefined) entry.subresources.set(name, (found = newEntry(gvk)));
  return found;
}

function text({ group, version, kind }: GroupVersionKind): string {
  return `${group}/${version}/${kind}`;
}
