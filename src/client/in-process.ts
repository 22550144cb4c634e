/** The in-process client: admission, validation and storage as for a request over HTTP, without the wire. */
import { newNotFound } from '../apis/errors.js';
import {
  type DeleteOptions,
  type GroupResource,
  groupVersion,
  type KubeList,
  type KubeObject,
} from '../apis/meta/v1.js';
import { type UserInfo } from '../authentication/authenticator.js';
import { readPage } from '../endpoints/handlers/list.js';
import { askVirtual, changeObject, createObject, deleteObject, resourceOf } from '../endpoints/operations.js';
import { type Scope, type ScopeTable } from '../endpoints/scope.js';
import { selectionOf } from '../endpoints/selection.js';
import { type RequestContext } from '../registry/rest.js';
import { type Store } from '../registry/store.js';
import { type Client, type ClientWatch, type Getter, type ResourceClient } from './client.js';

const FIRST_PAGE = { limit: 0, continue: '', resourceVersion: '', resourceVersionMatch: '' };

export class InProcessClient implements Client {
  readonly #scopes: ScopeTable;
  readonly #user: UserInfo;

  constructor(scopes: ScopeTable, user: UserInfo) {
    this.#scopes = scopes;
    this.#user = user;
  }

  as(user: UserInfo): Client {
    return new InProcessClient(this.#scopes, user);
  }

  resource<T extends KubeObject = KubeObject>(resource: GroupResource): ResourceClient<T> {
    const scope = this.#scopes.preferred(resource);
    if (scope?.store === undefined) throw newNotFound(resource, '');
    // The store holds objects of every kind; the caller names the type that its resource has.
    return new ScopeClient(scope, scope.store, this.#user) as unknown as ResourceClient<T>;
  }

  async ask<T extends KubeObject>(resource: GroupResource, question: T): Promise<T> {
    const scope = this.#scopes.preferred(resource);
    if (scope?.virtual === undefined) throw newNotFound(resource, '');
    const context = contextOf(scope, this.#user, '', '');
    // The answer is the question with a status.
    return (await askVirtual(scope, scope.virtual, '', structuredClone(question), context)) as T;
  }
}

/** Who it is besides the controllers that acts in process, by the name of its user. */
const API_SERVER = 'system:apiserver';

class ScopeClient implements ResourceClient {
  readonly #scope: Scope;
  readonly #store: Store;
  readonly #user: UserInfo;

  constructor(scope: Scope, store: Store, user: UserInfo) {
    this.#scope = scope;
    this.#store = store;
    this.#user = user;
  }

  get(namespace: string, name: string): Promise<KubeObject> {
    return this.#store.get(namespace, name);
  }

  async list(
    namespace: string,
    { labelSelector = '', fieldSelector = '' }: { labelSelector?: string; fieldSelector?: string } = {},
  ): Promise<KubeList> {
    const selection = selectionOf(this.#scope, { labelSelector, fieldSelector });
    const { items, metadata } = await readPage(this.#store, namespace, FIRST_PAGE, selection, this.#scope.features);
    const { group, kind } = this.#scope.kind;
    const apiVersion = groupVersion(group, this.#scope.version.version);
    return { kind: `${kind}List`, apiVersion, metadata, items: [...items] };
  }

  create(namespace: string, object: KubeObject): Promise<KubeObject> {
    return createObject(this.#scope, this.#store, structuredClone(object), this.#context(namespace, ''));
  }

  update(namespace: string, object: KubeObject): Promise<KubeObject> {
    return this.#write(namespace, object, '');
  }

  updateStatus(namespace: string, object: KubeObject): Promise<KubeObject> {
    return this.#write(namespace, object, 'status');
  }

  async createSubresource(
    namespace: string,
    name: string,
    subresource: string,
    object: KubeObject,
  ): Promise<KubeObject> {
    const found = this.#scope.subresources.get(subresource);
    if (found?.type !== 'virtual') throw newNotFound(resourceOf(this.#scope), name);
    return askVirtual(this.#scope, found.storage, subresource, structuredClone(object), this.#context(namespace, name));
  }

  updateApproval(object: KubeObject): Promise<KubeObject> {
    return this.#write('', object, 'approval');
  }

  finalize(object: KubeObject): Promise<KubeObject> {
    return this.#write('', object, 'finalize');
  }

  async delete(namespace: string, name: string, options: DeleteOptions = {}): Promise<void> {
    await deleteObject(this.#scope, this.#store, name, options, this.#context(namespace, name));
  }

  async watch(namespace: string, listener: Parameters<ResourceClient['watch']>[1]): Promise<ClientWatch> {
    const { items, revision } = await this.#store.list(namespace);
    for (const item of items) listener('ADDED', item);
    return this.#store.watch(namespace, revision, ({ type, object }) => listener(type, object));
  }

  #write(namespace: string, object: KubeObject, subresource: string): Promise<KubeObject> {
    const { name = '', uid = '' } = object.metadata;
    const change = { name, subresource, uid, next: () => structuredClone(object) };
    return changeObject(this.#scope, this.#store, change, this.#context(namespace, name));
  }

  #context(namespace: string, name: string): RequestContext {
    return contextOf(this.#scope, this.#user, namespace, name);
  }
}

function contextOf(scope: Scope, user: UserInfo, namespace: string, name: string): RequestContext {
  const { features, clock, random, version } = scope;
  const fieldManager = user.username === API_SERVER ? 'kube-apiserver' : 'kube-controller-manager';
  const context = { features, clock, random, namespace, name, version: version.version, dryRun: false, fieldManager };
  return { ...context, user, warn: () => undefined };
}

/** Reads stored objects for authenticators, admission and strategies: undefined where there is none. */
export class StoreGetter implements Getter {
  readonly #storeOf: (resource: GroupResource) => Store | undefined;

  constructor(storeOf: (resource: GroupResource) => Store | undefined) {
    this.#storeOf = storeOf;
  }

  get<T extends KubeObject>(resource: GroupResource, namespace: string, name: string): Promise<T | undefined> {
    const found = this.#storeOf(resource)?.find(namespace, name) ?? Promise.resolve(undefined);
    return found as Promise<T | undefined>;
  }

  async list<T extends KubeObject>(resource: GroupResource, namespace: string): Promise<readonly T[]> {
    return ((await this.#storeOf(resource)?.list(namespace))?.items ?? []) as readonly T[];
  }
}
