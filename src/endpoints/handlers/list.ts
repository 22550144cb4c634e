/** GET of a collection. Source: k8s.io/apiserver/pkg/endpoints/handlers/get.go, pkg/storage/etcd3/store.go. */
import { newBadRequest, newResourceExpired, StatusError } from '../../apis/errors.js';
import { groupVersion, type KubeList, type KubeObject, type ListMeta } from '../../apis/meta/v1.js';
import { type Features } from '../../features/features.js';
import { type Store } from '../../registry/store.js';
import { StorageError, type StorageList } from '../../storage/storage.js';
import { type ContinueToken, decodeContinue, encodeContinue } from '../continue-token.js';
import { isStoredVersion, toWire } from '../operations.js';
import { type ListOptions, listOptions } from '../options.js';
import { type ApiRequest, type ObjectResponse } from '../request.js';
import { checkIsReached, parseListResourceVersion } from '../resource-version.js';
import { type Scope } from '../scope.js';
import { type Selection, selectionOf } from '../selection.js';

/** A page of stored objects. */
export interface Page {
  readonly items: readonly KubeObject[];
  readonly metadata: ListMeta;
}

export async function list(scope: Scope, store: Store, request: ApiRequest): Promise<ObjectResponse> {
  const options = listOptions(request.query, scope.features);
  const selection = selectionOf(scope, options, request.info.name);
  const page = await readPage(store, request.info.namespace, options, selection, scope.features);
  return { type: 'object', code: 200, object: listObject(scope, page) };
}

export async function readPage(
  store: Store,
  namespace: string,
  options: Pick<ListOptions, 'limit' | 'continue' | 'resourceVersion' | 'resourceVersionMatch'>,
  selection: Selection,
  features: Features,
): Promise<Page> {
  const token = options.continue === '' ? undefined : decodeContinue(options.continue, features);
  if (token !== undefined && options.resourceVersion !== '' && options.resourceVersion !== '0') {
    throw newBadRequest('specifying resource version is not allowed when using continue');
  }
  const asked = parseListResourceVersion(options.resourceVersion, features);
  checkIsReached(asked, store.revision);
  const exact = options.resourceVersionMatch === 'Exact' ? asked : undefined;
  const revision = token === undefined ? exact : token.revision < 0 ? undefined : token.revision;
  const all = await read(store, namespace, revision, selection.name, token);
  const prefix = store.prefix(namespace);
  const keys = (object: KubeObject): string => store.keyOf(object).slice(prefix.length);
  const from = token === undefined ? 0 : firstAtOrAfter(all.items, token.start, keys);
  const selected = select(all.items, from, selection, options.limit);
  const resourceVersion = String(all.revision);
  const next = options.limit > 0 ? selected[options.limit] : undefined;
  if (next === undefined) return { items: selected, metadata: { resourceVersion } };
  const metadata: ListMeta = {
    resourceVersion,
    continue: encodeContinue({ revision: all.revision, start: keys(next) }),
    // A count of what a selector still has to look at would be a guess, and upstream gives none.
    ...(selection.everything ? { remainingItemCount: all.items.length - from - options.limit } : {}),
  };
  return { items: selected.slice(0, options.limit), metadata };
}

/** What is selected from a position on; with a limit, up to one more, which the next page begins with. */
function select(
  items: readonly KubeObject[],
  from: number,
  selection: Selection,
  limit: number,
): readonly KubeObject[] {
  const wanted = limit > 0 ? limit + 1 : Infinity;
  if (selection.everything) return from === 0 && wanted > items.length ? items : items.slice(from, from + wanted);
  const selected: KubeObject[] = [];
  for (let at = from; at < items.length && selected.length < wanted; at++) {
    const item = items[at];
    if (item !== undefined && selection.matches(item)) selected.push(item);
  }
  return selected;
}

/** Where a key is, or would be, among items in the order of their keys. */
function firstAtOrAfter(items: readonly KubeObject[], key: string, keyOf: (object: KubeObject) => string): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && keyOf(item) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

const EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

async function read(
  store: Store,
  namespace: string,
  revision: number | undefined,
  name: string | undefined,
  token: ContinueToken | undefined,
): Promise<StorageList> {
  try {
    if (revision === undefined && name !== undefined) return await store.named(namespace, name);
    return await store.list(namespace, revision);
  } catch (error) {
    if (!(error instanceof StorageError) || error.reason !== 'ResourceVersionTooOld') throw error;
    throw token === undefined
      ? newResourceExpired('The resourceVersion for the provided list is too old.')
      : expired(token);
  }
}

/** 410 that hands out a token with which the list goes on from what is there now. */
function expired({ start }: ContinueToken): StatusError {
  const metadata = { continue: encodeContinue({ revision: -1, start }) };
  return new StatusError({ ...newResourceExpired(EXPIRED).status, metadata });
}

/** The list as it is answered. */
export function listObject(scope: Scope, { items, metadata }: Page): KubeList {
  const custom = scope.kind.custom === true;
  return {
    kind: scope.kind.listKind ?? `${scope.kind.kind}List`,
    apiVersion: groupVersion(scope.kind.group, scope.version.version),
    // Upstream keeps custom objects as maps, and its empty token stays in one.
    metadata: custom ? { continue: '', ...metadata } : metadata,
    ...(custom ? { typedItems: true } : {}),
    items: isStoredVersion(scope) ? [...items] : items.map((item) => toWire(scope, item)),
  };
}
