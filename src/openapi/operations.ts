/** The paths of all kinds and what can be done there, before either dialect. Source: k8s.io/apiserver/pkg/endpoints/installer.go. */
import { type GroupVersionKind, groupVersion } from '../apis/meta/v1.js';
import { type Schemas } from '../apis/schema/schema.js';
import { type Features } from '../features/features.js';
import { type AnyKind } from '../registry/rest.js';
import { documentOf, groupTitle, tagOf, title } from './names.js';
import { NAME, NAMESPACE, type Parameter, PRETTY, queryParameters, unique, WATCHING } from './parameters.js';
import { type ServedKind, virtualKind, virtualSubresources } from './served-kinds.js';

export interface Body {
  readonly definition: string;
  readonly required: boolean;
  readonly mediaTypes: readonly string[];
}

export interface Operation {
  readonly method: 'get' | 'put' | 'post' | 'delete' | 'patch';
  /** `post`, `list`, `deletecollection` … */
  readonly action?: string;
  readonly id: string;
  readonly description: string;
  readonly gvk?: GroupVersionKind;
  readonly parameters: readonly Parameter[];
  readonly body?: Body;
  /** The definition that is answered, and with which codes. */
  readonly answer: string;
  readonly codes: readonly number[];
  /** True where the answer can be a watch. */
  readonly streams?: boolean;
}

export interface Path {
  readonly path: string;
  /** The document it belongs to: `api/v1`, `apis/rbac.authorization.k8s.io/v1`, `version`. */
  readonly document: string;
  /** `core_v1` */
  readonly tag: string;
  readonly parameters: readonly Parameter[];
  readonly operations: readonly Operation[];
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

/** The paths of one kind in one version. */
export function kindPaths(schemas: Schemas, { kind, version }: ServedKind, features: Features): readonly Path[] {
  const gvk: GroupVersionKind = { group: kind.group, version: version.version, kind: kind.kind };
  const document = documentOf(kind.group, version.version);
  const scope = kind.namespaced ? '/namespaces/{namespace}' : '';
  const collection = `/${document}${scope}/${kind.resource}`;
  const namespaced = kind.namespaced ? 'Namespaced' : '';
  const place = kind.namespaced ? [NAMESPACE, PRETTY] : [PRETTY];
  const tag = tagOf(kind.group, version.version);
  const id = (verb: string, rest: string): string => verb + groupTitle(kind.group) + title(version.version) + rest;
  const validated = features.enabled('ServerSideFieldValidation');
  const options = (type: string): readonly Parameter[] =>
    queryParameters(schemas, `${META}.${type}`).filter(({ name }) => validated || name !== 'fieldValidation');
  const at = (path: string, parameters: readonly Parameter[], operations: readonly Operation[]): Path => ({
    path,
    document,
    tag,
    parameters,
    operations,
  });

  const create: Operation = {
    method: 'post',
    action: 'post',
    id: id('create', namespaced + kind.kind),
    description: `create a ${kind.kind}`,
    gvk,
    parameters: options('CreateOptions'),
    body: { definition: version.schema, required: true, mediaTypes: ['*/*'] },
    answer: version.schema,
    codes: [200, 201, 202],
  };
  if (kind.strategy === undefined) return [at(collection, place, [create])];

  const list: Operation = {
    method: 'get',
    action: 'list',
    id: id('list', namespaced + kind.kind),
    description: `list or watch objects of kind ${kind.kind}`,
    gvk,
    parameters: options('ListOptions'),
    answer: `${version.schema}List`,
    codes: [200],
    streams: true,
  };
  const deleteBody: Body = { definition: `${META}.DeleteOptions`, required: false, mediaTypes: ['*/*'] };
  const deleteCollection: Operation = {
    method: 'delete',
    action: 'deletecollection',
    id: id('delete', `Collection${namespaced}${kind.kind}`),
    description: `delete collection of ${kind.kind}`,
    gvk,
    parameters: unique([
      ...options('DeleteOptions'),
      ...options('ListOptions').filter(({ name }) => !WATCHING.has(name)),
    ]),
    body: deleteBody,
    answer: `${META}.Status`,
    codes: [200],
  };
  const remove: Operation = {
    method: 'delete',
    action: 'delete',
    id: id('delete', namespaced + kind.kind),
    description: `delete a ${kind.kind}`,
    gvk,
    parameters: options('DeleteOptions'),
    body: deleteBody,
    answer: kind.strategy.returnDeletedObject === true ? version.schema : `${META}.Status`,
    codes: [200, 202],
  };
  const access = (subresource: string): Readonly<Record<'get' | 'update' | 'patch', Operation>> => {
    const rest = namespaced + kind.kind + title(subresource);
    const what = `${subresource === '' ? '' : `${subresource} of `}the specified ${kind.kind}`;
    const both = { gvk, answer: version.schema };
    return {
      get: {
        ...both,
        method: 'get',
        action: 'get',
        id: id('read', rest),
        description: `read ${what}`,
        parameters: [],
        codes: [200],
      },
      update: {
        ...both,
        method: 'put',
        action: 'put',
        id: id('replace', rest),
        description: `replace ${what}`,
        parameters: options('UpdateOptions'),
        body: { definition: version.schema, required: true, mediaTypes: ['*/*'] },
        codes: [200, 201],
      },
      patch: {
        ...both,
        method: 'patch',
        action: 'patch',
        id: id('patch', rest),
        description: `partially update ${what}`,
        parameters: options('PatchOptions'),
        body: { definition: `${META}.Patch`, required: true, mediaTypes: PATCH_TYPES },
        codes: [200, 201],
      },
    };
  };
  const { get, update, patch } = access('');
  const item = [NAME, ...place];
  const everywhere: Operation = { ...list, id: id('list', `${kind.kind}ForAllNamespaces`) };
  return [
    at(collection, place, [list, create, ...(kind.withoutDeleteCollection === true ? [] : [deleteCollection])]),
    at(`${collection}/{name}`, item, [get, update, remove, patch]),
    ...(kind.namespaced ? [at(`/${document}/${kind.resource}`, [PRETTY], [everywhere])] : []),
    ...storedSubresources(kind, features).map(([name, verbs]) => {
      const operations = access(name);
      return at(
        `${collection}/{name}/${name}`,
        item,
        verbs.map((verb) => operations[verb]),
      );
    }),
    ...virtualSubresources(kind, features).map(([name, virtual]) =>
      at(`${collection}/{name}/${name}`, item, [
        {
          ...create,
          id: id('create', namespaced + kind.kind + title(name)),
          description: `create ${name} of a ${kind.kind}`,
          gvk: virtualKind(virtual),
          body: { definition: virtual.schema, required: true, mediaTypes: ['*/*'] },
          answer: virtual.schema,
          codes: [200, 201, 202],
        },
      ]),
    ),
  ];
}

/** Paths that no kind has: versions and discovery. */
export function generalPaths(served: readonly ServedKind[]): readonly Path[] {
  const read = (path: string, document: string, tag: string, id: string, answer: string): Path => ({
    path,
    document,
    tag,
    parameters: [],
    operations: [{ method: 'get', id, description: 'read what there is', parameters: [], answer, codes: [200] }],
  });
  const versions = new Map(served.map(({ kind, version }) => [groupVersion(kind.group, version.version), kind.group]));
  return [
    read('/version/', 'version', 'version', 'getCodeVersion', 'io.k8s.apimachinery.pkg.version.Info'),
    read('/api/', 'api', 'core', 'getCoreAPIVersions', `${META}.APIVersions`),
    read('/apis/', 'apis', 'apis', 'getAPIVersions', `${META}.APIGroupList`),
    ...[...new Set(versions.values())]
      .filter((group) => group !== '')
      .map((group) =>
        read(
          `/apis/${group}/`,
          `apis/${group}`,
          tagOf(group, ''),
          `get${groupTitle(group)}APIGroup`,
          `${META}.APIGroup`,
        ),
      ),
    ...[...versions].map(([name, group]) => {
      const version = name.slice(name.indexOf('/') + 1);
      const document = documentOf(group, version);
      const id = `get${groupTitle(group)}${title(version)}APIResources`;
      return read(`/${document}/`, document, tagOf(group, version), id, `${META}.APIResourceList`);
    }),
  ];
}

function storedSubresources(
  kind: AnyKind,
  features: Features,
): readonly (readonly [string, readonly ('get' | 'patch' | 'update')[]])[] {
  return Object.entries(kind.subresources ?? {}).flatMap(([name, subresource]) =>
    subresource.type === 'stored' && (subresource.served?.(features) ?? true)
      ? [[name, subresource.verbs] as const]
      : [],
  );
}
