/** What a request is about, from its method and URL: the one URL parser. Source: k8s.io/apiserver/pkg/endpoints/request/requestinfo.go. */
import { isPathSegmentName } from '../apis/validation/names.js';
import { parseFieldSelector } from '../storage/selectors/fields.js';

export interface RequestInfo {
  /** False for discovery, health and all other paths without a resource. */
  readonly isResourceRequest: boolean;
  /** The URL's path, percent-decoded. */
  readonly path: string;
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`, or the HTTP method in lower case; '' for a method unknown to resources. */
  readonly verb: string;
  /** `api`, `apis`, or '' . */
  readonly apiPrefix: string;
  readonly apiGroup: string;
  readonly apiVersion: string;
  readonly namespace: string;
  readonly resource: string;
  readonly subresource: string;
  /** Also the name that a list's or watch's fieldSelector asks for. */
  readonly name: string;
  /** The path from the resource on: resource, name, subresource, rest. */
  readonly parts: readonly string[];
  /** Unparsed, of the verbs that take one; '' elsewhere. */
  readonly fieldSelector: string;
  readonly labelSelector: string;
}

const NAMESPACE_SUBRESOURCES = ['status', 'finalize'];
const VERBS_WITH_SELECTORS = ['list', 'watch', 'deletecollection'];
const VERBS: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** `path` is percent-decoded. A path that cannot be understood counts as one without a resource. */
export function parseRequestInfo(method: string, path: string, query: URLSearchParams): RequestInfo {
  const info = { ...NO_RESOURCE, path, verb: method.toLowerCase() };
  const [apiPrefix = '', ...rest] = splitPath(path);
  const grouped = apiPrefix === 'apis';
  if (!grouped && apiPrefix !== 'api') return info;
  if (rest.length < (grouped ? 3 : 2)) return { ...info, ...(rest.length < 2 ? {} : { apiPrefix }) };

  const [apiGroup = '', apiVersion = '', ...below] = grouped ? rest : ['', ...rest];
  const special = below[0] === 'watch' || below[0] === 'proxy';
  const resource = { ...info, isResourceRequest: true, apiPrefix, apiGroup, apiVersion };
  if (special && below.length < 2) return { ...resource, isResourceRequest: false };
  const target = findTarget(special ? below.slice(1) : below, special ? (below[0] ?? '') : (VERBS[method] ?? ''));

  const { verb, name } = readCollectionVerb(target, query);
  const selects = !special && VERBS_WITH_SELECTORS.includes(verb);
  return {
    ...resource,
    ...target,
    verb,
    name,
    fieldSelector: (selects ? query.get('fieldSelector') : null) ?? '',
    labelSelector: (selects ? query.get('labelSelector') : null) ?? '',
  };
}

/** A URL's path, percent-decoded. One that cannot be decoded belongs to nothing; it is answered as unknown. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const NO_QUERY = new URLSearchParams();

/** Remembers what URLs without a query were about: clients ask the same again and again. */
export class RequestInfos {
  readonly #capacity: number;
  readonly #known = new Map<string, RequestInfo>();

  constructor(capacity = 1024) {
    this.#capacity = capacity;
  }

  /** `path` as it was sent. */
  of(method: string, path: string): RequestInfo {
    const key = `${method} ${path}`;
    let info = this.#known.get(key);
    if (info === undefined) {
      info = parseRequestInfo(method, decodePath(path), NO_QUERY);
      if (this.#known.size >= this.#capacity) this.#known.clear();
      this.#known.set(key, info);
    }
    return info;
  }
}

const NO_RESOURCE: RequestInfo = {
  isResourceRequest: false,
  path: '',
  verb: '',
  apiPrefix: '',
  apiGroup: '',
  apiVersion: '',
  namespace: '',
  resource: '',
  subresource: '',
  name: '',
  parts: [],
  fieldSelector: '',
  labelSelector: '',
};

/** Path segments; slashes at both ends do not count. */
function splitPath(path: string): string[] {
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? [] : trimmed.split('/');
}

type Target = Pick<RequestInfo, 'verb' | 'namespace' | 'resource' | 'name' | 'subresource' | 'parts'>;

function findTarget(below: readonly string[], verb: string): Target {
  const [first, second = '', third] = below;
  const namespace = first === 'namespaces' ? second : '';
  const within = first === 'namespaces' && third !== undefined && !NAMESPACE_SUBRESOURCES.includes(third);
  const parts = within ? below.slice(2) : below;
  const [resource = '', name = '', subresource = ''] = parts;
  return { verb, namespace, parts, resource, name, subresource: verb === 'proxy' ? '' : subresource };
}

function readCollectionVerb({ verb, name }: Target, query: URLSearchParams): { verb: string; name: string } {
  if (name !== '') return { verb, name };
  if (verb === 'delete') return { verb: 'deletecollection', name };
  if (verb !== 'get') return { verb, name };
  const watch = query.get('watch');
  const off = watch === null || watch === '0' || watch.toLowerCase() === 'false';
  return { verb: off ? 'list' : 'watch', name: nameInFieldSelector(query) };
}

// Upstream loses the name where any of the list options cannot be read.
function nameInFieldSelector(query: URLSearchParams): string {
  const fields = query.get('fieldSelector');
  if (fields === null || !['limit', 'timeoutSeconds'].every((option) => isInteger(query.get(option)))) return '';
  try {
    const name = parseFieldSelector(fields).requiresExactMatch('metadata.name') ?? '';
    return isPathSegmentName(name).length === 0 ? name : '';
  } catch {
    return '';
  }
}

function isInteger(text: string | null): boolean {
  return text === null || /^[+-]?\d+$/.test(text);
}
