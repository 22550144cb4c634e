/** GET with watch=true. Source: k8s.io/apiserver/pkg/endpoints/handlers/watch.go, pkg/storage/cacher. */
import { newResourceExpired, StatusError } from '../../apis/errors.js';
import { groupVersion, type KubeObject, type WatchEventType } from '../../apis/meta/v1.js';
import { type Store } from '../../registry/store.js';
import { StorageError, type StorageList, type StorageWatch, type WatchEvent } from '../../storage/storage.js';
import { negotiateStream, type OutputMediaType } from '../negotiation.js';
import { toWire } from '../operations.js';
import { type ListOptions, listOptions } from '../options.js';
import { type ApiRequest, type FrameSink, type StreamResponse } from '../request.js';
import { transformObject } from '../../printers/transform.js';
import { checkIsReached, parseResourceVersion } from '../resource-version.js';
import { type Scope } from '../scope.js';
import { type Selection, selectionOf } from '../selection.js';
import { type WatchFrame, watchFrames } from '../serializers/frame.js';

/** What a watcher sees, in the version that is stored. */
export interface SelectedEvent {
  readonly type: WatchEventType;
  readonly object: KubeObject;
}

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';
/** Bytes that may wait for a slow reader before its watch is ended. */
const MAX_BACKLOG = 16 * 1024 * 1024;
/** Milliseconds; a watch without timeoutSeconds ends after this or up to twice this, as upstream's min-request-timeout has it. */
const MIN_TIMEOUT = 1_800_000;
const BOOKMARK_EVERY = 60_000;

export async function watch(scope: Scope, store: Store, request: ApiRequest): Promise<StreamResponse> {
  const output = negotiateStream(request, scope.features);
  const options = listOptions(request.query, scope.features);
  const selection = selectionOf(scope, options, request.info.name);
  const revision = parseResourceVersion(options.resourceVersion);
  const initial = wantsInitialEvents(options, revision) ? await initialState(store, revision, request) : undefined;
  const { namespace } = request.info;
  const session = { scope, store, selection, options, output, namespace, query: request.query };
  return {
    type: 'stream',
    contentType: output.contentType,
    start(sink) {
      new WatchSession(session, sink).run(initial?.items ?? [], initial?.revision ?? revision);
    },
  };
}

function wantsInitialEvents({ sendInitialEvents }: ListOptions, revision: number): boolean {
  return sendInitialEvents ?? revision === 0;
}

function initialState(store: Store, revision: number, { info }: ApiRequest): Promise<StorageList> {
  checkIsReached(revision, store.revision);
  return store.list(info.namespace);
}

/** The event that a watcher with a selection sees of a change, if any: what left the selection is deleted to it. */
export function selectEvent(selection: Selection, event: WatchEvent): SelectedEvent | undefined {
  const { type, object, previous } = event;
  const before = previous !== undefined && selection.matches(previous);
  const after = type !== 'DELETED' && selection.matches(object);
  if (after) return { type: before ? 'MODIFIED' : 'ADDED', object };
  if (!before) return undefined;
  if (type === 'DELETED') return { type, object };
  const metadata = { ...previous.metadata, resourceVersion: String(event.revision) };
  return { type: 'DELETED', object: { ...previous, metadata } };
}

interface SessionSettings {
  readonly scope: Scope;
  readonly store: Store;
  readonly selection: Selection;
  readonly options: ListOptions;
  readonly output: OutputMediaType;
  readonly namespace: string;
  readonly query: URLSearchParams;
}

class WatchSession {
  readonly #settings: SessionSettings;
  readonly #sink: FrameSink;
  readonly #frame: WatchFrame;
  #subscription: StorageWatch | undefined;
  #cancelTimers: (() => void)[] = [];
  #ended = false;
  #first = true;

  constructor(settings: SessionSettings, sink: FrameSink) {
    this.#settings = settings;
    this.#sink = sink;
    const { output, scope } = settings;
    this.#frame = watchFrames(output.mediaType, scope.schemas, scope.kind);
    sink.onClose(() => this.#stop());
  }

  run(initial: readonly KubeObject[], revision: number): void {
    const { selection, options, store, namespace } = this.#settings;
    for (const object of initial) if (selection.matches(object)) this.#send('ADDED', object);
    if (options.sendInitialEvents === true && options.allowWatchBookmarks) this.#bookmark(revision, true);
    this.#startTimers();
    try {
      const subscription = store.watch(namespace, revision, (event) => {
        const selected = selectEvent(selection, event);
        if (selected !== undefined) this.#send(selected.type, selected.object);
      });
      this.#subscription = subscription;
      if (this.#ended) subscription.stop();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      const expired = newResourceExpired(`too old resource version: ${revision} (${store.revision})`);
      this.#write('ERROR', { ...expired.status });
      this.#end();
    }
  }

  #startTimers(): void {
    const { options, scope } = this.#settings;
    const timeout =
      options.timeoutSeconds === undefined || options.timeoutSeconds === 0
        ? MIN_TIMEOUT * (1 + (scope.random.bytes(1)[0] ?? 0) / 256)
        : options.timeoutSeconds * 1000;
    this.#cancelTimers.push(scope.clock.after(timeout, () => this.#end()));
    if (options.allowWatchBookmarks) this.#armBookmark(this.#cancelTimers.length);
  }

  #armBookmark(slot: number): void {
    const { scope, store } = this.#settings;
    this.#cancelTimers[slot] = scope.clock.after(BOOKMARK_EVERY, () => {
      this.#bookmark(store.revision, false);
      if (!this.#ended) this.#armBookmark(slot);
    });
  }

  #bookmark(revision: number, initialEventsEnd: boolean): void {
    const { scope } = this.#settings;
    const annotations = initialEventsEnd ? { annotations: { [INITIAL_EVENTS_END]: 'true' } } : {};
    this.#send('BOOKMARK', {
      kind: scope.kind.kind,
      apiVersion: groupVersion(scope.kind.group, scope.version.version),
      metadata: {
        resourceVersion: String(revision),
        ...(scope.features.behaviours.nullCreationTimestamp ? { creationTimestamp: null as never } : {}),
        ...annotations,
      },
    });
  }

  #send(type: WatchEventType | 'BOOKMARK', stored: KubeObject): void {
    const { scope, output, query } = this.#settings;
    const wire = type === 'BOOKMARK' ? stored : toWire(scope, stored);
    const { kind, features, clock } = scope;
    const headers = this.#first;
    this.#first = false;
    const shown = transformObject(wire, output.as, { kind, features, query, now: clock.now(), headers });
    this.#write(type, shown);
  }

  #write(type: string, object: Parameters<WatchFrame>[1]): void {
    if (this.#ended) return;
    try {
      this.#sink.write(this.#frame(type, object));
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      // What cannot be written as the client asked ends its watch: the head of the answer is long gone.
      this.#end();
      return;
    }
    // A reader this far behind would make everyone else pay for its memory.
    if (this.#sink.backlog > MAX_BACKLOG) this.#end();
  }

  #end(): void {
    if (this.#ended) return;
    this.#stop();
    this.#sink.end();
  }

  #stop(): void {
    this.#ended = true;
    this.#subscription?.stop();
    for (const cancel of this.#cancelTimers) cancel();
    this.#cancelTimers = [];
  }
}
