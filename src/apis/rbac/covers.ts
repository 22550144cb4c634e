/**
 * Which of some rules are not covered by others, and rules made fewer by joining their verbs.
 * Sources: k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go, pkg/registry/rbac/validation/policy_compact.go.
 */
import { withoutStars } from './evaluation.js';
import { type PolicyRule } from './v1.js';

const ALL = '*';

/** The smallest parts of `asked` that no rule of `held` covers; empty: all are covered. */
export function uncovered(held: readonly PolicyRule[], asked: readonly PolicyRule[]): PolicyRule[] {
  return asked.flatMap(breakdown).filter((part) => !held.some((rule) => ruleCovers(rule, part)));
}

/** One rule per verb, resource and resource name. */
function breakdown(rule: PolicyRule): PolicyRule[] {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const names = resourceNames.length === 0 ? [undefined] : resourceNames;
  const parts: PolicyRule[] = [];
  for (const group of apiGroups) {
    for (const resource of resources) {
      for (const verb of verbs) {
        for (const name of names) {
          const part = { apiGroups: [group], resources: [resource], verbs: [verb] };
          parts.push(name === undefined ? part : { ...part, resourceNames: [name] });
        }
      }
    }
  }
  for (const url of nonResourceURLs) {
    for (const verb of verbs) parts.push({ nonResourceURLs: [url], verbs: [verb] });
  }
  return parts;
}

function ruleCovers(held: PolicyRule, part: PolicyRule): boolean {
  const names = held.resourceNames ?? [];
  const wantedNames = part.resourceNames ?? [];
  return (
    coversAll(held.verbs, part.verbs) &&
    coversAll(held.apiGroups ?? [], part.apiGroups ?? []) &&
    (part.resources ?? []).every((resource) => resourceCovered(held.resources ?? [], resource)) &&
    (names.length === 0 || (wantedNames.length > 0 && wantedNames.every((name) => names.includes(name)))) &&
    (part.nonResourceURLs ?? []).every((url) => (held.nonResourceURLs ?? []).some((owner) => urlCovers(owner, url)))
  );
}

function coversAll(held: readonly string[], wanted: readonly string[]): boolean {
  return held.includes(ALL) || wanted.every((value) => held.includes(value));
}

function resourceCovered(held: readonly string[], resource: string): boolean {
  if (held.includes(ALL) || held.includes(resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && held.includes(`*${resource.slice(slash)}`);
}

function urlCovers(held: string, url: string): boolean {
  return held === url || (held.endsWith(ALL) && url.startsWith(withoutStars(held)));
}

/** Joins the verbs of rules that name one group, one resource and at most one resource name; others stay as they are, first. */
export function compactRules(rules: readonly PolicyRule[]): PolicyRule[] {
  const complex: PolicyRule[] = [];
  const simple = new Map<string, PolicyRule>();
  for (const rule of rules) {
    const key = simpleKey(rule);
    const known = key === undefined ? undefined : simple.get(key);
    if (key === undefined) complex.push(rule);
    else if (known === undefined) simple.set(key, { ...rule, verbs: [...rule.verbs] });
    else known.verbs.push(...rule.verbs);
  }
  return [...complex, ...simple.values()];
}

function simpleKey({ apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule) {
  const simple = apiGroups.length === 1 && resources.length === 1 && resourceNames.length <= 1;
  if (!simple || nonResourceURLs.length > 0) return undefined;
  return JSON.stringify([apiGroups[0], resources[0], ...resourceNames]);
}
