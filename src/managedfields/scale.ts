/**
 * Who owns the replicas of an object, as its scale sees it and back.
 * Source: k8s.io/apimachinery/pkg/util/managedfields/scalehandler.go.
 */
import { FieldSet } from './field-set.js';
import { decodeManagedFields, encodeManagedFields, type ManagedFieldsEntry, type Owned } from './managed-fields.js';
import { fieldElement, type PathElement } from './path-element.js';

type Path = readonly PathElement[];

/** Where each version of the object has its replicas; null: nowhere. What is owned in other versions is dropped. */
export type ReplicasPaths = ReadonlyMap<string, Path | null>;

const SCALE = 'autoscaling/v1';

/** `spec.replicas`, in a scale and in what is built in. */
export const REPLICAS_PATH: Path = ['spec', 'replicas'].map(fieldElement);

/** The entries of the object as entries of its scale. @throws Error where they cannot be read. */
export function toScaleFields(
  entries: readonly ManagedFieldsEntry[] | undefined,
  paths: ReplicasPaths,
): ManagedFieldsEntry[] | undefined {
  const { owners, times } = decodeManagedFields(entries);
  const scaled = new Map<string, Owned>();
  for (const [manager, { set, apiVersion, applied }] of owners) {
    const path = paths.get(apiVersion);
    if (path == null || !set.has(path)) continue;
    scaled.set(manager, { set: FieldSet.of(REPLICAS_PATH), apiVersion: SCALE, applied });
  }
  return encodeManagedFields({ owners: scaled, times });
}

/** The entries of the object after those of its scale changed. @throws Error where they cannot be read. */
export function toParentFields(
  parentEntries: readonly ManagedFieldsEntry[] | undefined,
  scaleEntries: readonly ManagedFieldsEntry[] | undefined,
  apiVersion: string,
  paths: ReplicasPaths,
): ManagedFieldsEntry[] | undefined {
  const parent = decodeManagedFields(parentEntries);
  const scale = decodeManagedFields(scaleEntries);
  const left = new Map(scale.owners);
  const owners = new Map<string, Owned>();
  for (const [manager, owned] of parent.owners) {
    const path = paths.get(owned.apiVersion);
    if (path === undefined) continue;
    if (path === null || !owned.set.has(path)) {
      owners.set(manager, owned);
      continue;
    }
    if (left.delete(manager)) owners.set(manager, owned);
    else {
      const set = owned.set.difference(FieldSet.of(path));
      if (!set.isEmpty) owners.set(manager, { set, apiVersion: owned.apiVersion, applied: owned.applied });
    }
  }
  const own = paths.get(apiVersion);
  for (const [manager, { set, applied }] of left) {
    if (own != null && set.has(REPLICAS_PATH)) owners.set(manager, { set: FieldSet.of(own), apiVersion, applied });
  }
  return encodeManagedFields({ owners, times: parent.times });
}
