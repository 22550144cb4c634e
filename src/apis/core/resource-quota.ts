/** Resource quotas, on the wire. Source: k8s.io/api/core/v1/types.go. */
import { type GroupResource, type KubeObject } from '../meta/v1.js';
import { type ResourceList } from './pod.js';

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
  /** In, NotIn, Exists or DoesNotExist. */
  operator?: string;
  values?: string[];
}

export const RESOURCE_QUOTAS: GroupResource = { group: '', resource: 'resourcequotas' };

/** Both kinds of scopes as requirements. */
export function scopeRequirements({ spec = {} }: ResourceQuota): readonly ScopeRequirement[] {
  const scopes = (spec.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' }));
  return [...scopes, ...(spec.scopeSelector?.matchExpressions ?? [])];
}
