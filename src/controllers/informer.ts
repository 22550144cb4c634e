/**
 * What controllers know of the objects of a resource without asking: one watch for all of them. A change is seen here before
 * the request that made it is answered. Source: k8s.io/client-go/tools/cache.
 */
import { type GroupResource, groupResourceString, type KubeObject, type WatchEventType } from '../apis/meta/v1.js';
import { type Client, type ClientWatch } from '../client/client.js';
import { controllerOf } from './controller-ref.js';

/** `previous` is the state before; undefined for a new object. */
export type ChangeListener<T> = (type: WatchEventType, object: T, previous: T | undefined) => void;

export class Informer<T extends KubeObject = KubeObject> {
  readonly #namespaces = new Map<string, Map<string, T>>();
  /** By the uid of their controller. */
  readonly #controlled = new Map<string, Map<string, T>>();
  /** Those that nobody controls, by namespace. */
  readonly #orphans = new Map<string, Map<string, T>>();
  readonly #listeners = new Set<ChangeListener<T>>();

  get(namespace: string, name: string): T | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  /** '' is all of them. */
  list(namespace: string): T[] {
    if (namespace !== '') return values(this.#namespaces.get(namespace));
    return [...this.#namespaces.values()].flatMap((objects) => [...objects.values()]);
  }

  controlledBy(uid: string): T[] {
    return values(this.#controlled.get(uid));
  }

  orphansIn(namespace: string): T[] {
    return values(this.#orphans.get(namespace));
  }

  /** First an ADDED per existing object, then every change. */
  listen(listener: ChangeListener<T>): ClientWatch {
    for (const object of this.list('')) listener('ADDED', object, undefined);
    this.#listeners.add(listener);
    return { stop: () => void this.#listeners.delete(listener) };
  }

  observe(type: WatchEventType, object: T): void {
    const { namespace = '', name = '' } = object.metadata;
    const previous = this.get(namespace, name);
    const key = `${namespace}/${name}`;
    if (previous !== undefined) remove(...this.#index(previous), key);
    if (type === 'DELETED') remove(this.#namespaces, namespace, name);
    else {
      put(this.#namespaces, namespace, name, object);
      put(...this.#index(object), key, object);
    }
    for (const listener of this.#listeners) listener(type, object, previous);
  }

  #index(object: T): [Map<string, Map<string, T>>, string] {
    const controller = controllerOf(object);
    return controller === undefined
      ? [this.#orphans, object.metadata.namespace ?? '']
      : [this.#controlled, controller.uid];
  }
}

/** One informer per resource, started when it is first asked for. */
export class Informers {
  readonly #client: Client;
  readonly #started = new Map<string, Promise<Informer>>();
  readonly #watches: ClientWatch[] = [];

  constructor(client: Client) {
    this.#client = client;
  }

  /** Resolves when it knows all that is there. */
  of<T extends KubeObject>(resource: GroupResource): Promise<Informer<T>> {
    const key = groupResourceString(resource);
    let started = this.#started.get(key);
    if (started === undefined) this.#started.set(key, (started = this.#start(resource)));
    // The caller names the type that its resource has.
    return started as unknown as Promise<Informer<T>>;
  }

  stop(): void {
    for (const watch of this.#watches.splice(0)) watch.stop();
  }

  async #start(resource: GroupResource): Promise<Informer> {
    const informer = new Informer();
    const observe = (type: WatchEventType, object: KubeObject): void => informer.observe(type, object);
    this.#watches.push(await this.#client.resource(resource).watch('', observe));
    return informer;
  }
}

function values<T>(objects: ReadonlyMap<string, T> | undefined): T[] {
  return [...(objects?.values() ?? [])];
}

function put<T>(index: Map<string, Map<string, T>>, group: string, key: string, object: T): void {
  const objects = index.get(group);
  if (objects === undefined) index.set(group, new Map([[key, object]]));
  else objects.set(key, object);
}

function remove<T>(index: Map<string, Map<string, T>>, group: string, key: string): void {
  const objects = index.get(group);
  objects?.delete(key);
  if (objects?.size === 0) index.delete(group);
}
