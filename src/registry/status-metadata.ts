import { type KubeObject } from '../apis/meta/v1.js';

/** For kinds whose status is written without their metadata. Source: metav1.ResetObjectMetaForStatus. */
export function keepMetadata(object: KubeObject, old: KubeObject): void {
  const { managedFields, resourceVersion } = object.metadata;
  const kept = structuredClone(old.metadata);
  delete kept.managedFields;
  object.metadata = {
    ...kept,
    ...(managedFields === undefined ? {} : { managedFields }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}
