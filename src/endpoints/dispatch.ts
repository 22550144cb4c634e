/** From group, version, resource and verb to a handler. Paths that no resource has are 404, verbs that it lacks 405. */
import { newBadRequest, newGenericServerResponse, newMethodNotSupported, newNotFound } from '../apis/errors.js';
import { groupVersion } from '../apis/meta/v1.js';
import { deprecationOf } from '../features/deprecations.js';
import { isPathSegmentName } from '../apis/validation/names.js';
import { type CountedPath } from '../metrics/observer.js';
import { type UnavailableSubresource } from '../registry/rest.js';
import { type Store } from '../registry/store.js';
import { ask, askSubresource, create } from './handlers/create.js';
import { deleteCollection, deleteOne } from './handlers/delete.js';
import { get } from './handlers/get.js';
import { list } from './handlers/list.js';
import { patch } from './handlers/patch.js';
import { update } from './handlers/update.js';
import { getView, patchView, updateView } from './handlers/view.js';
import { watch } from './handlers/watch.js';
import { checkAccept, negotiateOutput } from './negotiation.js';
import { type ApiRequest, type ApiResponse, type TextResponse } from './request.js';
import { type RequestInfo } from './request-info.js';
import { type Scope, type ScopeTable, type SubresourceScope } from './scope.js';

type Answer = ApiResponse | Promise<ApiResponse>;

/** A path that is no resource: health, version, discovery, OpenAPI. */
export interface NonResourceRoute {
  readonly path: string;
  /** Answers everything below the path too. */
  readonly prefix?: boolean;
  /** Unknown paths below it are 404 as a Status, as upstream's go-restful services answer. */
  readonly statusBelow?: boolean;
  /** Present where requests for it are in the statistics. */
  readonly counted?: CountedPath;
  /** Default: GET. */
  readonly anyMethod?: boolean;
  /** What the list of all paths shows of it. Default: the path, unless it ends in a slash. */
  readonly listed?: readonly string[];
  handle(request: ApiRequest): Answer;
}

export class Dispatcher {
  readonly #scopes: ScopeTable;
  readonly #routes: readonly NonResourceRoute[];

  constructor(scopes: ScopeTable, routes: readonly NonResourceRoute[]) {
    this.#scopes = scopes;
    this.#routes = routes;
  }

  dispatch(request: ApiRequest): Answer {
    return request.info.isResourceRequest ? this.#resource(request) : this.#nonResource(request);
  }

  #resource(request: ApiRequest): Answer {
    const { info } = request;
    // The filters read such a path as what it means, and upstream's router knows none of that name.
    if (info.path.startsWith('//')) return pageNotFound();
    if (!this.#scopes.servesGroup(info.apiGroup)) return pageNotFound();
    const scope = this.#scopes.get(info.apiGroup, info.apiVersion, info.resource);
    if (scope === undefined || !isResourcePath(scope, info)) {
      // Custom resources are not known to upstream's router, and what is no such resource is nothing at all.
      if (!this.#scopes.hasBuiltinKinds(info.apiGroup)) return pageNotFound();
      throw newGenericServerResponse(404);
    }
    checkSegments(info);
    const { kind, version, features } = scope;
    const deprecation = deprecationOf(groupVersion(kind.group, version.version), kind.kind, features);
    if (deprecation !== undefined) {
      request.warn(deprecation.warning);
      request.audit?.annotate('k8s.io/deprecated', 'true');
      if (deprecation.removed !== '') request.audit?.annotate('k8s.io/removed-release', deprecation.removed);
      if (request.trace !== undefined) request.trace.deprecated = deprecation.removed;
    }
    if (version.warning !== undefined) request.warn(version.warning);
    return negotiated(scope, request);
  }

  #nonResource(request: ApiRequest): Answer {
    const { path } = request.info;
    const route = this.#routes.find((r) => path === r.path || (r.prefix === true && path.startsWith(`${r.path}/`)));
    if (route !== undefined) {
      if (route.counted !== undefined && request.trace !== undefined) request.trace.routed = route.counted;
      return request.method === 'GET' || route.anyMethod === true ? route.handle(request) : notAllowed();
    }
    const below = this.#routes.some((r) => r.statusBelow === true && path.startsWith(`${r.path}/`));
    if (below) throw newGenericServerResponse(404);
    return pageNotFound();
  }
}

/** Carries the request out once it is known that its client can read the answer. */
async function negotiated(scope: Scope, request: ApiRequest): Promise<ApiResponse> {
  const handler = handlerOf(scope, request);
  if (request.trace !== undefined) request.trace.routed = scope.kind.custom === true ? 'custom' : 'built-in';
  if (request.info.verb === 'watch') return handler();
  const { parts, subresource } = request.info;
  const below = scope.subresources.get(subresource);
  const columns = below?.type === 'view' ? below.columns(scope.features) : scope.kind.columns;
  const tables =
    scope.virtual === undefined && below?.type !== 'virtual' && (below?.type !== 'view' || columns !== undefined);
  const custom = scope.kind.custom === true;
  const gets = request.info.verb === 'get';
  if (gets && !custom) checkAccept(request, scope.features, false);
  // A GET asks what it is to answer with when it has it, the other verbs before they begin.
  const found = gets ? await handler() : undefined;
  const output = negotiateOutput(request, scope.features, { lists: parts.length === 1, tables, custom });
  const response = found ?? (await handler());
  if (response.type !== 'object') return response;
  const kind = below?.type === 'view' && columns !== undefined ? { ...scope.kind, columns } : scope.kind;
  return { ...response, kind, output };
}

type Handler = () => Answer;

function handlerOf(scope: Scope, request: ApiRequest): Handler {
  const { info } = request;
  const { virtual, store } = scope;
  if (info.subresource !== '') return subresource(scope, request);
  if (scope.kind.custom === true) return custom(scope, request);
  if (virtual !== undefined) {
    if (info.parts.length > 1) throw newGenericServerResponse(404);
    return request.method === 'POST' ? () => ask(scope, virtual, request) : notAllowed();
  }
  if (store === undefined) return notAllowed();
  return info.parts.length > 1 ? one(scope, store, request) : collection(scope, store, request);
}

/** True where the path is one that the resource has: in a namespace or not, and not too long. */
function isResourcePath(scope: Scope, { namespace, parts, resource, verb }: RequestInfo): boolean {
  if (scope.kind.custom === true) {
    if (!scope.kind.namespaced) return namespace === '';
    return namespace !== '' || verb === 'list' || verb === 'watch';
  }
  if (parts.length > 3) return scope.subresources.get(parts[2] ?? '')?.type === 'unavailable';
  const own = resource === 'namespaces' && scope.kind.group === '';
  if (!scope.kind.namespaced) return namespace === '' || own;
  return namespace !== '' || parts.length === 1;
}

function checkSegments({ name, namespace }: RequestInfo): void {
  for (const [what, value] of [
    ['Name', name],
    ['Namespace', namespace],
  ] as const) {
    const texts = value === '' ? [] : isPathSegmentName(value);
    if (texts.length > 0) throw newBadRequest(`${what} parameter invalid: "${value}": ${texts.join(';')}`);
  }
}

type StoreHandler = (scope: Scope, store: Store, request: ApiRequest) => Answer;

/** Of custom resources, by verb: a name where none belongs is passed over. */
const CUSTOM_HANDLERS: Readonly<Record<string, StoreHandler>> = {
  get,
  list,
  watch,
  create,
  update,
  patch,
  delete: deleteOne,
  deletecollection: deleteCollection,
};
const NEED_NAMES = ['get', 'update', 'patch', 'delete'];

function custom(scope: Scope, request: ApiRequest): Handler {
  const { verb, name } = request.info;
  const { store, kind } = scope;
  const handle = CUSTOM_HANDLERS[verb];
  if (handle === undefined || store === undefined) throw newMethodNotSupported(kind, verb);
  if (name === '' && NEED_NAMES.includes(verb)) throw newBadRequest('name must be provided');
  return () => handle(scope, store, request);
}

function collection(scope: Scope, store: Store, request: ApiRequest): Handler {
  if (lacks(scope, request.method === 'GET' ? 'list' : METHOD_VERBS[request.method])) return notAllowed();
  const everywhere = scope.kind.namespaced && request.info.namespace === '';
  switch (request.method) {
    case 'GET':
      return () => (request.info.verb === 'watch' ? watch : list)(scope, store, request);
    case 'POST':
      return everywhere ? notAllowed() : () => create(scope, store, request);
    case 'DELETE':
      if (everywhere || scope.kind.withoutDeleteCollection === true) return notAllowed();
      return () => deleteCollection(scope, store, request);
    default:
      return notAllowed();
  }
}

function one(scope: Scope, store: Store, request: ApiRequest): Handler {
  if (lacks(scope, METHOD_VERBS[request.method])) return notAllowed();
  switch (request.method) {
    case 'GET':
      return () => (request.info.verb === 'watch' ? watch : get)(scope, store, request);
    case 'PUT':
      return () => update(scope, store, request);
    case 'PATCH':
      return () => patch(scope, store, request);
    case 'DELETE':
      return () => deleteOne(scope, store, request);
    default:
      return notAllowed();
  }
}

/** True where the kind names its verbs, and not this one. */
function lacks({ kind }: Scope, verb: string | undefined): boolean {
  return kind.verbs?.includes(verb ?? '') === false;
}

/** The verbs that subresources list, by method. */
const METHOD_VERBS: Readonly<Record<string, string>> = {
  GET: 'get',
  PUT: 'update',
  PATCH: 'patch',
  POST: 'create',
  DELETE: 'delete',
};

const VIEW_HANDLERS: Readonly<Record<string, typeof getView>> = { get: getView, update: updateView, patch: patchView };

function subresource(scope: Scope, request: ApiRequest): Handler {
  const found: SubresourceScope | undefined = scope.subresources.get(request.info.subresource);
  const { store } = scope;
  if (found === undefined || store === undefined) {
    // Custom resources are not known to upstream's router: their handler takes a subresource that it lacks for a missing object.
    throw scope.kind.custom === true ? newNotFound(scope.kind, request.info.name) : newGenericServerResponse(404);
  }
  const verb = METHOD_VERBS[request.method] ?? '';
  if (found.type === 'virtual') return verb === 'create' ? () => askSubresource(scope, found, request) : notAllowed();
  const verbs: readonly string[] = found.verbs;
  if (!verbs.includes(verb)) {
    if (scope.kind.custom === true) throw newMethodNotSupported(scope.kind, request.info.verb);
    return notAllowed();
  }
  if (found.type === 'unavailable') return () => unavailable(store, found, request);
  if (found.type === 'view') return () => VIEW_HANDLERS[verb]?.(scope, store, found, request) ?? notAllowed();
  if (verb === 'get') return () => get(scope, store, request);
  return verb === 'update' ? () => update(scope, store, request) : () => patch(scope, store, request);
}

// What would need a kubelet says so at once, once it is known that the object is there.
async function unavailable(
  store: Store,
  subresource: UnavailableSubresource,
  { info, query }: ApiRequest,
): Promise<TextResponse> {
  const parent = await store.get(info.namespace, subresource.parentName?.(info.name) ?? info.name);
  const answer = subresource.answer?.(parent, query);
  if (answer === 'no content') return { type: 'text', code: 204, contentType: '', body: '' };
  if (answer !== undefined) throw answer;
  const message = `${info.resource}/${info.subresource} needs a node that runs containers, and kubemint has none`;
  throw newGenericServerResponse(501, message);
}

function notAllowed(): never {
  throw newGenericServerResponse(405);
}

/** What Go's own mux answers where no path matches. */
export function pageNotFound(): TextResponse {
  return {
    type: 'text',
    code: 404,
    contentType: 'text/plain; charset=utf-8',
    body: '404 page not found\n',
    headers: { 'x-content-type-options': 'nosniff' },
  };
}
