/** The objects of one kind as a watch last told of them. Source: client-go's informers and listers. */
import { type GroupResource, type KubeObject, type WatchEventType } from '../apis/meta/v1.js';
import { type Client, type ClientWatch } from '../client/client.js';

/** `before` is what was in the cache. */
type OnChange<T> = (type: WatchEventType, object: T, before: T | undefined) => void;

export class ObjectCache<T extends KubeObject> {
  readonly #objects = new Map<string, T>();
  readonly #namespaces = new Map<string, Map<string, T>>();
  readonly #open: (listener: (type: WatchEventType, object: T) => void) => Promise<ClientWatch>;
  readonly #onChange: OnChange<T>;
  #watch: ClientWatch | undefined;

  /** @param onChange hears of every change, after it is in the cache */
  constructor(client: Client, resource: GroupResource, onChange: OnChange<T> = () => undefined) {
    this.#open = (listener) => client.resource<T>(resource).watch('', listener);
    this.#onChange = onChange;
  }

  /** Resolves with the cache when it holds all that is there. */
  async follow(): Promise<this> {
    this.#watch = await this.#open((type, object) => {
      const before = this.#take(type, object);
      this.#onChange(type, object, before);
    });
    return this;
  }

  /** '' is the namespace of what has none. */
  get(namespace: string, name: string): T | undefined {
    return this.#objects.get(keyOf(namespace, name));
  }

  all(): IterableIterator<T> {
    return this.#objects.values();
  }

  in(namespace: string): Iterable<T> {
    return this.#namespaces.get(namespace)?.values() ?? [];
  }

  stop(): void {
    this.#watch?.stop();
  }

  #take(type: WatchEventType, object: T): T | undefined {
    const { namespace = '', name = '' } = object.metadata;
    const key = keyOf(namespace, name);
    const before = this.#objects.get(key);
    const beside = this.#namespaces.get(namespace) ?? new Map<string, T>();
    if (type === 'DELETED') {
      this.#objects.delete(key);
      beside.delete(name);
      if (beside.size === 0) this.#namespaces.delete(namespace);
    } else {
      this.#objects.set(key, object);
      beside.set(name, object);
      this.#namespaces.set(namespace, beside);
    }
    return before;
  }
}

/** `team/web`; the name alone without a namespace. */
export function keyOf(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

export function keyOfObject({ metadata: { namespace = '', name = '' } }: KubeObject): string {
  return keyOf(namespace, name);
}

/** The parts of a key; '' for a namespace that is not there. */
export function splitKey(key: string): readonly [namespace: string, name: string] {
  const slash = key.indexOf('/');
  return [key.slice(0, Math.max(0, slash)), key.slice(slash + 1)];
}
