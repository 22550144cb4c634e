/** Claims of volumes, on the wire; what is only carried and never looked at is left out. Source: k8s.io/api/core/v1/types.go. */
import { type KubeObject } from '../meta/v1.js';
import { type ResourceList } from './pod.js';

export interface PersistentVolumeClaim extends KubeObject {
  spec?: { volumeName?: string; accessModes?: string[]; resources?: { requests?: ResourceList } };
  status?: { phase?: string };
}
