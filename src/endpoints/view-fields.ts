/** managedFields of an object as its scale sees them. Source: pkg/registry/apps/deployment/storage/storage.go (scaleUpdatedObjectInfo). */
import { groupVersion, type KubeObject } from '../apis/meta/v1.js';
import { type Features } from '../features/features.js';
import { REPLICAS_PATH, type ReplicasPaths, toParentFields, toScaleFields } from '../managedfields/scale.js';
import { type AnyKind } from '../registry/rest.js';

export class ViewFields {
  readonly #apiVersion: string;
  readonly #paths: ReplicasPaths;
  readonly #translates: boolean;

  /** `apiVersion`: of the object, as the request names it. */
  constructor(kind: AnyKind, apiVersion: string, features: Features) {
    this.#apiVersion = apiVersion;
    this.#paths = new Map(kind.versions.map(({ version }) => [groupVersion(kind.group, version), REPLICAS_PATH]));
    this.#translates = features.behaviours.managedFieldsNameSubresource;
  }

  /** Entries of the scale. */
  shown(parent: KubeObject): readonly object[] | undefined {
    return this.#translates ? toScaleFields(parent.metadata.managedFields, this.#paths) : undefined;
  }

  /** Entries of the object, once its scale has been changed. */
  changed(parent: KubeObject, scale: KubeObject): readonly object[] | undefined {
    const { managedFields } = parent.metadata;
    if (!this.#translates) return managedFields;
    return toParentFields(managedFields, scale.metadata.managedFields, this.#apiVersion, this.#paths);
  }
}
