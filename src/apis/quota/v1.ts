/** Resource quotas, on the wire. Source: k8s.io/api/core/v1/types.go. */
import { type ResourceList } from '../core/pod.js';
import { type KubeObject } from '../meta/v1.js';

export interface ResourceQuota extends KubeObject {
  spec?: ResourceQuotaSpec;
  status?: { hard?: ResourceList; used?: ResourceList };
}

export interface ResourceQuotaSpec {
  hard?: ResourceList;
  scopes?: string[];
  scopeSelector?: { matchExpressions?: ScopeRequirement[] };
}

export interface ScopeRequirement {
  scopeName?: string;
  operator?: string;
  values?: string[];
}
