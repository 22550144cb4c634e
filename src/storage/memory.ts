import { type KubeObject, type Preconditions, type WatchEventType } from '../apis/meta/v1.js';
import { EventLog } from './event-log.js';
import { KeyIndex } from './key-index.js';
import { StorageError, type Storage, type StorageList, type StorageWatch, type WatchEvent } from './storage.js';

interface Watcher {
  readonly prefix: string;
  readonly listener: (event: WatchEvent) => void;
  /** The newest revision it was told of, or that it does not want to hear of. */
  seen: number;
}

/** The in-memory store. Revisions count up by one with every change, over all kinds, as etcd's do. */
export class MemoryStorage implements Storage {
  #revision = 1;
  readonly #objects = new Map<string, KubeObject>();
  readonly #keys = new KeyIndex();
  readonly #log: EventLog;
  readonly #watchers = new Set<Watcher>();
  readonly #undelivered: { key: string; event: WatchEvent }[] = [];
  #delivering = false;

  /** @param history how many changes are kept for watches and lists that start at an older revision. */
  constructor(history = 20_000) {
    this.#log = new EventLog(history, this.#revision);
  }

  get revision(): number {
    return this.#revision;
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
      const state = new Map(keys.map((key) => [key, this.#current(key)]));
      for (const { key, event } of this.#log.newestFirstAfter(revision, prefix)) {
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
    return { stop: () => void this.#watchers.delete(watcher) };
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
    this.#log.append(key, event);
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
        for (const watcher of [...this.#watchers]) {
          if (next.key.startsWith(watcher.prefix) && this.#watchers.has(watcher)) tell(watcher, next.event);
        }
      }
    } finally {
      this.#delivering = false;
    }
  }
}

// A watch that was opened while events were under way has them from the log already.
function tell(watcher: Watcher, event: WatchEvent): void {
  if (event.revision <= watcher.seen) return;
  watcher.seen = event.revision;
  watcher.listener(event);
}

function checkPreconditions(key: string, preconditions: Preconditions | undefined, current: KubeObject): void {
  const { uid, resourceVersion } = current.metadata;
  const fail = (field: string, wanted: string, found: string | undefined): never => {
    throw new StorageError(
      'InvalidObject',
      key,
      `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: ${field} in precondition: ${wanted}, ${field} in object meta: ${found ?? ''}`,
    );
  };
  if (preconditions?.uid !== undefined && preconditions.uid !== uid) fail('UID', preconditions.uid, uid);
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion) {
    fail('ResourceVersion', preconditions.resourceVersion, resourceVersion);
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
