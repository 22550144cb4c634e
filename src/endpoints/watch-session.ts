/** One open watch: what was there at first, then changes, bookmarks, an end. Source: k8s.io/apiserver/pkg/storage/cacher/cache_watcher.go, pkg/endpoints/handlers/watch.go. */
import { newResourceExpired, StatusError } from '../apis/errors.js';
import { groupVersion, type KubeObject, type WatchEventType } from '../apis/meta/v1.js';
import { transformObject } from '../printers/transform.js';
import { type Store } from '../registry/store.js';
import { StorageError, type StorageWatch, type WatchEvent } from '../storage/storage.js';
import { type OutputMediaType } from './negotiation.js';
import { toWire } from './operations.js';
import { type ListOptions } from './options.js';
import { type FrameSink } from './request.js';
import { type Scope } from './scope.js';
import { selectEvent } from './selected-event.js';
import { type Selection } from './selection.js';
import { type WatchFrame, watchFrames } from './serializers/frame.js';
import { sharedFrame } from './serializers/shared-frame.js';

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';
/** Bytes of changes that may wait for a slow reader before its watch is ended. */
const MAX_BACKLOG = 8 * 1024 * 1024;
/** Bytes of the first state that may wait for a reader: it is made as fast as it is read. */
const PACE = 1024 * 1024;
/** Bytes that are written at once, and between two of which others have their turn. */
const CHUNK = 64 * 1024;
/** Milliseconds; a watch without timeoutSeconds ends after this or up to twice this, as upstream's min-request-timeout has it. */
const MIN_TIMEOUT = 1_800_000;
const BOOKMARK_EVERY = 60_000;
/** Milliseconds before its end at which a watch has its last bookmark. */
const LAST_BOOKMARK = 2000;
/** Milliseconds that a reader who was cut off has for what was written already. */
const LINGER = 10_000;

export interface WatchSettings {
  readonly scope: Scope;
  readonly store: Store;
  readonly selection: Selection;
  readonly options: ListOptions;
  readonly output: OutputMediaType;
  readonly namespace: string;
  readonly query: URLSearchParams;
}

export class WatchSession {
  readonly #settings: WatchSettings;
  readonly #sink: FrameSink;
  readonly #frame: WatchFrame;
  /** What a frame depends on beside its object and type; undefined where it depends on more than can be shared. */
  readonly #form: string | undefined;
  readonly #deadline: number;
  #subscription: StorageWatch | undefined;
  #cancelTimers: (() => void)[] = [];
  #ended = false;
  #first = true;

  constructor(settings: WatchSettings, sink: FrameSink) {
    this.#settings = settings;
    this.#sink = sink;
    const { output, scope, options } = settings;
    const { mediaType, as } = output;
    this.#frame = watchFrames(mediaType, scope.schemas, scope.kind);
    const version = groupVersion(scope.kind.group, scope.version.version);
    // Tables tell ages, and their first one has headers.
    this.#form =
      as?.kind === 'Table' ? undefined : `${mediaType.name} ${version} ${as?.kind ?? ''} ${as?.version ?? ''}`;
    this.#deadline = scope.clock.now() + timeoutOf(options, scope);
    sink.onClose(() => this.#stop());
  }

  /** @param revision of the initial state; changes after it follow. */
  run(initial: readonly KubeObject[], revision: number): void {
    const { scope, options } = this.#settings;
    this.#cancelTimers.push(scope.clock.after(this.#deadline - scope.clock.now(), () => this.#end()));
    if (options.allowWatchBookmarks) this.#armBookmark(this.#cancelTimers.length);
    this.#sendInitial(initial, 0, () => {
      if (options.sendInitialEvents === true && options.allowWatchBookmarks) this.#bookmark(revision, true);
      this.#follow(revision);
    });
  }

  // As fast as it is read, and with a turn for others between two chunks: there may be a lot of it.
  #sendInitial(items: readonly KubeObject[], from: number, done: () => void): void {
    const { selection } = this.#settings;
    const chunk: Uint8Array[] = [];
    let size = 0;
    let at = from;
    for (; at < items.length && size < CHUNK; at++) {
      const object = items[at];
      if (object === undefined || !selection.matches(object)) continue;
      const frame = this.#frameOf('ADDED', object);
      if (frame === undefined) return;
      chunk.push(frame);
      size += frame.length;
    }
    if (size > 0) this.#sink.write(chunk);
    if (at >= items.length) {
      done();
      return;
    }
    const next = (): void => {
      if (!this.#ended) this.#sendInitial(items, at, done);
    };
    if (this.#sink.backlog > PACE) this.#sink.onDrained(next);
    else setImmediate(next);
  }

  #follow(revision: number): void {
    const { selection, store, namespace } = this.#settings;
    if (this.#ended) return;
    try {
      const follow = (event: WatchEvent): void => {
        const selected = selectEvent(selection, event);
        if (selected !== undefined) this.#sendChange(selected.type, selected.object);
      };
      this.#subscription = store.watch(namespace, revision, follow, () => this.#end());
      // What it missed may have ended it before it was there to be stopped.
      if (this.#isEnded()) this.#subscription.stop();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      const expired = newResourceExpired(`too old resource version: ${revision} (${store.revision})`);
      this.#sink.write([bytesOf(this.#frame('ERROR', { ...expired.status }))]);
      this.#end();
    }
  }

  #armBookmark(slot: number): void {
    const { scope, store } = this.#settings;
    const now = scope.clock.now();
    const wait = Math.min(BOOKMARK_EVERY, this.#deadline - LAST_BOOKMARK - now);
    if (wait <= 0) return;
    this.#cancelTimers[slot] = scope.clock.after(wait, () => {
      // Before the first state is sent, a bookmark would promise it.
      if (this.#subscription !== undefined) this.#bookmark(store.revision, false);
      if (!this.#ended) this.#armBookmark(slot);
    });
  }

  #bookmark(revision: number, initialEventsEnd: boolean): void {
    const { scope } = this.#settings;
    const annotations = initialEventsEnd ? { annotations: { [INITIAL_EVENTS_END]: 'true' } } : {};
    const frame = this.#frameOf('BOOKMARK', {
      kind: scope.kind.kind,
      apiVersion: groupVersion(scope.kind.group, scope.version.version),
      metadata: {
        resourceVersion: String(revision),
        ...(scope.features.behaviours.nullCreationTimestamp ? { creationTimestamp: null as never } : {}),
        ...annotations,
      },
    });
    this.#write(frame);
  }

  #sendChange(type: WatchEventType, stored: KubeObject): void {
    if (this.#ended) return;
    this.#write(this.#frameOf(type, stored, this.#form));
  }

  /** Undefined, and the end of the watch, for what cannot be written as the client asked: the head of the answer is long gone. */
  #frameOf(type: WatchEventType | 'BOOKMARK', stored: KubeObject, sharedForm?: string): Uint8Array | undefined {
    const make = (): string | Uint8Array => this.#frame(type, this.#shown(type, stored));
    try {
      if (sharedForm !== undefined) return sharedFrame(stored, `${type} ${sharedForm}`, make);
      return bytesOf(make());
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.#end();
      return undefined;
    }
  }

  #shown(type: WatchEventType | 'BOOKMARK', stored: KubeObject): Parameters<WatchFrame>[1] {
    const { scope, output, query } = this.#settings;
    const wire = type === 'BOOKMARK' ? stored : toWire(scope, stored);
    const { kind, features, clock } = scope;
    const headers = this.#first;
    this.#first = false;
    return transformObject(wire, output.as, { kind, features, query, now: clock.now(), headers });
  }

  #write(frame: Uint8Array | undefined): void {
    if (this.#ended || frame === undefined) return;
    this.#sink.write([frame]);
    // A reader this far behind would make everyone else pay for its memory.
    if (this.#sink.backlog > MAX_BACKLOG) this.#cutOff();
  }

  #cutOff(): void {
    this.#end();
    const cancel = this.#settings.scope.clock.after(LINGER, () => this.#sink.destroy());
    this.#sink.onClose(cancel);
  }

  #end(): void {
    if (this.#ended) return;
    this.#stop();
    this.#sink.end();
  }

  #isEnded(): boolean {
    return this.#ended;
  }

  #stop(): void {
    this.#ended = true;
    this.#subscription?.stop();
    for (const cancel of this.#cancelTimers) cancel();
    this.#cancelTimers = [];
  }
}

function bytesOf(frame: string | Uint8Array): Uint8Array {
  return typeof frame === 'string' ? Buffer.from(frame) : frame;
}

/** Milliseconds. */
function timeoutOf({ timeoutSeconds }: ListOptions, { random }: Scope): number {
  if (timeoutSeconds !== undefined && timeoutSeconds !== 0) return timeoutSeconds * 1000;
  return MIN_TIMEOUT * (1 + (random.bytes(1)[0] ?? 0) / 256);
}
