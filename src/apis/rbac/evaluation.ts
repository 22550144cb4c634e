/** Whether a rule allows a request, and how errors print a rule. Source: pkg/apis/rbac/v1/evaluation_helpers.go. */
import { goQuote } from '../field/errors.js';
import { type PolicyRule } from './v1.js';

const ALL = '*';

/** The part of authorizer.Attributes that a rule is compared with. */
export type RuleRequest =
  | {
      readonly resourceRequest: true;
      readonly verb: string;
      readonly apiGroup: string;
      readonly resource: string;
      readonly subresource: string;
      readonly name: string;
    }
  | { readonly resourceRequest: false; readonly verb: string; readonly path: string };

export function ruleAllows(request: RuleRequest, rule: PolicyRule): boolean {
  if (!matches(rule.verbs, request.verb)) return false;
  if (!request.resourceRequest) return (rule.nonResourceURLs ?? []).some((url) => urlMatches(url, request.path));
  return (
    matches(rule.apiGroups, request.apiGroup) &&
    resourceMatches(rule.resources, request.resource, request.subresource) &&
    nameMatches(rule.resourceNames, request.name)
  );
}

function matches(allowed: readonly string[] | undefined, asked: string): boolean {
  return allowed !== undefined && (allowed.includes(ALL) || allowed.includes(asked));
}

function resourceMatches(allowed: readonly string[] | undefined, resource: string, subresource: string): boolean {
  if (subresource === '') return matches(allowed, resource);
  return matches(allowed, `${resource}/${subresource}`) || (allowed?.includes(`*/${subresource}`) ?? false);
}

function nameMatches(allowed: readonly string[] | undefined, name: string): boolean {
  return allowed === undefined || allowed.length === 0 || allowed.includes(name);
}

function urlMatches(allowed: string, path: string): boolean {
  return allowed === ALL || allowed === path || (allowed.endsWith(ALL) && path.startsWith(withoutStars(allowed)));
}

/** strings.TrimRight(url, "*"). */
export function withoutStars(url: string): string {
  return url.replace(/\*+$/, '');
}

/** Go's %q of a list: `["a" "b"]`. */
export function quoteList(values: readonly string[]): string {
  return `[${values.map(goQuote).join(' ')}]`;
}

/** `{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}`, empty fields left out. */
export function compactString(rule: PolicyRule): string {
  const fields: readonly (readonly [string, readonly string[] | undefined])[] = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ];
  const shown = fields.flatMap(([name, values]) =>
    values === undefined || values.length === 0 ? [] : [`${name}:${quoteList(values)}`],
  );
  return `{${shown.join(', ')}}`;
}
