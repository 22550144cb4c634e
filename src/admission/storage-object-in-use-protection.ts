/**
 * Volumes, claims and attributes classes stay until nobody uses them.
 * Source: plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go.
 */
import { type Features } from '../features/features.js';
import { type AdmissionPlugin } from './plugin.js';

const CLASSES = 'volumeattributesclasses.storage.k8s.io';
const FINALIZERS: ReadonlyMap<string, string> = new Map([
  ['persistentvolumes.', 'kubernetes.io/pv-protection'],
  ['persistentvolumeclaims.', 'kubernetes.io/pvc-protection'],
  [CLASSES, 'kubernetes.io/vac-protection'],
]);

export function createStorageObjectInUseProtection(features: Features): AdmissionPlugin {
  const protectsClasses = features.behaviours.volumeAttributesClassesProtected;
  return {
    name: 'StorageObjectInUseProtection',
    admit({ operation, resource, subresource, object }) {
      if (operation !== 'CREATE' || subresource !== '' || object === undefined) return;
      const name = `${resource.resource}.${resource.group}`;
      const finalizer = FINALIZERS.get(name);
      if (finalizer === undefined || !features.enabled('StorageObjectInUseProtection')) return;
      if (name === CLASSES && !(protectsClasses && features.enabled('VolumeAttributesClass'))) return;
      const { finalizers = [] } = object.metadata;
      if (!finalizers.includes(finalizer)) object.metadata.finalizers = [...finalizers, finalizer];
    },
  };
}
