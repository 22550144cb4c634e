/** Who owns what after a write, and what applying makes of an object. Source: sigs.k8s.io/structured-merge-diff/merge/update.go. */
import { type ApplyBehaviours } from '../features/apply-behaviours.js';
import { type Comparison, compareTyped } from './compare.js';
import { type Conflict, ConflictError } from './conflict.js';
import { FieldSet } from './field-set.js';
import { fieldSetOf } from './field-set-of.js';
import { type FieldType } from './field-type.js';
import { type Owned } from './managed-fields.js';
import { mergeTyped } from './merge.js';
import { Pruning } from './prune.js';
import { reconcileFieldSet } from './reconcile.js';
import { TypedError } from './typed-error.js';
import { equalValues, type Value } from './value.js';

/** An object in one of its versions, and the type that this has. */
export interface Typed {
  readonly value: Value;
  readonly type: FieldType;
  readonly apiVersion: string;
}

/** Takes fields out of a set that a strategy resets anyway. */
export type FieldFilter = (set: FieldSet) => FieldSet;

export interface VersionSource {
  /** The object in another version; undefined where there is no such version (any more). @throws TypedError where it cannot be converted. */
  convert(object: Typed, apiVersion: string): Typed | undefined;
  /** What is never owned in a version; undefined for nothing. */
  filter(apiVersion: string): FieldFilter | undefined;
}

export type Owners = ReadonlyMap<string, Owned>;

export interface Applied {
  /** Undefined where nothing changes. */
  readonly object: Typed | undefined;
  readonly owners: Owners;
}

export class Updater {
  readonly #versions: VersionSource;
  readonly #behaviours: ApplyBehaviours;

  constructor(versions: VersionSource, behaviours: ApplyBehaviours) {
    this.#versions = versions;
    this.#behaviours = behaviours;
  }

  /** After a write other than apply: the manager owns what it changed, and the others no longer do. */
  update(live: Typed, next: Typed, owners: Owners, manager: string): Owners {
    const { apiVersion } = next;
    const reconciled = this.#reconciled(live, owners);
    const { left, comparison } = this.#takeOver(live, next, reconciled, manager, true);
    const own = left.get(manager)?.set ?? new FieldSet();
    const { removed, modified, added } = comparison;
    const set = this.#filtered(own.difference(removed).union(modified).union(added), apiVersion);
    const after = new Map(left);
    if (set.isEmpty) after.delete(manager);
    else after.set(manager, { set, apiVersion, applied: false });
    return after;
  }

  /** @throws ConflictError where others own what it would change, and it is not forced. */
  apply(live: Typed, config: Typed, owners: Owners, manager: string, force: boolean): Applied {
    const { apiVersion, type } = config;
    const reconciled = this.#reconciled(live, owners);
    const value = this.#merge(live, config);
    const merged: Typed = { value, type, apiVersion };
    const last = reconciled.get(manager);
    const set = this.#filtered(fieldSetOf(config.value, type), apiVersion);
    const claimed = new Map(reconciled).set(manager, { set, apiVersion, applied: true });
    const pruned = new Pruning(this.#versions).prune(merged, claimed, manager, last);
    const { left, comparison } = this.#takeOver(live, pruned, claimed, manager, force);
    const same = this.#behaviours.applyOrdersLists ? equalValues(live.value, pruned.value) : isSame(comparison);
    return { object: same ? undefined : pruned, owners: left };
  }

  #merge(live: Typed, config: Typed): Value {
    try {
      return mergeTyped(live.value, config.value, config.type, this.#behaviours);
    } catch (error) {
      if (error instanceof TypedError) throw new TypedError(`failed to merge config: ${error.message}`);
      throw error;
    }
  }

  /** Takes what changed away from the other managers. */
  #takeOver(
    live: Typed,
    next: Typed,
    owners: Owners,
    manager: string,
    force: boolean,
  ): { readonly left: Owners; readonly comparison: Comparison } {
    const comparison = this.#compare(live, next);
    const comparisons = new Map<string, Comparison | undefined>([[next.apiVersion, comparison]]);
    const left = new Map<string, Owned>();
    const conflicts: Conflict[] = [];
    for (const [other, owned] of owners) {
      if (other === manager) {
        left.set(other, owned);
        continue;
      }
      const { apiVersion, set } = owned;
      if (!comparisons.has(apiVersion)) comparisons.set(apiVersion, this.#compareIn(live, next, apiVersion));
      const found = comparisons.get(apiVersion);
      if (found === undefined) continue;
      const taken = set.intersection(found.modified.union(found.added));
      for (const path of force ? [] : taken.paths()) conflicts.push({ manager: other, path });
      const kept = set.difference(taken).difference(set.intersection(found.removed));
      left.set(other, kept === set ? owned : { set: kept, apiVersion, applied: owned.applied });
    }
    if (conflicts.length > 0) throw new ConflictError(conflicts);
    for (const [other, { set }] of left) if (set.isEmpty) left.delete(other);
    return { left, comparison };
  }

  #compareIn(live: Typed, next: Typed, apiVersion: string): Comparison | undefined {
    const before = this.#versions.convert(live, apiVersion);
    const after = this.#versions.convert(next, apiVersion);
    return before === undefined || after === undefined ? undefined : this.#compare(before, after);
  }

  #compare(before: Typed, after: Typed): Comparison {
    const comparison = compareTyped(before.value, after.value, after.type);
    const filter = this.#versions.filter(after.apiVersion);
    if (filter === undefined) return comparison;
    const { removed, modified, added } = comparison;
    return { removed: filter(removed), modified: filter(modified), added: filter(added) };
  }

  #filtered(set: FieldSet, apiVersion: string): FieldSet {
    return this.#versions.filter(apiVersion)?.(set) ?? set;
  }

  #reconciled(live: Typed, owners: Owners): Map<string, Owned> {
    const out = new Map<string, Owned>();
    for (const [manager, owned] of owners) {
      const versioned = this.#versions.convert(live, owned.apiVersion);
      if (versioned === undefined) continue;
      const set = reconcileFieldSet(owned.set, versioned.type);
      const { apiVersion, applied } = owned;
      out.set(manager, set === owned.set ? owned : { set, apiVersion, applied });
    }
    return out;
  }
}

function isSame({ removed, modified, added }: Comparison): boolean {
  return removed.isEmpty && modified.isEmpty && added.isEmpty;
}
