import { type KubeObject, type Preconditions, type WatchEventType } from '../apis/meta/v1.js';
import { type Clock, RealClock } from '../clock/clock.js';
import { EventLog, type EventLogLimits } from './event-log.js';
import { KeyIndex } from './key-index.js';
import { checkPreconditions } from './preconditions.js';
import { StorageError, type Storage, type StorageList, type StorageWatch, type WatchEvent } from './storage.js';
import { tell, type Watcher, Watchers } from './watchers.js';

export interface MemoryStorageOptions {
  /** What is kept for watches and lists that start at an older revision. */
  readonly history?: Partial<EventLogLimits>;
  readonly clock?: Clock;
}

const HISTORY: EventLogLimits = { changes: 20_000, bytes: 32 * 1024 * 1024 };

/** Milliseconds for which a state that was replaced can still be listed. Source: k8s.io/apiserver/pkg/storage/etcd3/compact.go, its interval. */
const COMPACTED_AFTER = 300_000;

/** The in-memory store. Revisions count up by one with every change, over all kinds, as etcd's do. */
export class MemoryStorage implements Storage {
  #revision = 1;
  readonly #objects = new Map<string, KubeObject>();
  readonly #keys = new KeyIndex();
  readonly #log: EventLog;
  readonly #watchers = new Watchers();
  readonly #clock: Clock;
  readonly #undelivered: { key: string; event: WatchEvent }[] = [];
  #delivering = false;

  constructor({ history, clock = new RealClock() }: MemoryStorageOptions = {}) {
    this.#log = new EventLog({ ...HISTORY, ...history }, this.#revision);
    this.#clock = clock;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Forgets all states before the present one: what asks for them is told that they are too old. */
  compact(): void {
    this.#log.compact(this.#revision);
  }

  create(key: string, object: KubeObject): Promise<KubeObject> {
    return attempt(() => {
      if (this.#objects.has(key)) throw new StorageError('KeyExists', key);
      return this.#commit('ADDED', key, object, undefined);
    });
  }

  get(key: string): Promise<KubeObject> {
    return attempt(() => this.#current(key));
  }

  list(prefix: string, atRevision?: number): Promise<StorageList> {
    return attempt(() => {
      const keys = this.#keys.below(prefix);
      const revision = atRevision ?? this.#revision;
      if (revision > this.#revision) throw new StorageError('ResourceVersionTooLarge', prefix);
      if (revision === this.#revision) {
        return { items: keys.map((key) => this.#current(key)), revision };
      }
      const changes = this.#log.newestFirstAfter(revision, prefix, this.#clock.now() - COMPACTED_AFTER);
      if (changes.length === 0) return { items: keys.map((key) => this.#current(key)), revision };
      const state = new Map(keys.map((key) => [key, this.#current(key)]));
      for (const { key, event } of changes) {
        if (event.previous === undefined) state.delete(key);
        else state.set(key, event.previous);
      }
      const items = [...state].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
      return { items, revision };
    });
  }

  async guaranteedUpdate(
    key: string,
    preconditions: Preconditions | undefined,
    update: (current: KubeObject) => KubeObject | Promise<KubeObject>,
  ): Promise<KubeObject> {
    for (;;) {
      const current = this.#current(key);
      checkPreconditions(key, preconditions, current);
      const next = await update(current);
      if (this.#objects.get(key) !== current) continue;
      return next === current ? current : this.#commit('MODIFIED', key, next, current);
    }
  }

  async delete(
    key: string,
    preconditions: Preconditions | undefined,
    validate?: (current: KubeObject) => void | Promise<void>,
  ): Promise<KubeObject> {
    for (;;) {
      const current = this.#current(key);
      checkPreconditions(key, preconditions, current);
      await validate?.(current);
      if (this.#objects.get(key) === current) return this.#commit('DELETED', key, current, current);
    }
  }

  watch(prefix: string, fromRevision: number, listener: (event: WatchEvent) => void): StorageWatch {
    const watcher: Watcher = { prefix, listener, seen: fromRevision };
    // Again, as the listener may write while it is told what it missed.
    for (let missed = this.#log.oldestFirstAfter(fromRevision, prefix); missed.length > 0;) {
      for (const event of missed) tell(watcher, event);
      missed = this.#log.oldestFirstAfter(watcher.seen, prefix);
    }
    this.#watchers.add(watcher);
    return { stop: () => this.#watchers.remove(watcher) };
  }

  #current(key: string): KubeObject {
    const object = this.#objects.get(key);
    if (object === undefined) throw new StorageError('KeyNotFound', key);
    return object;
  }

  #commit(type: WatchEventType, key: string, object: KubeObject, previous: KubeObject | undefined): KubeObject {
    const revision = ++this.#revision;
    const stored = withResourceVersion(object, String(revision));
    if (type === 'DELETED') {
      this.#objects.delete(key);
      this.#keys.remove(key);
    } else {
      this.#objects.set(key, stored);
      if (previous === undefined) this.#keys.add(key);
    }
    const event: WatchEvent = { type, object: stored, revision, ...(previous === undefined ? {} : { previous }) };
    this.#log.append(key, event, this.#clock.now());
    this.#undelivered.push({ key, event });
    this.#deliver();
    return stored;
  }

  // A listener may write; its event must come after the one that is being delivered, for every watcher.
  #deliver(): void {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (let next = this.#undelivered.shift(); next !== undefined; next = this.#undelivered.shift()) {
        this.#watchers.tell(next.key, next.event);
      }
    } finally {
      this.#delivering = false;
    }
  }
}

/** A copy with another resourceVersion, which stands behind uid as in Go's ObjectMeta. */
function withResourceVersion(object: KubeObject, resourceVersion: string): KubeObject {
  const { name, generateName, namespace, selfLink, uid, ...rest } = object.metadata;
  const head = Object.entries({ name, generateName, namespace, selfLink, uid }).filter(([, v]) => v !== undefined);
  const first = { ...Object.fromEntries(head), resourceVersion };
  return { ...object, metadata: { ...first, ...rest, resourceVersion } };
}

// One turn of the event loop for everyone: a failure is a rejection, never a throw at the call.
function attempt<T>(fn: () => T): Promise<T> {
  return new Promise((resolve) => resolve(fn()));
}
