/** storage.k8s.io/v1 wire types, as far as they are looked at. Source: k8s.io/api/storage/v1/types.go. */
import { type PersistentVolumeClaim } from '../core/persistent-volume-claim.js';
import { type GroupResource, type KubeObject } from '../meta/v1.js';

export interface StorageClass extends KubeObject {
  allowVolumeExpansion?: boolean;
}

export const STORAGE_CLASSES: GroupResource = { group: 'storage.k8s.io', resource: 'storageclasses' };

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** The class that a claim names; undefined for none, '' for a claim that is to have none. */
export function storageClassOf({ metadata, spec }: PersistentVolumeClaim): string | undefined {
  return metadata.annotations?.[CLASS_ANNOTATION] ?? spec?.storageClassName;
}
