/** The paths of a custom kind. Source: k8s.io/apiextensions-apiserver/pkg/controller/openapi/builder/builder.go. */
import { type GroupVersionKind } from '../apis/meta/v1.js';
import { customDefinition } from './custom-schema.js';
import { documentOf, groupTitle, tagOf, title } from './names.js';
import { type Method, newPath, type Operation, type Path } from './operation.js';
import { NAMESPACE, type Parameter, type Parameters, PRETTY } from './parameters.js';
import { type ServedKind } from './served-kinds.js';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const MEDIA_TYPES = ['application/json', 'application/yaml'];
const PATCH_TYPES = ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml'];

interface Row {
  readonly method: Method;
  readonly action: string;
  readonly verb: string;
  readonly options: string;
  readonly only?: string;
  readonly body?: string;
  readonly answer: string;
  readonly codes: readonly number[];
  readonly consumes?: readonly string[];
}

/** The object itself stands for ''. */
const LIST: Row = { method: 'get', action: 'list', verb: 'list', options: 'ListOptions', answer: 'List', codes: [200] };
const COLLECTION: readonly Row[] = [
  LIST,
  {
    method: 'post',
    action: 'post',
    verb: 'create',
    options: 'CreateOptions',
    body: '',
    answer: '',
    codes: [200, 201, 202],
  },
  {
    ...{ method: 'delete', action: 'deletecollection', verb: 'delete', options: 'ListOptions' },
    ...{ answer: `${META}.Status`, codes: [200] },
  },
];
const READ: Row = {
  ...{ method: 'get', action: 'get', verb: 'read', options: 'ListOptions', only: 'resourceVersion' },
  ...{ answer: '', codes: [200] },
};
const REPLACE: Row = {
  ...{ method: 'put', action: 'put', verb: 'replace', options: 'UpdateOptions' },
  ...{ body: '', answer: '', codes: [200, 201] },
};
const DELETE: Row = {
  ...{ method: 'delete', action: 'delete', verb: 'delete', options: 'DeleteOptions' },
  ...{ body: `${META}.DeleteOptions`, answer: `${META}.Status`, codes: [200, 202] },
};
const PATCH: Row = {
  ...{ method: 'patch', action: 'patch', verb: 'patch', options: 'PatchOptions', body: `${META}.Patch` },
  ...{ answer: '', codes: [200], consumes: PATCH_TYPES },
};

export function customPaths(served: ServedKind, parameters: Parameters): readonly Path[] {
  const { kind, version, subresources } = served;
  const gvk: GroupVersionKind = { group: kind.group, kind: kind.kind, version: version.version };
  const document = documentOf(kind.group, version.version);
  const scope = kind.namespaced ? '/namespaces/{namespace}' : '';
  const place = kind.namespaced ? [NAMESPACE, PRETTY] : [PRETTY];
  const item = [parameters.name(kind.kind), ...place];
  const collection = `/${document}${scope}/${kind.resource}`;
  const own = customDefinition(served);
  const prefix = groupTitle(kind.group) + title(version.version);
  const namespaced = kind.namespaced ? 'Namespaced' : '';
  const operation = (row: Row, rest: string, schema: string, where: readonly Parameter[]): Operation => {
    const { method, action, verb, body, answer, codes, consumes = MEDIA_TYPES } = row;
    const collected = action === 'deletecollection' ? 'Collection' : '';
    const options = parameters.options(`${META}.${row.options}`);
    const chosen = row.only === undefined ? options : options.filter(({ name }) => name === row.only);
    return {
      ...{ method, action, gvk, codes, consumes, produces: MEDIA_TYPES },
      id: `${verb}${prefix}${collected}${rest}`,
      description: `${title(verb)}: ${kind.kind}.`,
      parameters: [...where, ...chosen],
      ...(body === undefined
        ? {}
        : { body: { definition: body === '' ? schema : body, required: action !== 'delete' } }),
      answer: answer === '' ? schema : answer === 'List' ? `${own}List` : answer,
    };
  };
  const at = (path: string, operations: readonly Operation[]): Path =>
    newPath({ path, document, tag: tagOf(kind.group, version.version) }, operations);
  const whole = namespaced + kind.kind;
  return [
    at(
      collection,
      COLLECTION.map((row) => operation(row, whole, own, place)),
    ),
    at(
      `${collection}/{name}`,
      [READ, REPLACE, DELETE, PATCH].map((row) => operation(row, whole, own, item)),
    ),
    ...subresources.map(({ name, schema }) => {
      const definition = name === 'scale' ? schema : own;
      const rows = [READ, REPLACE, PATCH];
      return at(
        `${collection}/{name}/${name}`,
        rows.map((row) => operation(row, whole + title(name), definition, item)),
      );
    }),
    ...(kind.namespaced
      ? [at(`/${document}/${kind.resource}`, [operation(LIST, `${kind.kind}ForAllNamespaces`, own, [PRETTY])])]
      : []),
  ];
}
