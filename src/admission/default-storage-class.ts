/** Claims that name no class have the default one. Source: plugin/pkg/admission/storage/storageclass/setdefault/admission.go. */
import { type PersistentVolumeClaim } from '../apis/core/persistent-volume-claim.js';
import { STORAGE_CLASSES, storageClassOf } from '../apis/storage/v1.js';
import { type Getter } from '../client/client.js';
import { type Features } from '../features/features.js';
import { markedDefault, newestByName } from './default-classes.js';
import { admissionForbidden } from './forbidden.js';
import { objectOf } from './matching.js';
import { type AdmissionPlugin } from './plugin.js';

const CLAIMS = { group: '', resource: 'persistentvolumeclaims' };
const ANNOTATIONS = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

export function createDefaultStorageClass(getter: Getter, { behaviours }: Features): AdmissionPlugin {
  return {
    name: 'DefaultStorageClass',
    async admit(attributes) {
      const claim = objectOf(attributes, CLAIMS, 'CREATE') as PersistentVolumeClaim | undefined;
      if (claim === undefined || storageClassOf(claim) !== undefined) return;
      const classes = await markedDefault(getter, STORAGE_CLASSES, ANNOTATIONS);
      if (classes.length > 1 && !behaviours.newestStorageClassIsDefault) {
        const cause = `Internal error occurred: ${String(classes.length)} default StorageClasses were found`;
        throw admissionForbidden(attributes, cause);
      }
      const name = newestByName(classes);
      if (name !== undefined) (claim.spec ??= {}).storageClassName = name;
    },
  };
}
