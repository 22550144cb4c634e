/** Claims of volumes, on the wire; what is only carried and never looked at is left out. Source: k8s.io/api/core/v1/types.go. */
import { type KubeObject } from '../meta/v1.js';
import { type ResourceList } from './pod.js';

export interface PersistentVolumeClaim extends KubeObject {
  spec?: PersistentVolumeClaimSpec;
  status?: PersistentVolumeClaimStatus;
}

export interface PersistentVolumeClaimStatus {
  phase?: string;
  allocatedResources?: ResourceList;
  currentVolumeAttributesClassName?: string;
  modifyVolumeStatus?: { targetVolumeAttributesClassName?: string };
}

export interface PersistentVolumeClaimSpec {
  accessModes?: string[];
  volumeName?: string;
  storageClassName?: string;
  volumeAttributesClassName?: string;
  resources?: { requests?: ResourceList; limits?: ResourceList };
}
