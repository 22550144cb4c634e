/** Which objects a quota is about. Source: k8s.io/apiserver/pkg/quota/v1/generic/evaluator.go. */
import { type ResourceQuota, scopeRequirements } from '../apis/core/resource-quota.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Evaluator } from './evaluator.js';

/** True where the quota has scopes that the object is in, and a resource that it uses. */
export function isAboutObject(quota: ResourceQuota, evaluator: Evaluator, object: KubeObject): boolean {
  const names = Object.keys(quota.status?.hard ?? {});
  return names.some((name) => evaluator.counts(name)) && isInScopes(quota, evaluator, object);
}

export function isInScopes(quota: ResourceQuota, evaluator: Evaluator, object: KubeObject): boolean {
  return scopeRequirements(quota).every((requirement) => evaluator.isInScope?.(requirement, object) === true);
}
