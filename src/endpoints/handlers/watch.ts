/** GET with watch=true. Source: k8s.io/apiserver/pkg/endpoints/handlers/watch.go, pkg/storage/cacher. */
import { type Store } from '../../registry/store.js';
import { type StorageList } from '../../storage/storage.js';
import { negotiateStream, PROTOBUF_TYPE } from '../negotiation.js';
import { type ListOptions, listOptions } from '../options.js';
import { type ApiRequest, type StreamResponse } from '../request.js';
import { checkIsReached, parseResourceVersion } from '../resource-version.js';
import { type Scope } from '../scope.js';
import { type Selection, selectionOf } from '../selection.js';
import { frameHead } from '../serializers/frame.js';
import { WatchSession } from '../watch-session.js';

export async function watch(scope: Scope, store: Store, request: ApiRequest): Promise<StreamResponse> {
  const output = negotiateStream(request, scope.features, scope.kind.custom);
  const options = listOptions(request.query, scope.features);
  const selection = selectionOf(scope, options, request.info.name);
  const revision = parseResourceVersion(options.resourceVersion);
  // A namespace is in itself as far as its path is concerned, and in none as far as its storage is.
  const namespace = scope.kind.namespaced ? request.info.namespace : '';
  const initial = wantsInitialEvents(options, revision)
    ? await initialState(store, revision, namespace, selection)
    : undefined;
  const session = { scope, store, selection, options, output, namespace, query: request.query };
  return {
    type: 'stream',
    kind: scope.kind.kind,
    contentType: output.contentType,
    frameHead: frameHead(output.mediaType),
    text: output.mediaType !== PROTOBUF_TYPE,
    start(sink) {
      new WatchSession(session, sink).run(initial?.items ?? [], initial?.revision ?? revision);
    },
  };
}

function wantsInitialEvents({ sendInitialEvents }: ListOptions, revision: number): boolean {
  return sendInitialEvents ?? revision === 0;
}

function initialState(store: Store, revision: number, namespace: string, { name }: Selection): Promise<StorageList> {
  checkIsReached(revision, store.revision);
  return name === undefined ? store.list(namespace) : store.named(namespace, name);
}
