/** The objects of one kind as a watch last told of them. Source: client-go's informers and listers. */
import { type GroupResource, type KubeObject, type WatchEventType } from '../apis/meta/v1.js';
import { type Client } from '../client/client.js';

export class ObjectCache<T extends KubeObject> {
  readonly #objects = new Map<string, T>();
  readonly #namespaces = new Map<string, Map<string, T>>();
  #stop = (): void => undefined;

  /** @param onChange hears of every change, after it is in the cache; `before` is what was there */
  static async follow<T extends KubeObject>(
    client: Client,
    resource: GroupResource,
    onChange: (type: WatchEventType, object: T, before: T | undefined) => void = () => undefined,
  ): Promise<ObjectCache<T>> {
    const cache = new ObjectCache<T>();
    const watch = await client.resource<T>(resource).watch('', (type, object) => {
      const before = cache.#take(type, object);
      onChange(type, object, before);
    });
    cache.#stop = () => watch.stop();
    return cache;
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
    this.#stop();
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
