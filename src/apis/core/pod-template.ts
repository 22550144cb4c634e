/** A pod that is to be made, inside other kinds. Source: k8s.io/api/core/v1/types.go. */
import { type ObjectMeta } from '../meta/v1.js';
import { type PodSpec } from './pod.js';

export interface PodTemplateSpec {
  metadata?: Partial<ObjectMeta>;
  spec?: PodSpec;
}
