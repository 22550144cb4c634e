/** An API server of a few lines behind the Client contract: revisions, conflicts, finalizers, terminating namespaces, watches. */
import { newAlreadyExists, newConflict, newForbidden, newNotFound } from '../../../src/apis/errors.js';
import { type Namespace } from '../../../src/apis/core/v1.js';
import {
  type DeleteOptions,
  type GroupResource,
  type KubeObject,
  groupResourceString,
  type WatchEventType,
} from '../../../src/apis/meta/v1.js';
import { type UserInfo } from '../../../src/authentication/authenticator.js';
import { type Client, type ObjectSource, type ResourceClient } from '../../../src/client/client.js';
import { type Clock, rfc3339 } from '../../../src/clock/clock.js';

interface Watcher {
  /** Undefined: of all of them. */
  readonly resource: string | undefined;
  readonly namespace: string;
  readonly listener: (type: WatchEventType, object: KubeObject) => void;
}

/** What every client of one server shares. */
export class FakeServer {
  readonly clock: Clock;
  /** `system:…:token-controller create secrets/demo`, one line per write. */
  readonly writes: string[] = [];
  /** Called before a write; may throw, or write something else first. */
  beforeWrite: (line: string) => void | Promise<void> = () => undefined;
  readonly #objects = new Map<string, KubeObject>();
  readonly #watchers = new Set<Watcher>();
  #revision = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  client(user: UserInfo = { username: 'admin' }): Client {
    return {
      resource: <T extends KubeObject>(resource: GroupResource) =>
        new FakeResource(this, resource, user) as unknown as ResourceClient<T>,
      ask: (resource) => Promise.reject(newNotFound(resource, '')),
      as: (other) => this.client(other),
    };
  }

  /** All objects; a kind's resource is its name in lower case and an `s`. */
  get objects(): ObjectSource {
    return {
      follow: (listener) => {
        for (const object of this.#objects.values()) listener('ADDED', object);
        return Promise.resolve(this.watch({ resource: undefined, namespace: '', listener }));
      },
      mapping: (apiVersion, kind) => ({
        resource: { group: apiVersion.split('/').slice(0, -1).join(''), resource: `${kind.toLowerCase()}s` },
        namespaced: kind !== 'Namespace',
      }),
    };
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  find(resource: GroupResource, namespace: string, name: string): KubeObject | undefined {
    return this.#objects.get(keyOf(resource, namespace, name));
  }

  list(resource: GroupResource, namespace: string): KubeObject[] {
    const prefix = `${groupResourceString(resource)}/${namespace === '' ? '' : `${namespace}/`}`;
    return [...this.#objects].filter(([key]) => key.startsWith(prefix)).map(([, object]) => object);
  }

  /** Stores, or with undefined removes, and tells the watchers. */
  put(resource: GroupResource, object: KubeObject, type: WatchEventType): KubeObject {
    const { namespace = '', name = '' } = object.metadata;
    const next = { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.#revision) } };
    const key = keyOf(resource, namespace, name);
    if (type === 'DELETED') this.#objects.delete(key);
    else this.#objects.set(key, next);
    for (const watcher of [...this.#watchers]) {
      if ((watcher.resource ?? groupResourceString(resource)) !== groupResourceString(resource)) continue;
      if (watcher.namespace === '' || watcher.namespace === namespace) watcher.listener(type, next);
    }
    return next;
  }

  newUid(): string {
    return `uid-${this.#revision + 1}`;
  }

  watch(watcher: Watcher): { stop(): void } {
    this.#watchers.add(watcher);
    return { stop: () => void this.#watchers.delete(watcher) };
  }
}

function keyOf(resource: GroupResource, namespace: string, name: string): string {
  return `${groupResourceString(resource)}/${namespace === '' ? '' : `${namespace}/`}${name}`;
}

const NAMESPACES = { group: '', resource: 'namespaces' };

class FakeResource implements ResourceClient {
  readonly #server: FakeServer;
  readonly #resource: GroupResource;
  readonly #user: UserInfo;

  constructor(server: FakeServer, resource: GroupResource, user: UserInfo) {
    this.#server = server;
    this.#resource = resource;
    this.#user = user;
  }

  get(namespace: string, name: string): Promise<KubeObject> {
    const object = this.#server.find(this.#resource, namespace, name);
    return object === undefined ? Promise.reject(newNotFound(this.#resource, name)) : Promise.resolve(object);
  }

  list(namespace: string, { fieldSelector = '' }: { fieldSelector?: string } = {}) {
    const [field = '', value] = fieldSelector.split('=');
    const items = this.#server
      .list(this.#resource, namespace)
      .filter((object) => field === '' || (object as unknown as Record<string, unknown>)[field] === value);
    return Promise.resolve({ apiVersion: 'v1', kind: 'List', metadata: {}, items });
  }

  async create(namespace: string, object: KubeObject): Promise<KubeObject> {
    const { name = '' } = object.metadata;
    await this.#write('create', name);
    if (this.#server.find(this.#resource, namespace, name)) throw newAlreadyExists(this.#resource, name);
    if (namespace !== '') this.#checkNamespace(namespace, name);
    const isNamespace = this.#resource.resource === 'namespaces';
    const metadata = {
      ...object.metadata,
      ...(namespace !== '' && { namespace }),
      uid: this.#server.newUid(),
      creationTimestamp: rfc3339(this.#server.clock.now()),
    };
    const namespaceParts = isNamespace && { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } };
    return this.#server.put(this.#resource, { ...structuredClone(object), ...namespaceParts, metadata }, 'ADDED');
  }

  update(namespace: string, object: KubeObject): Promise<KubeObject> {
    return this.#change(namespace, object, 'update');
  }

  updateStatus(namespace: string, object: KubeObject): Promise<KubeObject> {
    return this.#change(namespace, object, 'updateStatus');
  }

  createSubresource(_namespace: string, name: string): Promise<KubeObject> {
    return Promise.reject(newNotFound(this.#resource, name));
  }

  updateApproval(object: KubeObject): Promise<KubeObject> {
    return this.#change('', object, 'updateApproval');
  }

  finalize(object: KubeObject): Promise<KubeObject> {
    return this.#change('', object, 'finalize');
  }

  async delete(namespace: string, name: string, { preconditions }: DeleteOptions = {}): Promise<void> {
    await this.#write('delete', name);
    const object = await this.get(namespace, name);
    const { uid, resourceVersion, deletionTimestamp } = object.metadata;
    if (
      (preconditions?.uid ?? uid) !== uid ||
      (preconditions?.resourceVersion ?? resourceVersion) !== resourceVersion
    ) {
      throw newConflict(this.#resource, name, 'Precondition failed');
    }
    if (deletionTimestamp !== undefined) return;
    const terminating = {
      ...object,
      ...(this.#resource.resource === 'namespaces' && {
        status: { ...(object as Namespace).status, phase: 'Terminating' },
      }),
      metadata: { ...object.metadata, deletionTimestamp: rfc3339(this.#server.clock.now()) },
    };
    this.#server.put(this.#resource, terminating, isFinished(terminating) ? 'DELETED' : 'MODIFIED');
  }

  watch(namespace: string, listener: (type: WatchEventType, object: KubeObject) => void) {
    for (const object of this.#server.list(this.#resource, namespace)) listener('ADDED', object);
    return Promise.resolve(this.#server.watch({ resource: groupResourceString(this.#resource), namespace, listener }));
  }

  async #change(namespace: string, object: KubeObject, verb: string): Promise<KubeObject> {
    const { name = '', resourceVersion } = object.metadata;
    await this.#write(verb, name);
    const current = await this.get(namespace, name);
    if (resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion) {
      throw newConflict(this.#resource, name, 'the object has been modified');
    }
    const isGone = object.metadata.deletionTimestamp !== undefined && isFinished(object);
    return this.#server.put(this.#resource, structuredClone(object), isGone ? 'DELETED' : 'MODIFIED');
  }

  async #write(verb: string, name: string): Promise<void> {
    const line = `${this.#user.username} ${verb} ${this.#resource.resource}/${name}`;
    await this.#server.beforeWrite(line);
    this.#server.writes.push(line);
  }

  #checkNamespace(namespace: string, name: string): void {
    const found = this.#server.find(NAMESPACES, '', namespace);
    if (found === undefined) throw newNotFound(NAMESPACES, namespace);
    if ((found as Namespace).status?.phase !== 'Terminating') return;
    const error = newForbidden(this.#resource, name, `unable to create new content in namespace ${namespace}`);
    error.status.details = { ...error.status.details, causes: [{ reason: 'NamespaceTerminating' }] };
    throw error;
  }
}

function isFinished(object: KubeObject): boolean {
  const finalizers = [...(object.metadata.finalizers ?? []), ...((object as Namespace).spec?.finalizers ?? [])];
  return finalizers.length === 0;
}
