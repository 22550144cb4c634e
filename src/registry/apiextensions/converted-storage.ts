/** The objects of a custom kind as one of its versions has them, whatever version they are stored in. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go (crdConversionRESTOptionsGetter). */
import { isDeepStrictEqual } from 'node:util';
import { type KubeObject, type Preconditions } from '../../apis/meta/v1.js';
import { type Awaitable } from '../../authentication/authenticator.js';
import { type Storage, type StorageList, type StorageWatch, type WatchEvent } from '../../storage/storage.js';
import { type Codec } from '../rest.js';
import { type Converter } from './converter.js';

export interface ConvertedStorageSettings {
  readonly storage: Storage;
  /** `example.com/v1`: as which objects are shown, and as which they are stored. */
  readonly shown: string;
  readonly stored: string;
  /** Of every version of the definition, served or not, by apiVersion. */
  readonly codecs: ReadonlyMap<string, Codec>;
  readonly convert: Converter;
}

export class ConvertedStorage implements Storage {
  readonly #settings: ConvertedStorageSettings;
  /** Stored objects never change, so each is converted once for all who ask. */
  readonly #known = new WeakMap<KubeObject, Awaitable<KubeObject>>();
  readonly #watches = new Set<ConvertedWatch>();

  constructor(settings: ConvertedStorageSettings) {
    this.#settings = settings;
  }

  get revision(): number {
    return this.#settings.storage.revision;
  }

  async create(key: string, object: KubeObject): Promise<KubeObject> {
    return this.#show(await this.#settings.storage.create(key, await this.#store(object)));
  }

  async get(key: string): Promise<KubeObject> {
    return this.#show(await this.#settings.storage.get(key));
  }

  async list(prefix: string, atRevision?: number): Promise<StorageList> {
    const { items, revision } = await this.#settings.storage.list(prefix, atRevision);
    const shown = items.map((item) => this.#show(item));
    // Waiting for what is there already would cost as much as converting it.
    const waits = shown.some((item) => item instanceof Promise);
    const all = waits ? Promise.all(shown.map(async (item) => item)) : shown;
    return { items: (await all) as KubeObject[], revision };
  }

  async guaranteedUpdate(
    key: string,
    preconditions: Preconditions | undefined,
    update: (current: KubeObject) => KubeObject | Promise<KubeObject>,
  ): Promise<KubeObject> {
    const { storage } = this.#settings;
    const stored = await storage.guaranteedUpdate(key, preconditions, async (current) => {
      // What is stored in an older version is stored anew, even if nothing else changes.
      const next = await this.#store(await update(await this.#show(current)));
      return isDeepStrictEqual(next, current) ? current : next;
    });
    return this.#show(stored);
  }

  async delete(
    key: string,
    preconditions: Preconditions | undefined,
    validate?: (current: KubeObject) => void | Promise<void>,
  ): Promise<KubeObject> {
    const check = validate && (async (current: KubeObject): Promise<void> => validate(await this.#show(current)));
    return this.#show(await this.#settings.storage.delete(key, preconditions, check));
  }

  watch(prefix: string, fromRevision: number, listener: (event: WatchEvent) => void, onEnd?: () => void): StorageWatch {
    const watch = new ConvertedWatch(
      (object) => this.#show(object),
      listener,
      () => {
        this.#watches.delete(watch);
        onEnd?.();
      },
    );
    watch.follow((event) => this.#settings.storage.watch(prefix, fromRevision, event));
    this.#watches.add(watch);
    return {
      stop: () => {
        this.#watches.delete(watch);
        watch.stop();
      },
    };
  }

  /** Ends all watches: the kind is served no more, or in another way. */
  close(): void {
    for (const watch of this.#watches) watch.end();
  }

  #show(stored: KubeObject): Awaitable<KubeObject> {
    const known = this.#known.get(stored);
    if (known !== undefined) return known;
    const made = this.#converted(stored);
    this.#known.set(stored, made);
    if (made instanceof Promise) {
      made.then(
        (object) => this.#known.set(stored, object),
        () => this.#known.delete(stored),
      );
    }
    return made;
  }

  #converted(stored: KubeObject): Awaitable<KubeObject> {
    const { codecs, shown, convert } = this.#settings;
    const { apiVersion = '' } = stored;
    const own = codecs.get(apiVersion);
    const known = own?.coerce(structuredClone(stored)) ?? stored;
    own?.default(known);
    if (apiVersion === shown) return own?.encode(known) ?? known;
    const converted = convert(known, shown);
    return converted instanceof Promise
      ? converted.then((object) => this.#finished(object, shown))
      : this.#finished(converted, shown);
  }

  async #store(object: KubeObject): Promise<KubeObject> {
    const { stored, convert } = this.#settings;
    if (object.apiVersion === stored) return object;
    return this.#finished(await convert(object, stored), stored);
  }

  #finished(object: KubeObject, apiVersion: string): KubeObject {
    const codec = this.#settings.codecs.get(apiVersion);
    return codec === undefined ? object : codec.encode(codec.coerce(object));
  }
}

/** Events in their order, however long each takes to be converted. */
class ConvertedWatch {
  readonly #show: (object: KubeObject) => Awaitable<KubeObject>;
  readonly #listener: (event: WatchEvent) => void;
  readonly #onEnd: () => void;
  #inner: StorageWatch | undefined;
  #last: Promise<void> | undefined;
  #stopped = false;

  constructor(
    show: (object: KubeObject) => Awaitable<KubeObject>,
    listener: (event: WatchEvent) => void,
    onEnd: () => void,
  ) {
    this.#show = show;
    this.#listener = listener;
    this.#onEnd = onEnd;
  }

  follow(open: (listener: (event: WatchEvent) => void) => StorageWatch): void {
    this.#inner = open((event) => this.#take(event));
  }

  stop(): void {
    this.#stopped = true;
    this.#inner?.stop();
  }

  end(): void {
    if (this.#stopped) return;
    this.stop();
    this.#onEnd();
  }

  #take(event: WatchEvent): void {
    if (this.#stopped) return;
    const made = this.#converted(event);
    if (this.#last === undefined && !(made instanceof Promise)) {
      this.#listener(made);
      return;
    }
    const before = this.#last ?? Promise.resolve();
    const last = before.then(async () => {
      try {
        const converted = await made;
        if (!this.#stopped) this.#listener(converted);
      } catch {
        // Nothing can be told of what cannot be converted, and so nothing of what follows.
        this.end();
      }
      if (this.#last === last) this.#last = undefined;
    });
    this.#last = last;
  }

  #converted(event: WatchEvent): Awaitable<WatchEvent> {
    const object = this.#show(event.object);
    const previous = event.previous && this.#show(event.previous);
    if (!(object instanceof Promise) && !(previous instanceof Promise)) return eventOf(event, object, previous);
    const both = Promise.all([object, previous]);
    return both.then(([shown, before]) => eventOf(event, shown, before));
  }
}

function eventOf({ type, revision }: WatchEvent, object: KubeObject, previous: KubeObject | undefined): WatchEvent {
  return { type, revision, object, ...(previous === undefined ? {} : { previous }) };
}
