/** The paths of a built-in kind and what can be done there. Source: k8s.io/apiserver/pkg/endpoints/installer.go. */
import { type GroupVersionKind } from '../apis/meta/v1.js';
import { type Features } from '../features/features.js';
import { documentOf, groupTitle, tagOf, title } from './names.js';
import { type Method, newPath, type Operation, type Path } from './operation.js';
import { EXPORT, NAMESPACE, type Parameter, type Parameters, PATH, PRETTY, unique, WATCHING } from './parameters.js';
import { type ServedKind, type ServedSubresource } from './served-kinds.js';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
export const MEDIA_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const STREAMS = [...MEDIA_TYPES, 'application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];
const ANY = ['*/*'];
export const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

export function kindPaths(served: ServedKind, parameters: Parameters, features: Features): readonly Path[] {
  const builder = new KindPaths(served, parameters, features);
  return [
    ...builder.collection(),
    ...builder.item(),
    ...served.subresources.flatMap((subresource) => builder.subresource(subresource)),
    ...builder.watches(),
  ];
}

class KindPaths {
  readonly #served: ServedKind;
  readonly #parameters: Parameters;
  readonly #features: Features;
  readonly #gvk: GroupVersionKind;
  readonly #document: string;
  readonly #namespaced: boolean;

  constructor(served: ServedKind, parameters: Parameters, features: Features) {
    const { kind, version } = served;
    this.#served = served;
    this.#parameters = parameters;
    this.#features = features;
    this.#gvk = { group: kind.group, kind: kind.kind, version: version.version };
    this.#document = documentOf(kind.group, version.version);
    this.#namespaced = kind.namespaced;
  }

  collection(): readonly Path[] {
    const { verbs } = this.#served;
    const list = this.#list(this.#id('list'), this.#place());
    const operations = [
      ...(verbs.has('list') ? [list] : []),
      ...(verbs.has('create') ? [this.#create('', this.#gvk, this.#schema, this.#place())] : []),
      ...(verbs.has('deletecollection') ? [this.#deleteCollection()] : []),
    ];
    const paths = operations.length === 0 ? [] : [this.#path(this.#at(''), operations)];
    if (!this.#namespaced || !verbs.has('list')) return paths;
    const everywhere = this.#list(this.#id('list', 'ForAllNamespaces', '', false), [PRETTY]);
    return [...paths, this.#path(`/${this.#document}/${this.#served.kind.resource}`, [everywhere])];
  }

  item(): readonly Path[] {
    const { verbs } = this.#served;
    const operations = [
      ...this.#access(
        '',
        this.#gvk,
        this.#schema,
        ['get', 'update'].filter((verb) => verbs.has(verb)),
      ),
      ...(verbs.has('delete') ? [this.#delete()] : []),
      ...this.#access(
        '',
        this.#gvk,
        this.#schema,
        ['patch'].filter((verb) => verbs.has(verb)),
      ),
    ];
    return operations.length === 0 ? [] : [this.#path(this.#at('/{name}'), operations)];
  }

  subresource({ name, gvk, schema, verbs, connects }: ServedSubresource): readonly Path[] {
    const path = this.#at(`/{name}/${name}`);
    if (connects) {
      const here = this.#path(path, this.#connects(name, gvk, schema, verbs, ''));
      if (name !== 'proxy') return [here];
      return [here, this.#path(`${path}/{path}`, this.#connects(name, gvk, schema, verbs, 'WithPath'))];
    }
    const place = [this.#parameters.name(gvk.kind), ...this.#place()];
    const operations = [
      ...(verbs.includes('create') ? [this.#create(name, gvk, schema, place)] : []),
      ...this.#access(name, gvk, schema, verbs),
    ];
    return [this.#path(path, name === 'log' ? operations.map((operation) => this.#log(operation)) : operations)];
  }

  /** The old paths below /watch. */
  watches(): readonly Path[] {
    const { verbs, kind } = this.#served;
    if (!verbs.has('watch')) return [];
    const at = (path: string): string => path.replace(`/${this.#document}/`, `/${this.#document}/watch/`);
    const several = this.#watch('watchlist', this.#id('watch', 'List'), this.#place());
    const one = this.#watch('watch', this.#id('watch'), [this.#parameters.name(kind.kind), ...this.#place()]);
    const everywhere = this.#watch('watchlist', this.#id('watch', 'ListForAllNamespaces', '', false), [PRETTY]);
    return [
      this.#path(at(this.#at('')), [several]),
      ...(verbs.has('get') ? [this.#path(at(this.#at('/{name}')), [one])] : []),
      ...(this.#namespaced ? [this.#path(at(`/${this.#document}/${kind.resource}`), [everywhere])] : []),
    ];
  }

  get #schema(): string {
    return this.#served.version.schema;
  }

  #at(rest: string): string {
    const namespace = this.#namespaced ? '/namespaces/{namespace}' : '';
    return `/${this.#document}${namespace}/${this.#served.kind.resource}${rest}`;
  }

  #place(): readonly Parameter[] {
    return this.#namespaced ? [NAMESPACE, PRETTY] : [PRETTY];
  }

  /** `readCoreV1NamespacedPodStatus`: `before` comes before the scope, `rest` comes last. */
  #id(verb: string, rest = '', before = '', inNamespace = this.#namespaced): string {
    const { group, version, kind } = this.#gvk;
    return `${verb}${groupTitle(group)}${title(version)}${before}${inNamespace ? 'Namespaced' : ''}${kind}${rest}`;
  }

  #path(path: string, operations: readonly Operation[]): Path {
    const { group, version } = this.#gvk;
    return newPath({ path, document: this.#document, tag: tagOf(group, version) }, operations);
  }

  #options(type: string): readonly Parameter[] {
    return this.#parameters.options(`${META}.${type}`);
  }

  #list(id: string, place: readonly Parameter[]): Operation {
    return {
      ...this.#base('get', 'list', id, `List or watch objects of kind ${this.#gvk.kind}.`),
      parameters: [...place, ...this.#options('ListOptions')],
      answer: `${this.#schema}List`,
      codes: [200],
      produces: STREAMS,
    };
  }

  #watch(action: string, id: string, place: readonly Parameter[]): Operation {
    return {
      ...this.#base('get', action, id, `Watch objects of kind ${this.#gvk.kind}. Deprecated: list with watch=true.`),
      parameters: [...place, ...this.#options('ListOptions')],
      answer: `${META}.WatchEvent`,
      codes: [200],
      produces: STREAMS,
    };
  }

  #create(subresource: string, gvk: GroupVersionKind, schema: string, place: readonly Parameter[]): Operation {
    const id = this.#id('create', title(subresource));
    const what = subresource === '' ? gvk.kind : `${gvk.kind} for a ${this.#gvk.kind}`;
    return {
      ...this.#base('post', 'post', id, `Create: ${what}.`, gvk),
      parameters: [...place, ...this.#options('CreateOptions')],
      body: { definition: schema, required: true },
      answer: schema,
      codes: [200, 201, 202],
    };
  }

  #delete(): Operation {
    const { kind } = this.#served;
    const { returnDeletedObject = false, termination } = kind.strategy ?? {};
    return {
      ...this.#base('delete', 'delete', this.#id('delete'), `Delete a ${kind.kind}.`),
      parameters: [this.#parameters.name(kind.kind), ...this.#place(), ...this.#options('DeleteOptions')],
      body: { definition: `${META}.DeleteOptions`, required: false },
      // What ends in steps is answered with as well, but upstream's document does not know that.
      answer: returnDeletedObject && termination === undefined ? this.#schema : `${META}.Status`,
      codes: [200, 202],
    };
  }

  #deleteCollection(): Operation {
    const list = this.#options('ListOptions').filter(({ name }) => !WATCHING.has(name));
    const description = `Delete all objects of kind ${this.#gvk.kind} that are selected.`;
    return {
      ...this.#base('delete', 'deletecollection', this.#id('delete', '', 'Collection'), description),
      parameters: unique([...this.#place(), ...this.#options('DeleteOptions'), ...list]),
      body: { definition: `${META}.DeleteOptions`, required: false },
      answer: `${META}.Status`,
      codes: [200],
    };
  }

  #access(subresource: string, gvk: GroupVersionKind, schema: string, verbs: readonly string[]): readonly Operation[] {
    const { behaviours } = this.#features;
    const place = [this.#parameters.name(gvk.kind), ...this.#place()];
    const what = `${subresource === '' ? '' : `${subresource} of `}the ${this.#gvk.kind}`;
    const id = (verb: string): string => this.#id(verb, title(subresource));
    const exported = subresource === '' && behaviours.openapiReadExports && this.#exports() ? EXPORT : [];
    const operations: Readonly<Record<string, Operation>> = {
      get: {
        ...this.#base('get', 'get', id('read'), `Read ${what}.`, gvk),
        parameters: [...place, ...exported],
        answer: schema,
        codes: [200],
      },
      update: {
        ...this.#base('put', 'put', id('replace'), `Replace ${what}.`, gvk),
        parameters: [...place, ...this.#options('UpdateOptions')],
        body: { definition: schema, required: true },
        answer: schema,
        codes: [200, 201],
      },
      patch: {
        ...this.#base('patch', 'patch', id('patch'), `Change a part of ${what}.`, gvk),
        consumes: PATCH_TYPES,
        parameters: [...place, ...this.#options('PatchOptions')],
        body: { definition: `${META}.Patch`, required: true },
        answer: schema,
        codes: behaviours.openapiPatchCreates ? [200, 201] : [200],
      },
    };
    return ['get', 'update', 'patch'].flatMap((verb) => (verbs.includes(verb) ? (operations[verb] ?? []) : []));
  }

  /** What a store of its own stands behind could be exported; what is guarded or computed could not. */
  #exports(): boolean {
    const { kind, verbs } = this.#served;
    return kind.guard === undefined && verbs.has('create');
  }

  #log(operation: Operation): Operation {
    const options = this.#parameters.options('io.k8s.api.core.v1.PodLogOptions');
    return {
      ...operation,
      parameters: unique([...operation.parameters, ...options]),
      produces: ['text/plain', ...MEDIA_TYPES],
      answer: 'string',
    };
  }

  #connects(
    name: string,
    gvk: GroupVersionKind,
    schema: string,
    verbs: readonly string[],
    suffix: string,
  ): readonly Operation[] {
    const methods = CONNECT_METHODS.filter(([, verb]) =>
      verb === undefined ? name === 'proxy' : verbs.includes(verb),
    );
    const place = [this.#parameters.name(gvk.kind), ...(this.#namespaced ? [NAMESPACE] : [])];
    return methods.map(([method]) => ({
      ...this.#base(
        method,
        'connect',
        this.#id('connect', title(name) + suffix, title(method)),
        `Connect ${method.toUpperCase()} requests to ${name} of a ${this.#gvk.kind}.`,
        gvk,
      ),
      produces: ANY,
      parameters: [...place, ...(suffix === '' ? [] : [PATH]), ...this.#parameters.options(schema)],
      answer: 'string',
      codes: [200],
    }));
  }

  #base(
    method: Method,
    action: string,
    id: string,
    description: string,
    gvk = this.#gvk,
  ): Pick<Operation, 'method' | 'action' | 'id' | 'description' | 'gvk' | 'consumes' | 'produces'> {
    return { method, action, id, description, gvk, consumes: ANY, produces: MEDIA_TYPES };
  }
}

/** The methods of connections with the verb that stands for each; two have none. */
const CONNECT_METHODS: readonly (readonly [Method, string | undefined])[] = [
  ['get', 'get'],
  ['put', 'update'],
  ['post', 'create'],
  ['delete', 'delete'],
  ['options', undefined],
  ['head', undefined],
  ['patch', 'patch'],
];
