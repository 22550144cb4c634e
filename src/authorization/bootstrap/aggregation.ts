/** The rules of aggregated cluster roles. Source: pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go. */
import { isDeepStrictEqual } from 'node:util';
import { type ClusterRole, type PolicyRule } from '../../apis/rbac/v1.js';

/** The rules of `parts`, in order of the parts' names, each rule once. */
export function aggregateRules(parts: readonly ClusterRole[]): PolicyRule[] {
  const sorted = parts.toSorted((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
  const rules: PolicyRule[] = [];
  for (const rule of sorted.flatMap((part) => part.rules ?? [])) {
    if (!rules.some((known) => isDeepStrictEqual(known, rule))) rules.push(rule);
  }
  return rules;
}
