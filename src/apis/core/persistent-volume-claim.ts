/** Claims of volumes, on the wire; what is only carried and never looked at is left out. Source: k8s.io/api/core/v1/types.go. */
import { type KubeObject } from '../meta/v1.js';

export interface PersistentVolumeClaim extends KubeObject {
  spec?: { volumeName?: string };
  status?: { phase?: string };
}
