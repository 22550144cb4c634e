/**
 * Who owns which fields of the objects of one version and subresource: upstream's chain of managers.
 * Source: k8s.io/apimachinery/pkg/util/managedfields/internal/{fieldmanager,structuredmerge,managedfieldsupdater}.go.
 */
import { newBadRequest, newUnknownError, type StatusError } from '../apis/errors.js';
import { type GroupVersionKind, groupVersion } from '../apis/meta/v1.js';
import { isPlainObject } from '../apis/schema/plain-object.js';
import { type Clock, rfc3339 } from '../clock/clock.js';
import { type ApplyBehaviours } from '../features/apply-behaviours.js';
import { capManagers } from './cap-managers.js';
import { ConflictError } from './conflict.js';
import { createdFields } from './created-fields.js';
import { type FieldType } from './field-type.js';
import { fieldsOfLastApplied, KUBECTL, lastAppliedOf, withLastApplied } from './last-applied.js';
import {
  decodeManagedFields,
  encodeManagedFields,
  type Managed,
  type ManagedFieldsEntry,
  managerIdentifier,
  NOTHING_MANAGED,
} from './managed-fields.js';
import { patchKind, patchName, printKind } from './patch-object.js';
import { NEVER_OWNED } from './strip-meta.js';
import { TypedError } from './typed-error.js';
import { type Owners, type Typed, Updater, type VersionSource } from './updater.js';
import { validateValue } from './validate.js';
import { type ValueMap, withoutKey } from './value.js';

export interface FieldManagerSettings {
  readonly gvk: GroupVersionKind;
  /** '' for the object itself. */
  readonly subresource: string;
  /** The type of the objects in this version. */
  readonly type: FieldType;
  readonly versions: VersionSource;
  /** True for a kind that has a type, be it another one. */
  knows(gvk: GroupVersionKind): boolean;
  /** Members of new objects that nobody owns, as strategies reset them. */
  readonly reset: readonly string[];
  /** An object of the version with nothing in it, as it is encoded. */
  readonly empty: ValueMap;
  readonly clock: Clock;
  readonly behaviours: ApplyBehaviours;
}

/** An object as its version shows it, encoded. */
export interface VersionedObject {
  readonly metadata: { readonly managedFields?: readonly object[] };
}

export interface AppliedObject {
  /** The merged object, not yet decoded; undefined where nothing changes. */
  readonly object: ValueMap | undefined;
  readonly managedFields: ManagedFieldsEntry[] | undefined;
}

const SELF = 'current-operation';

const BEFORE_FIRST_APPLY = 'before-first-apply';

const UNKNOWN = 'unknown';

export class FieldManager {
  readonly #settings: FieldManagerSettings;
  readonly #apiVersion: string;
  readonly #updater: Updater;

  constructor(settings: FieldManagerSettings) {
    this.#settings = settings;
    this.#apiVersion = groupVersion(settings.gvk.group, settings.gvk.version);
    this.#updater = new Updater(settings.versions, settings.behaviours);
  }

  /**
   * managedFields of a state that is about to be written by other means than apply; undefined for none.
   * `live`: the state before; undefined for a new object. `sent`: the managedFields that the writer sent.
   */
  update(
    live: VersionedObject | undefined,
    next: VersionedObject,
    sent: readonly object[] | undefined,
    manager: string,
  ): readonly object[] | undefined {
    const managed = this.#managedOf(live?.metadata.managedFields, sent);
    if (managed.owners.size === 0) {
      if (live !== undefined) return undefined;
      const created = this.#created(next, manager);
      if (created !== 'unknown') return created;
    }
    const [from, to] = [this.#typed(live ?? this.#settings.empty), this.#typed(next)];
    try {
      if (!this.#settings.behaviours.managedListsMayRepeat) for (const state of [from, to]) checkRepetition(state);
      return encodeManagedFields(capManagers(this.#update(from, to, managed, manager)));
    } catch (error) {
      if (!(error instanceof TypedError)) throw error;
      return this.#settings.behaviours.managedFieldsKeptOnError ? live?.metadata.managedFields : undefined;
    }
  }

  /**
   * What applying makes of an object (undefined: there is none yet).
   * @throws StatusError 400 for a patch of another kind, 409 for conflicts, 500 for one that does not fit its type.
   */
  apply(live: VersionedObject | undefined, patch: ValueMap, manager: string, force: boolean): AppliedObject {
    const { gvk, behaviours } = this.#settings;
    const kind = patchKind(patch);
    if (behaviours.applyChecksKindFirst && !isSame(kind, gvk)) {
      throw newBadRequest(`invalid object type: ${printKind(kind)}`);
    }
    const managed = this.#decoded(live?.metadata.managedFields);
    const from = this.#typed(live ?? this.#settings.empty);
    const known = managed.owners.size > 0 ? managed : this.#beforeFirstApply(from);
    try {
      return this.#applied(from, patch, known, manager, force);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      const left = manager === KUBECTL ? withoutOwn(error, from) : error;
      if (left !== undefined) throw left.toStatusError();
      return this.#applied(from, patch, known, manager, true);
    }
  }

  /** The one entry of a new object. 'unknown': the long way tells. */
  #created(next: VersionedObject, manager: string): readonly ManagedFieldsEntry[] | 'unknown' | undefined {
    const { type, empty, subresource, clock, behaviours, reset } = this.#settings;
    const fieldsV1 = createdFields(empty, next, type, reset);
    if (fieldsV1 === undefined || fieldsV1 === 'unknown') return fieldsV1;
    const named = behaviours.managedFieldsNameSubresource && subresource !== '';
    return [
      {
        manager: manager === '' ? UNKNOWN : manager,
        operation: 'Update',
        apiVersion: this.#apiVersion,
        time: rfc3339(clock.now()),
        fieldsType: 'FieldsV1',
        fieldsV1,
        ...(named ? { subresource } : {}),
      },
    ];
  }

  #applied(live: Typed, patch: ValueMap, managed: Managed, manager: string, force: boolean): AppliedObject {
    const { clock, behaviours } = this.#settings;
    const config = this.#config(patch);
    const identifier = this.#identifier(manager, 'Apply');
    const { object, owners } = this.#merged(live, config, managed.owners, identifier, force);
    const after = withoutMeta(owners, identifier);
    const times = new Map(managed.times);
    const settled = behaviours.managedFieldsTimesSettled;
    if (object !== undefined || (!settled && !equalOwners(after, managed.owners))) {
      times.set(identifier, rfc3339(clock.now()));
    }
    const managedFields = encodeManagedFields({ owners: after, times });
    const value = (object?.value ?? live.value) as ValueMap;
    const keepsAnnotation = manager === KUBECTL && lastAppliedOf(value) !== undefined;
    if (keepsAnnotation) return { object: withLastApplied(value, patch), managedFields };
    return { object: object === undefined ? undefined : value, managedFields };
  }

  #merged(
    live: Typed,
    config: Typed,
    owners: Owners,
    identifier: string,
    force: boolean,
  ): ReturnType<Updater['apply']> {
    try {
      return this.#updater.apply(live, config, owners, identifier, force);
    } catch (error) {
      if (error instanceof TypedError) throw newUnknownError(error.message);
      throw error;
    }
  }

  /** The applied object with its type. @throws StatusError 400, 500. */
  #config(patch: ValueMap): Typed {
    const { gvk, type, behaviours } = this.#settings;
    const kind = patchKind(patch);
    const version = groupVersion(kind.group, kind.version);
    if (version !== this.#apiVersion) {
      throw newBadRequest(
        `Incorrect version specified in apply patch. Specified patch version: ${version}, expected: ${this.#apiVersion}`,
      );
    }
    const { metadata } = patch;
    if (isPlainObject(metadata) && Array.isArray(metadata['managedFields'])) {
      throw newBadRequest('metadata.managedFields must be nil');
    }
    const shown = printKind(kind);
    const name = behaviours.applyErrorsNameObject ? ` (${patchName(patch)}; ${shown})` : '';
    const refuse = (text: string): StatusError =>
      newUnknownError(`failed to create typed patch object${name}: ${text}`);
    if (kind.kind !== gvk.kind) {
      if (this.#settings.knows(kind)) throw newUnknownError(`failed to merge config: ${otherTypes()}`);
      throw refuse(`no corresponding type for ${shown}`);
    }
    try {
      validateValue(patch, type, { allowDuplicates: false });
    } catch (error) {
      if (error instanceof TypedError) throw refuse(error.message);
      throw error;
    }
    return this.#typed(patch);
  }

  #update(live: Typed, next: Typed, managed: Managed, manager: string): Managed {
    const owners = withoutMeta(this.#updater.update(live, next, managed.owners, SELF), SELF);
    const own = owners.get(SELF);
    if (own === undefined) return { owners, times: managed.times };
    const identifier = this.#identifier(manager, 'Update');
    const after = new Map(owners);
    after.delete(SELF);
    const previous = after.get(identifier);
    const set = previous === undefined ? own.set : own.set.union(previous.set);
    after.set(identifier, { set, apiVersion: own.apiVersion, applied: false });
    const times = new Map(managed.times);
    const former = managed.owners.get(identifier);
    const settled = this.#settings.behaviours.managedFieldsTimesSettled;
    if (settled || former === undefined || !set.equals(former.set)) {
      times.set(identifier, rfc3339(this.#settings.clock.now()));
    }
    return { owners: after, times };
  }

  /** All that is there is somebody's, though nobody was seen to write it. */
  #beforeFirstApply(live: Typed): Managed {
    return capManagers(this.#update(this.#typed(this.#settings.empty), live, NOTHING_MANAGED, BEFORE_FIRST_APPLY));
  }

  #managedOf(live: readonly object[] | undefined, sent: readonly object[] | undefined): Managed {
    if (this.#settings.subresource !== '') return decodedOrNothing(live, true);
    if (isReset(sent)) return NOTHING_MANAGED;
    const managed = decodedOrNothing(sent);
    return managed.owners.size === 0 ? decodedOrNothing(live, true) : managed;
  }

  #decoded(entries: readonly object[] | undefined): Managed {
    try {
      return decodeManagedFields(entries, true);
    } catch (error) {
      throw newUnknownError(
        `failed to decode managed fields: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  #identifier(manager: string, operation: 'Apply' | 'Update'): string {
    const { subresource, behaviours } = this.#settings;
    return managerIdentifier({
      manager: manager === '' ? UNKNOWN : manager,
      operation,
      apiVersion: this.#apiVersion,
      ...(behaviours.managedFieldsNameSubresource ? { subresource } : {}),
    });
  }

  #typed(object: object): Typed {
    return { value: withoutManagedFields(object as ValueMap), type: this.#settings.type, apiVersion: this.#apiVersion };
  }
}

/** The conflicts that are left where client-side apply owned the rest; undefined where none is. */
function withoutOwn(error: ConflictError, live: Typed): ConflictError | undefined {
  const own = fieldsOfLastApplied(live);
  if (own === undefined) return error;
  const left = error.conflicts.filter(({ path }) => !own.has(path));
  return left.length === 0 ? undefined : new ConflictError(left);
}

function withoutMeta(owners: Owners, manager: string): Owners {
  const own = owners.get(manager);
  if (own === undefined) return owners;
  const after = new Map(owners);
  const set = own.set.difference(NEVER_OWNED);
  if (set.isEmpty) after.delete(manager);
  else after.set(manager, { set, apiVersion: own.apiVersion, applied: own.applied });
  return after;
}

function checkRepetition({ value, type }: Typed): void {
  validateValue(value, type, { allowDuplicates: false });
}

/** Upstream prints where in its memory the two types lie. */
function otherTypes(): string {
  const printed = (address: string): string => `{${address} {<nil> <nil> <nil>} <nil>}`;
  return `expected objects of the same type, but got ${printed('0xc0005ad2a0')} and ${printed('0xc0005ad3b0')}`;
}

function equalOwners(a: Owners, b: Owners): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([manager, { set, apiVersion, applied }]) => {
    const other = b.get(manager);
    return other?.apiVersion === apiVersion && other.applied === applied && set.equals(other.set);
  });
}

function withoutManagedFields(object: ValueMap): ValueMap {
  const { metadata } = object;
  if (!isPlainObject(metadata) || metadata['managedFields'] === undefined) return object;
  return { ...object, metadata: withoutKey(metadata, 'managedFields') };
}

function decodedOrNothing(entries: readonly object[] | undefined, stored = false): Managed {
  if (entries === undefined) return NOTHING_MANAGED;
  try {
    return decodeManagedFields(entries, stored);
  } catch {
    return NOTHING_MANAGED;
  }
}

/** True for an empty list, and for a list of one empty entry: the writer wants to be rid of them. */
function isReset(entries: readonly object[] | undefined): boolean {
  if (entries === undefined) return false;
  const [first] = entries;
  return entries.length === 0 || (entries.length === 1 && first !== undefined && Object.keys(first).length === 0);
}

function isSame(a: GroupVersionKind, b: GroupVersionKind): boolean {
  return a.group === b.group && a.version === b.version && a.kind === b.kind;
}
