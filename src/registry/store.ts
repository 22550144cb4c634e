/**
 * The generic store: what happens, in which order, to every stored kind. Kinds differ by their Strategy alone.
 * Source: k8s.io/apiserver/pkg/registry/generic/registry/store.go.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  isReason,
  newConflict,
  newGenerateNameConflict,
  newInvalid,
  newNotFound,
  type StatusError,
} from '../apis/errors.js';
import { type FieldError, invalid } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { type DeleteOptions, type GroupResource, type KubeObject, type Preconditions } from '../apis/meta/v1.js';
import { encodeObject } from '../apis/schema/encode.js';
import { type Schemas } from '../apis/schema/schema.js';
import { nameIsDNSSubdomain } from '../apis/validation/names.js';
import { validateObjectMeta, validateObjectMetaUpdate } from '../apis/validation/object-meta.js';
import { type Clock } from '../clock/clock.js';
import { type Random } from '../clock/random.js';
import { type Features } from '../features/features.js';
import {
  StorageError,
  type Storage,
  type StorageList,
  type StorageWatch,
  type WatchEvent,
} from '../storage/storage.js';
import { checkDeletePreconditions, decideDeletion } from './deletion.js';
import { carrySystemFields, ensureNamespace, fillSystemFields, generateName } from './metadata.js';
import {
  type AnyKind,
  type ParentStore,
  type RequestContext,
  type ServedVersion,
  type Strategy,
  type StrategyContext,
} from './rest.js';
import { withStatus } from './storage-errors.js';

export interface StoreDependencies {
  readonly storage: Storage;
  readonly schemas: Schemas;
  readonly features: Features;
  readonly clock: Clock;
  readonly random: Random;
}

/** Runs validating admission on a new state (and the state before); refuses by throwing. */
export type ValidateObject = (object: KubeObject, old?: KubeObject) => Promise<void>;

export interface UpdateRequest {
  readonly name: string;
  readonly preconditions?: Preconditions | undefined;
  /** The subresource's own strategy in place of the kind's. */
  readonly strategy?: Pick<Strategy, 'prepareForUpdate' | 'validateUpdate' | 'warningsOnUpdate'>;
  readonly subresource?: string;
  /** Makes the next state; runs again where another writer came between. */
  readonly change: (current: KubeObject) => KubeObject | Promise<KubeObject>;
  readonly validate?: ValidateObject;
}

export interface DeleteResult {
  /** The object's last state, or its state on the way out. */
  readonly object: KubeObject;
  /** False where graceful deletion or finalizers keep it. */
  readonly deleted: boolean;
}

const METADATA = Path.of('metadata');
const STALE = 'the object has been modified; please apply your changes to the latest version and try again';
const nothing: ValidateObject = () => Promise.resolve();

export class Store implements ParentStore {
  readonly kind: AnyKind;
  readonly resource: GroupResource;
  readonly #strategy: Strategy;
  readonly #stored: ServedVersion;
  readonly #prefix: string;
  readonly #deps: StoreDependencies;

  constructor(kind: AnyKind, stored: ServedVersion, deps: StoreDependencies) {
    this.kind = kind;
    this.resource = { group: kind.group, resource: kind.resource };
    this.#strategy = kind.strategy ?? {};
    this.#stored = stored;
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

  get(namespace: string, name: string): Promise<KubeObject> {
    return withStatus(this.resource, name, () => this.#deps.storage.get(this.#key(namespace, name)));
  }

  /** All objects of a namespace ('' for all), now or at a revision. Throws StorageError for a revision that is not kept. */
  list(namespace: string, atRevision?: number): Promise<StorageList> {
    return this.#deps.storage.list(this.prefix(namespace), atRevision);
  }

  /** Calls back for every change in a namespace ('' for all) after a revision. Throws StorageError where that is not kept. */
  watch(namespace: string, fromRevision: number, listener: (event: WatchEvent) => void): StorageWatch {
    return this.#deps.storage.watch(this.prefix(namespace), fromRevision, listener);
  }

  /** Stores a new object; the context's dry run leaves nothing behind. */
  async create(object: KubeObject, context: RequestContext, validate: ValidateObject = nothing): Promise<KubeObject> {
    const { clock, random, storage } = this.#deps;
    fillSystemFields(object, clock, random);
    ensureNamespace(object, this.kind.namespaced ? context.namespace : '');
    generateName(object, random);
    const strategyContext = this.#context(context, '');
    this.#strategy.prepareForCreate?.(object, strategyContext);
    if (this.#strategy.countsGenerations === true) object.metadata.generation = 1;
    this.#refuse(object, [
      ...this.#metadataErrors(object),
      ...(this.#strategy.validate?.(object, strategyContext) ?? []),
    ]);
    for (const warning of this.#strategy.warningsOnCreate?.(object, strategyContext) ?? []) context.warn(warning);
    await validate(object);
    const name = object.metadata.name ?? '';
    const key = this.#key(context.namespace, name);
    const encoded = this.#encode(object);
    try {
      return await withStatus(this.resource, name, () =>
        context.dryRun ? this.#absent(key, encoded) : storage.create(key, encoded),
      );
    } catch (error) {
      const generated = (object.metadata.generateName ?? '') !== '';
      if (generated && isReason(error, 'AlreadyExists')) throw newGenerateNameConflict(this.resource, name);
      throw error;
    }
  }

  /** Changes an object; removes it where the change took away the last finalizer of one that is being deleted. */
  async write(request: UpdateRequest, context: RequestContext): Promise<KubeObject> {
    const { storage } = this.#deps;
    const key = this.#key(context.namespace, request.name);
    let finished = false;
    const advance = async (current: KubeObject): Promise<KubeObject> => {
      const next = await this.#next(current, request, context);
      finished = isFinished(next, current) && (this.#strategy.termination?.finished(next) ?? true);
      return finished ? current : next;
    };
    return withStatus(this.resource, request.name, async () => {
      const result = context.dryRun
        ? await advance(await storage.get(key))
        : await storage.guaranteedUpdate(key, request.preconditions, advance);
      return finished && !context.dryRun ? storage.delete(key, request.preconditions) : result;
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
    const key = this.#key(context.namespace, name);
    const dryRun = context.dryRun;
    return withStatus(this.resource, name, async () => {
      const admit = async (object: KubeObject): Promise<void> => {
        await this.#strategy.beforeDelete?.(object, this.#context(context, ''));
        await validate(object);
      };
      const before = await storage.get(key);
      checkDeletePreconditions({ group: this.kind.group, resource: this.kind.kind }, before, options);
      const decision = decideDeletion(this.#strategy, before, options, clock.now());
      if (decision.type === 'pending') return { object: before, deleted: false };
      if (decision.type === 'update') {
        await admit(before);
        const changed = this.#encode(decision.object);
        const object = dryRun ? changed : await storage.guaranteedUpdate(key, { uid: uidOf(before) }, () => changed);
        if (!decision.thenRemove) return { object, deleted: false };
        if (dryRun) return { object, deleted: true };
        return { object: await storage.delete(key, { uid: uidOf(before) }), deleted: true };
      }
      if (dryRun) {
        await admit(before);
        return { object: before, deleted: true };
      }
      return { object: await storage.delete(key, options.preconditions, admit), deleted: true };
    });
  }

  async delete(
    namespace: string,
    name: string,
    options: { gracePeriodSeconds?: number; preconditions?: Preconditions },
    context: RequestContext,
  ): Promise<void> {
    await this.remove(name, options, { ...context, namespace });
  }

  async #next(current: KubeObject, request: UpdateRequest, context: RequestContext): Promise<KubeObject> {
    const object = await request.change(current);
    this.#checkResourceVersion(object, current, request.name);
    const strategy = request.strategy ?? this.#strategy;
    const strategyContext = this.#context(context, request.subresource ?? '');
    ensureNamespace(object, this.kind.namespaced ? context.namespace : '');
    if (current.metadata.generation === undefined) delete object.metadata.generation;
    else object.metadata.generation = current.metadata.generation;
    strategy.prepareForUpdate?.(object, current, strategyContext);
    carrySystemFields(object, current);
    this.#refuse(object, [
      ...this.#metadataErrors(object),
      ...validateObjectMetaUpdate(object.metadata, current.metadata, this.#deps.features.behaviours),
      ...(strategy.validateUpdate?.(object, current, strategyContext) ?? []),
    ]);
    for (const warning of strategy.warningsOnUpdate?.(object, current, strategyContext) ?? []) context.warn(warning);
    await request.validate?.(object, current);
    const encoded = this.#encode(object);
    return isDeepStrictEqual(encoded, current) ? current : encoded;
  }

  #checkResourceVersion(object: KubeObject, current: KubeObject, name: string): void {
    const given = object.metadata.resourceVersion ?? '';
    const existing = current.metadata.resourceVersion ?? '';
    if (given === '' || given === '0') {
      if (this.#strategy.allowUnconditionalUpdate === false) {
        const path = METADATA.child('resourceVersion');
        const errors = [invalid(path, 0, 'must be specified for an update')];
        throw newInvalid({ group: this.kind.group, kind: this.kind.resource }, name, errors);
      }
      object.metadata.resourceVersion = existing;
    } else if (given !== existing) {
      throw newConflict(this.resource, name, STALE);
    }
  }

  #metadataErrors(object: KubeObject): readonly FieldError[] {
    const { features } = this.#deps;
    const validateName = (name: string, prefix: boolean): readonly string[] =>
      this.#strategy.validateName?.(name, prefix, features) ?? nameIsDNSSubdomain(name, prefix);
    return validateObjectMeta(object.metadata, this.kind.namespaced, validateName, features.behaviours);
  }

  #refuse(object: KubeObject, errors: readonly FieldError[]): void {
    if (errors.length === 0) return;
    throw newInvalid({ group: this.kind.group, kind: this.kind.kind }, object.metadata.name ?? '', errors);
  }

  #encode(object: KubeObject): KubeObject {
    const { schemas, features } = this.#deps;
    const nullCreationTimestamp = features.behaviours.nullCreationTimestamp;
    return encodeObject(schemas, this.#stored.schema, object, { nullCreationTimestamp }) as KubeObject;
  }

  async #absent(key: string, object: KubeObject): Promise<KubeObject> {
    const there = await this.#deps.storage.get(key).then(
      () => true,
      () => false,
    );
    if (there) throw new StorageError('KeyExists', key);
    return object;
  }

  #key(namespace: string, name: string): string {
    return this.kind.namespaced ? `${this.#prefix}${namespace}/${name}` : `${this.#prefix}${name}`;
  }

  #context(context: RequestContext, subresource: string): StrategyContext {
    const { features, clock, random } = this.#deps;
    return { features, clock, random, user: context.user, namespace: context.namespace, subresource };
  }

  /** 404 for an object of this kind. */
  notFound(name: string): StatusError {
    return newNotFound(this.resource, name);
  }
}

function uidOf(object: KubeObject): string {
  return object.metadata.uid ?? '';
}

/** True where nothing keeps an object that is being deleted any longer. Source: ShouldDeleteDuringUpdate. */
function isFinished(next: KubeObject, current: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = current.metadata;
  const finalizers = next.metadata.finalizers ?? [];
  return finalizers.length === 0 && deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0;
}
