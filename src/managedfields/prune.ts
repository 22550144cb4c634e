/** What an applier no longer mentions and nobody else owns goes. Source: sigs.k8s.io/structured-merge-diff/merge/update.go (prune). */
import { FieldSet } from './field-set.js';
import { fieldSetOf } from './field-set-of.js';
import { type Owned } from './managed-fields.js';
import { removeFields } from './remove.js';
import { type Owners, type Typed, type VersionSource } from './updater.js';

export class Pruning {
  readonly #versions: VersionSource;

  constructor(versions: VersionSource) {
    this.#versions = versions;
  }

  /** `last`: what the manager applied the time before. */
  prune(merged: Typed, owners: Owners, manager: string, last: Owned | undefined): Typed {
    if (last === undefined || last.set.isEmpty) return merged;
    const inLast = this.#versions.convert(merged, last.apiVersion);
    if (inLast === undefined) return merged;
    const pruned = without(inLast, last.set.withNamedFields(inLast.type));
    const owned = this.#addOwned(inLast, pruned, owners);
    const kept = this.#addDangling(inLast, owned, last);
    return this.#versions.convert(kept, owners.get(manager)?.apiVersion ?? last.apiVersion) ?? kept;
  }

  /** Puts back what somebody owns, the applier itself included. */
  #addOwned(merged: Typed, pruned: Typed, owners: Owners): Typed {
    const byVersion = new Map<string, FieldSet>();
    for (const { apiVersion, set } of owners.values()) {
      byVersion.set(apiVersion, byVersion.get(apiVersion)?.union(set) ?? set);
    }
    // The version at hand first, as what is pruned may be needed to convert to others.
    const first = merged.apiVersion;
    const versions = [...byVersion.keys()].sort((a, b) => Number(b === first) - Number(a === first));
    let current = { merged, pruned };
    for (const version of versions) {
      current = this.#addOwnedIn(current.merged, current.pruned, version, byVersion.get(version) ?? new FieldSet());
    }
    return current.pruned;
  }

  #addOwnedIn(
    merged: Typed,
    pruned: Typed,
    apiVersion: string,
    managed: FieldSet,
  ): { readonly merged: Typed; readonly pruned: Typed } {
    const all = this.#versions.convert(merged, apiVersion);
    const some = this.#versions.convert(pruned, apiVersion);
    if (all === undefined || some === undefined) return { merged, pruned };
    const { type } = all;
    const kept = fieldsIn(some).withNamedFields(type).union(managed.withNamedFields(type));
    return { merged: all, pruned: without(all, fieldsIn(all).withNamedFields(type).difference(kept)) };
  }

  /** Puts back what the applier never owned. */
  #addDangling(merged: Typed, pruned: Typed, last: Owned): Typed {
    const inLast = this.#versions.convert(pruned, last.apiVersion);
    if (inLast === undefined) return merged;
    const { type } = merged;
    const gone = fieldsIn(merged).withNamedFields(type).difference(fieldsIn(inLast).withNamedFields(type));
    return without(merged, gone.intersection(last.set.withNamedFields(type)));
  }
}

function without(object: Typed, fields: FieldSet): Typed {
  return { ...object, value: removeFields(object.value, fields, object.type) };
}

function fieldsIn({ value, type }: Typed): FieldSet {
  return fieldSetOf(value, type);
}
