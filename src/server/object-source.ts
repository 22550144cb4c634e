/** The stream of all objects, from the storage itself. */
import { type KubeObject, type WatchEventType } from '../apis/meta/v1.js';
import { type ClientWatch, type ObjectSource, type ResourceMapping } from '../client/client.js';
import { type ScopeTable } from '../endpoints/scope.js';
import { type Storage } from '../storage/storage.js';

const EVERYTHING = '/registry/';

export class StoredObjects implements ObjectSource {
  readonly #storage: Storage;
  readonly #scopes: ScopeTable;

  constructor(storage: Storage, scopes: ScopeTable) {
    this.#storage = storage;
    this.#scopes = scopes;
  }

  async follow(listener: (type: WatchEventType, object: KubeObject) => void): Promise<ClientWatch> {
    const { items, revision } = await this.#storage.list(EVERYTHING);
    for (const item of items) listener('ADDED', item);
    return this.#storage.watch(EVERYTHING, revision, ({ type, object }) => listener(type, object));
  }

  mapping(apiVersion: string, kind: string): ResourceMapping | undefined {
    const scope = this.#scopes.ofKind(apiVersion, kind);
    if (scope?.store === undefined) return undefined;
    const { group, resource, namespaced } = scope.kind;
    return { resource: { group, resource }, namespaced };
  }
}
