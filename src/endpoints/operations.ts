/**
 * What the verbs do, on decoded objects and after authorization: the way that a request over HTTP and the in-process
 * client share. Source: k8s.io/apiserver/pkg/endpoints/handlers/{create,update,delete}.go.
 */
import { type AdmissionApi, type AdmissionAttributes, type Operation } from '../admission/plugin.js';
import { newBadRequest } from '../apis/errors.js';
import { type DeleteOptions, type GroupResource, groupVersion, type KubeObject } from '../apis/meta/v1.js';
import { encodeObject } from '../apis/schema/encode.js';
import { ensureNamespace } from '../registry/metadata.js';
import { type RequestContext, type VirtualStorage } from '../registry/rest.js';
import { type DeleteResult, type Store } from '../registry/store.js';
import { AFTER_ADMISSION, dedupOwnerReferences } from './owner-references.js';
import { fieldManagerOf } from './field-managers.js';
import { type Scope } from './scope.js';

/** Stores a new object (decoded in the scope's version) and returns it as it is stored. */
export async function createObject(
  scope: Scope,
  store: Store,
  object: KubeObject,
  context: RequestContext,
  { managed = false, authorize }: CreateRules = {},
): Promise<KubeObject> {
  const stored = toStored(scope, object);
  ensureNamespace(stored, scope.kind.namespaced ? context.namespace : '');
  dedupOwnerReferences(stored, '', (text) => context.warn(text));
  if (!managed) manageFields(scope, '', stored, undefined, context);
  const attributes = attributesOf(scope, context, 'CREATE', '', stored.metadata.name ?? '', stored, undefined);
  await scope.admission.admit(attributes);
  dedupOwnerReferences(stored, AFTER_ADMISSION, (text) => context.warn(text));
  await scope.guard?.create(stored, context);
  return store.create(stored, context, async (made) => {
    await authorize?.();
    // By now a name has been generated.
    const name = attributes.name || (made.metadata.name ?? '');
    await scope.admission.validate({ ...attributes, name, object: made });
  });
}

export interface CreateRules {
  /** True where the object has its managedFields already. */
  readonly managed?: boolean;
  /** Asked when the object is otherwise found good: who changes what is not there may not therefore create it. */
  readonly authorize?: () => Promise<void>;
}

/** Asks a virtual kind; answers in the scope's version. */
export async function askVirtual(
  scope: Scope,
  virtual: VirtualStorage,
  subresource: string,
  object: KubeObject,
  context: RequestContext,
): Promise<KubeObject> {
  const attributes = attributesOf(scope, context, 'CREATE', subresource, context.name, object, undefined);
  await scope.admission.admit(attributes);
  return virtual.create(object, context, () => scope.admission.validate(attributes));
}

export interface Change {
  readonly name: string;
  readonly subresource: string;
  /** '' where the client named none. */
  readonly uid: string;
  /** Gives the next state in the scope's version, of the state now. */
  readonly next: (current: KubeObject) => KubeObject | Promise<KubeObject>;
  /** True where `next` has seen to managedFields. */
  readonly managed?: boolean;
}

/** Changes an object, or the part of it that a subresource is. */
export function changeObject(scope: Scope, store: Store, change: Change, context: RequestContext): Promise<KubeObject> {
  const subresource = scope.subresources.get(change.subresource);
  let attributes: AdmissionAttributes | undefined;
  return store.write(
    {
      name: change.name,
      subresource: change.subresource,
      ...(subresource?.type === 'stored' ? { strategy: subresource.strategy } : {}),
      ...(change.uid === '' ? {} : { preconditions: { uid: change.uid } }),
      change: async (current) => {
        const shown = toWire(scope, current);
        const next = toStored(scope, await change.next(shown));
        if (change.managed !== true) manageFields(scope, change.subresource, next, shown, context);
        checkName(scope, next, change.name, context.namespace);
        ensureNamespace(next, scope.kind.namespaced ? context.namespace : '');
        attributes = attributesOf(scope, context, 'UPDATE', change.subresource, change.name, next, current);
        await scope.admission.admit(attributes);
        dedupOwnerReferences(next, AFTER_ADMISSION, (text) => context.warn(text));
        await scope.guard?.update(next, current, context);
        return next;
      },
      validate: async () => {
        if (attributes !== undefined) await scope.admission.validate(attributes);
      },
    },
    context,
  );
}

/**
 * Notes on a new state, as it is stored, who owns what of it now. `live`: the state before, in the scope's version.
 * The managedFields that a client sent count where it may set them.
 */
function manageFields(
  scope: Scope,
  subresource: string,
  next: KubeObject,
  live: KubeObject | undefined,
  { fieldManager = '' }: RequestContext,
): void {
  if (!scope.features.enabled('ServerSideApply')) return;
  const { managedFields: sent, ...metadata } = next.metadata;
  const wire = versioned(scope, { ...next, metadata });
  const entries = fieldManagerOf(scope, subresource).update(live, wire, sent, fieldManager);
  setManagedFields(next, entries);
}

export function setManagedFields(object: KubeObject, entries: readonly object[] | undefined): void {
  if (entries === undefined) delete object.metadata.managedFields;
  else object.metadata.managedFields = [...entries];
}

/** A decoded object of the scope's version with what a store would fill in, in that version again. */
export function withDefaults(scope: Scope, object: KubeObject): KubeObject {
  return versioned(scope, toStored(scope, structuredClone(object)));
}

/** A stored object that was not encoded yet, as the scope's version shows it. */
function versioned(scope: Scope, stored: KubeObject): KubeObject {
  const { kind, version } = scope;
  const apiVersion = groupVersion(kind.group, version.version);
  if (version.codec !== undefined) return { ...stored, kind: kind.kind, apiVersion };
  const wire = isStoredVersion(scope) ? stored : (version.encode?.(structuredClone(stored)) ?? stored);
  return encodeAnswer(scope, version.schema, { ...wire, kind: kind.kind, apiVersion });
}

export function deleteObject(
  scope: Scope,
  store: Store,
  name: string,
  options: DeleteOptions,
  context: RequestContext,
): Promise<DeleteResult> {
  return store.remove(name, options, context, async (old) => {
    const attributes = attributesOf(scope, context, 'DELETE', '', name, undefined, old);
    await scope.admission.admit(attributes);
    await scope.admission.validate(attributes);
  });
}

/** A stored object as the scope's version shows it; the same object again for the same one. */
export function toWire(scope: Scope, stored: KubeObject): KubeObject {
  if (isStoredVersion(scope)) return stored;
  let shown = SHOWN.get(scope);
  if (shown === undefined) SHOWN.set(scope, (shown = new WeakMap()));
  let wire = shown.get(stored);
  if (wire === undefined) shown.set(stored, (wire = converted(scope, stored)));
  return wire;
}

/** Stored objects never change, so each is converted once for all who ask. */
const SHOWN = new WeakMap<Scope, WeakMap<KubeObject, KubeObject>>();

function converted(scope: Scope, stored: KubeObject): KubeObject {
  const { kind, version } = scope;
  const { encode, schema } = version;
  const typed = (object: KubeObject): KubeObject => ({
    ...object,
    kind: kind.kind,
    apiVersion: groupVersion(kind.group, version.version),
  });
  return encode === undefined ? typed(stored) : encodeAnswer(scope, schema, typed(encode(structuredClone(stored))));
}

/** True where objects are stored as the scope's version shows them. */
export function isStoredVersion({ version, store }: Scope): boolean {
  return version === store?.version;
}

/** An answer that was not stored, in the form that Go would marshal. */
export function encodeAnswer(scope: Scope, definition: string, object: KubeObject): KubeObject {
  const { nullCreationTimestamp } = scope.features.behaviours;
  return encodeObject(scope.schemas, definition, object, { nullCreationTimestamp }) as KubeObject;
}

export function resourceOf(scope: Scope): GroupResource {
  return { group: scope.kind.group, resource: scope.kind.resource };
}

function toStored(scope: Scope, wire: KubeObject): KubeObject {
  const stored = scope.version.decode?.(wire) ?? wire;
  // Kinds of two groups may share a store.
  const { kind, version } = scope.store ?? scope;
  stored.kind = kind.kind;
  stored.apiVersion = groupVersion(kind.group, version.version);
  kind.strategy?.default?.(stored, scope.features);
  return stored;
}

/** 400 where an object is not the one that the URL names. */
export function checkName({ features }: Scope, object: KubeObject, name: string, namespace: string): void {
  const own = object.metadata.name ?? '';
  if (own === '') {
    throw newBadRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  }
  if (own !== name) {
    throw newBadRequest(`the name of the object (${own}) does not match the name on the URL (${name})`);
  }
  const { namespace: ownNamespace = '' } = object.metadata;
  const mismatch = ownNamespace !== '' && namespace !== '' && ownNamespace !== namespace;
  if (mismatch && features.behaviours.namespaceMismatchNamesBoth) {
    throw newBadRequest(
      `the namespace of the object (${ownNamespace}) does not match the namespace on the request (${namespace})`,
    );
  }
}

function apiOf(scope: Scope): AdmissionApi {
  const { kind, version, features } = scope;
  const served = kind.versions.filter((one) => one.served(features));
  return {
    version: version.version,
    versions: served.map((one) => one.version),
    view(object, name) {
      const other = served.find((one) => one.version === name) ?? version;
      const shown = { ...scope, version: other };
      const wire = converted(shown, object);
      // What is empty is left out of built-in kinds.
      return kind.custom === true ? wire : encodeAnswer(shown, other.schema, wire);
    },
  };
}

function attributesOf(
  scope: Scope,
  context: RequestContext,
  operation: Operation,
  subresource: string,
  name: string,
  object: KubeObject | undefined,
  oldObject: KubeObject | undefined,
): AdmissionAttributes {
  // A namespace is in itself, as far as admission is concerned.
  const namespace = scope.kind.group === '' && scope.kind.resource === 'namespaces' ? name : context.namespace;
  return {
    operation,
    resource: resourceOf(scope),
    subresource,
    kind: { group: scope.kind.group, kind: scope.kind.kind },
    namespace,
    name,
    object,
    oldObject,
    user: context.user,
    dryRun: context.dryRun,
    api: apiOf(scope),
    warn: (text) => context.warn(text),
    ...(context.annotate && { annotate: (key, value) => context.annotate?.(key, value) }),
  };
}
