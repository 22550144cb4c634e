/** The rules of aggregated cluster roles. Source: pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go. */
import { labelsMatch } from '../meta/label-selector.js';
import { type ClusterRole, type PolicyRule } from './v1.js';

/** What the role's selectors pick of `all`: selector by selector, in order of the roles' names, each rule once. */
export function aggregatedRules(role: ClusterRole, all: readonly ClusterRole[]): PolicyRule[] {
  const rules = new Map<string, PolicyRule>();
  for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const parts = all
      .filter(({ metadata: { name, labels } }) => name !== role.metadata.name && labelsMatch(selector, labels))
      .sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
    for (const rule of parts.flatMap((part) => part.rules ?? [])) {
      const key = meaning(rule);
      if (!rules.has(key)) rules.set(key, rule);
    }
  }
  return [...rules.values()];
}

/** True where one of the role's selectors picks the other role. */
export function aggregates({ aggregationRule }: ClusterRole, { metadata: { labels } }: ClusterRole): boolean {
  return aggregationRule?.clusterRoleSelectors?.some((selector) => labelsMatch(selector, labels)) ?? false;
}

/** True where the lists hold the same rules in the same order; a field that is empty is as one that is absent. */
export function sameRules(a: readonly PolicyRule[], b: readonly PolicyRule[]): boolean {
  return a.length === b.length && a.every((rule, i) => meaning(rule) === meaning(b[i] as PolicyRule));
}

function meaning({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string {
  return JSON.stringify([verbs, apiGroups, resources, resourceNames, nonResourceURLs].map((values) => values ?? []));
}
