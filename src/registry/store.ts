/**
 * The generic store: what happens, in which order, to every stored kind. Kinds differ by their Strategy alone.
 * Source: k8s.io/apiserver/pkg/registry/generic/registry/store.go.
 */
import { isDeepStrictEqual } from 'node:util';
import { isReason, newGenerateNameConflict, newUnknownError, StatusError } from '../apis/errors.js';
import {
  type DeleteOptions,
  type GroupResource,
  groupVersion,
  type KubeObject,
  type Preconditions,
} from '../apis/meta/v1.js';
import { checkPreconditions } from '../storage/preconditions.js';
import {
  StorageError,
  type Storage,
  type StorageList,
  type StorageWatch,
  type WatchEvent,
} from '../storage/storage.js';
import { checkDeletePreconditions, decideDeletion, type Deletion, isFinished, withDefaultPolicy } from './deletion.js';
import { fillSystemFields } from './metadata.js';
import { Preparation, type PreparationDependencies, type UpdateRules, type ValidateObject } from './preparation.js';
import { type AnyKind, type ParentStore, type RequestContext, type ServedVersion, type Strategy } from './rest.js';
import { withStatus } from './storage-errors.js';

export interface StoreDependencies extends PreparationDependencies {
  readonly storage: Storage;
}

export interface UpdateRequest extends UpdateRules {
  readonly preconditions?: Preconditions | undefined;
  /** Makes the next state; runs again where another writer came between. */
  readonly change: (current: KubeObject) => KubeObject | Promise<KubeObject>;
}

export interface DeleteResult {
  /** The object's last state, or its state on the way out. */
  readonly object: KubeObject;
  /** False where graceful deletion or finalizers keep it. */
  readonly deleted: boolean;
}

const nothing: ValidateObject = () => Promise.resolve();

/** How often a name is generated before its being taken is an error. Source: store.go (maxNameGenerationCreateAttempts). */
const NAME_GENERATIONS = 8;

export class Store implements ParentStore {
  readonly kind: AnyKind;
  /** The version of the objects in the storage. */
  readonly version: ServedVersion;
  readonly resource: GroupResource;
  readonly #strategy: Strategy;
  readonly #preparation: Preparation;
  readonly #prefix: string;
  readonly #deps: StoreDependencies;

  constructor(kind: AnyKind, stored: ServedVersion, deps: StoreDependencies) {
    this.kind = kind;
    this.version = stored;
    this.resource = { group: kind.group, resource: kind.resource };
    this.#strategy = kind.strategy ?? {};
    this.#preparation = new Preparation(kind, stored, deps);
    this.#prefix = `/registry/${kind.storagePrefix ?? kind.resource}/`;
    this.#deps = deps;
  }

  get revision(): number {
    return this.#deps.storage.revision;
  }

  /** The key below which the objects of a namespace lie; '' is all of them. */
  prefix(namespace: string): string {
    return namespace === '' ? this.#prefix : `${this.#prefix}${namespace}/`;
  }

  keyOf({ metadata: { namespace = '', name = '' } }: KubeObject): string {
    return this.#key(namespace, name);
  }

  /** `group`: whose resource a refusal names, where kinds of two groups share the store. */
  get(namespace: string, name: string, group = this.resource.group): Promise<KubeObject> {
    return withStatus({ ...this.resource, group }, name, () => this.#deps.storage.get(this.#key(namespace, name)));
  }

  /** Undefined where there is no such object. */
  find(namespace: string, name: string): Promise<KubeObject | undefined> {
    return this.#deps.storage.get(this.#key(namespace, name)).catch(undefinedIfMissing);
  }

  /** All objects of a namespace ('' for all), now or at a revision. Throws StorageError for a revision that is not kept. */
  list(namespace: string, atRevision?: number): Promise<StorageList> {
    return this.#deps.storage.list(this.prefix(namespace), atRevision);
  }

  /** The objects of one name now: one or none, found without looking at others where the namespace is known. */
  async named(namespace: string, name: string): Promise<StorageList> {
    if (this.kind.namespaced && namespace === '') {
      const all = await this.list('');
      return { ...all, items: all.items.filter(({ metadata }) => metadata.name === name) };
    }
    const { storage } = this.#deps;
    const revision = storage.revision;
    const object = await storage.get(this.#key(namespace, name)).catch(undefinedIfMissing);
    return { items: object === undefined ? [] : [object], revision };
  }

  /**
   * Calls back for every change in a namespace ('' for all) after a revision, and `onEnd` where the kind is served no more.
   * Throws StorageError where that is not kept.
   */
  watch(
    namespace: string,
    fromRevision: number,
    listener: (event: WatchEvent) => void,
    onEnd?: () => void,
  ): StorageWatch {
    return this.#deps.storage.watch(this.prefix(namespace), fromRevision, listener, onEnd);
  }

  /** Stores a new object; the context's dry run leaves nothing behind. Changes `object`. */
  async create(object: KubeObject, context: RequestContext, validate: ValidateObject = nothing): Promise<KubeObject> {
    const { name = '', generateName = '' } = object.metadata;
    const retries = name === '' && generateName !== '' && this.#deps.features.enabled('RetryGenerateName');
    for (let left = retries ? NAME_GENERATIONS - 1 : 0; left > 0; left--) {
      try {
        return await this.#create(structuredClone(object), context, validate);
      } catch (error) {
        if (!isReason(error, 'AlreadyExists')) throw error;
      }
    }
    return this.#create(object, context, validate);
  }

  /** Stores an object of the server's own as it is, status and all: it is whole, and no strategy looks at it. Changes `object`. */
  seed(object: KubeObject): Promise<KubeObject> {
    const { storage, clock, random } = this.#deps;
    fillSystemFields(object, clock, random);
    if (this.#strategy.countsGenerations === true) object.metadata.generation = 1;
    object.kind = this.kind.kind;
    object.apiVersion = groupVersion(this.kind.group, this.version.version);
    const { namespace = '', name = '' } = object.metadata;
    return storage.create(this.#key(namespace, name), this.#preparation.encode(object));
  }

  /** Changes an object; removes it where the change took away the last finalizer of one that is being deleted. */
  async write(request: UpdateRequest, context: RequestContext): Promise<KubeObject> {
    const { storage } = this.#deps;
    const { preconditions, name } = request;
    const key = this.#key(context.namespace, name);
    let last: KubeObject | undefined;
    const advance = async (current: KubeObject): Promise<KubeObject> => {
      const next = await this.#preparation.update(await request.change(current), current, request, context);
      last = isFinished(this.#strategy, next, current) ? next : undefined;
      return last === undefined ? next : current;
    };
    return withStatus(this.resource, name, async () => {
      const result = await this.#update(key, preconditions, advance, context);
      if (last === undefined) return result;
      // Of two writers that each took away the last finalizer, the slower one has nothing left to remove.
      if (!context.dryRun) await storage.delete(key, preconditions).catch(undefinedIfMissing);
      return last;
    });
  }

  update(
    namespace: string,
    name: string,
    preconditions: Preconditions | undefined,
    change: (current: KubeObject) => KubeObject,
    context: RequestContext,
    strategy?: UpdateRequest['strategy'],
  ): Promise<KubeObject> {
    const request = { name, preconditions, change, ...(strategy === undefined ? {} : { strategy }) };
    return this.write(request, { ...context, namespace });
  }

  /** Deletes an object, or starts its graceful deletion. */
  async remove(
    name: string,
    options: DeleteOptions,
    context: RequestContext,
    validate: ValidateObject = nothing,
  ): Promise<DeleteResult> {
    const { storage, clock } = this.#deps;
    const { preconditions } = options;
    const key = this.#key(context.namespace, name);
    const admit = async (object: KubeObject): Promise<void> => {
      await this.#strategy.beforeDelete?.(object, this.#preparation.context(context, ''));
      await validate(object);
    };
    return withStatus(this.resource, name, async () => {
      const before = await storage.get(key);
      checkDeletePreconditions({ group: this.kind.group, resource: this.kind.kind }, before, options);
      const decide = (object: KubeObject): Deletion => {
        const policy = withDefaultPolicy(this.#strategy, object, options, context.version);
        return decideDeletion(this.#strategy, object, policy, clock.now());
      };
      const first = decide(before);
      if (first.type === 'pending') return { object: before, deleted: false };
      if (first.type === 'now') {
        if (!context.dryRun) return { object: await storage.delete(key, preconditions, admit), deleted: true };
        await admit(before);
        return { object: before, deleted: true };
      }
      let decision: Deletion = first;
      const object = await this.#update(
        key,
        preconditions,
        async (current) => {
          await admit(current);
          decision = decide(current);
          if (decision.type !== 'update') return current;
          const next = this.#preparation.encode(decision.object);
          return isDeepStrictEqual(next, current) ? current : next;
        },
        context,
      );
      // Asked again, as a state that another writer left may call for another answer.
      const { type, thenRemove } = decision as Deletion & { thenRemove?: boolean };
      const deleted = type === 'now' || thenRemove === true;
      if (!deleted || context.dryRun) return { object, deleted };
      const uid = object.metadata.uid ?? '';
      return { object: (await storage.delete(key, { uid }).catch(undefinedIfMissing)) ?? object, deleted };
    });
  }

  async delete(namespace: string, name: string, options: DeleteOptions, context: RequestContext): Promise<void> {
    await this.remove(name, options, { ...context, namespace });
  }

  async #create(object: KubeObject, context: RequestContext, validate: ValidateObject): Promise<KubeObject> {
    const { storage } = this.#deps;
    const generated = (object.metadata.name ?? '') === '';
    const { resourceVersion } = object.metadata;
    const encoded = await this.#preparation.creation(object, context, validate);
    const name = encoded.metadata.name ?? '';
    const key = this.#key(context.namespace, name);
    if (!context.dryRun && /^\d+$/.test(resourceVersion ?? '') && Number(resourceVersion) !== 0) {
      throw newUnknownError('resourceVersion should not be set on objects to be created');
    }
    try {
      return await withStatus(this.resource, name, () =>
        context.dryRun ? this.#absent(key, encoded) : storage.create(key, encoded),
      );
    } catch (error) {
      if (!isReason(error, 'AlreadyExists')) throw error;
      const existing = await storage.get(key).catch(undefinedIfMissing);
      const refusal = generated ? newGenerateNameConflict(this.resource, name) : error;
      if (existing?.metadata.deletionTimestamp === undefined) throw refusal;
      const message = `object is being deleted: ${refusal.message}`;
      throw new StatusError({ ...refusal.status, message });
    }
  }

  async #update(
    key: string,
    preconditions: Preconditions | undefined,
    next: (current: KubeObject) => Promise<KubeObject>,
    { dryRun }: RequestContext,
  ): Promise<KubeObject> {
    const { storage } = this.#deps;
    if (!dryRun) return storage.guaranteedUpdate(key, preconditions, next);
    const current = await storage.get(key);
    // What is tried out is told without the prefix that the storage itself adds.
    checkPreconditions(key.replace(/^\/registry/, ''), preconditions, current);
    return next(current);
  }

  async #absent(key: string, object: KubeObject): Promise<KubeObject> {
    const there = await this.#deps.storage.get(key).catch(undefinedIfMissing);
    if (there !== undefined) throw new StorageError('KeyExists', key);
    return object;
  }

  #key(namespace: string, name: string): string {
    return this.kind.namespaced ? `${this.#prefix}${namespace}/${name}` : `${this.#prefix}${name}`;
  }
}

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof StorageError && error.reason === 'KeyNotFound') return undefined;
  throw error;
}
