import { type KubeObject } from '../apis/meta/v1.js';

/** For kinds whose status is written without their metadata. Source: metav1.ResetObjectMetaForStatus. */
export function keepMetadata(object: KubeObject, old: KubeObject): void {
  const { managedFields, resourceVersion } = object.metadata;
  object.metadata = {
    ...structuredClone(old.metadata),
    ...(managedFields === undefined ? {} : { managedFields }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}
