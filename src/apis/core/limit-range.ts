/** Limit ranges, on the wire. Source: k8s.io/api/core/v1/types.go. */
import { type GroupResource, type KubeObject } from '../meta/v1.js';
import { type ResourceList } from './pod.js';

export interface LimitRange extends KubeObject {
  spec: { limits?: LimitRangeItem[] };
}

export interface LimitRangeItem {
  /** Pod, Container, PersistentVolumeClaim, or another with a domain. */
  type?: string;
  max?: ResourceList;
  min?: ResourceList;
  default?: ResourceList;
  defaultRequest?: ResourceList;
  maxLimitRequestRatio?: ResourceList;
}

export const LIMIT_RANGES: GroupResource = { group: '', resource: 'limitranges' };
