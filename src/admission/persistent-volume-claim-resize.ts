/** Claims grow where their class lets them. Source: plugin/pkg/admission/storage/persistentvolume/resize/admission.go. */
import { type PersistentVolumeClaim } from '../apis/core/persistent-volume-claim.js';
import { compareQuantities } from '../apis/quantity.js';
import { type StorageClass, STORAGE_CLASSES, storageClassOf } from '../apis/storage/v1.js';
import { type Getter } from '../client/client.js';
import { admissionForbidden } from './forbidden.js';
import { objectOf } from './matching.js';
import { type AdmissionPlugin } from './plugin.js';

const CLAIMS = { group: '', resource: 'persistentvolumeclaims' };

export function createPersistentVolumeClaimResize(getter: Getter): AdmissionPlugin {
  return {
    name: 'PersistentVolumeClaimResize',
    async validate(attributes) {
      const claim = objectOf(attributes, CLAIMS, 'UPDATE') as PersistentVolumeClaim | undefined;
      const old = attributes.oldObject as PersistentVolumeClaim | undefined;
      if (claim === undefined || old === undefined || compareQuantities(sizeOf(claim), sizeOf(old)) <= 0) return;
      if (old.status?.phase !== 'Bound') {
        throw admissionForbidden(attributes, 'Only bound persistent volume claims can be expanded');
      }
      if (await mayGrow(claim, old, getter)) return;
      const cause =
        'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';
      throw admissionForbidden(attributes, cause);
    },
  };
}

function sizeOf({ spec }: PersistentVolumeClaim): string | undefined {
  return spec?.resources?.requests?.['storage'];
}

async function mayGrow(claim: PersistentVolumeClaim, old: PersistentVolumeClaim, getter: Getter): Promise<boolean> {
  const name = storageClassOf(claim);
  if (!name || storageClassOf(old) !== name) return false;
  const found = await getter.get<StorageClass>(STORAGE_CLASSES, '', name);
  return found?.allowVolumeExpansion ?? false;
}
