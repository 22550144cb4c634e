/** --authorization-mode RBAC. Source: plugin/pkg/auth/authorizer/rbac/rbac.go. */
import { goQuote } from '../apis/field/errors.js';
import { ruleAllows } from '../apis/rbac/evaluation.js';
import { describeBinding, subjectOf } from '../apis/rbac/subjects.js';
import { type PolicyRule, RBAC_GROUP, type RoleBinding, type RoleRef } from '../apis/rbac/v1.js';
import { type UserInfo } from '../authentication/authenticator.js';
import { aggregate } from '../apis/aggregate.js';
import { type Attributes, type Authorizer, type Decision, type ResolvedRules } from './authorizer.js';
import { type BoundRole, RoleIndex, type RoleSource } from './role-index.js';

export function createRbacAuthorizer(source: RoleSource): Authorizer {
  const index = new RoleIndex(source);
  return {
    authorize: (attributes) => authorize(index, attributes),
    rulesFor: (user, namespace) => Promise.resolve(rulesFor(index, user, namespace)),
  };
}

function authorize(index: RoleIndex, attributes: Attributes): Decision {
  const { user } = attributes;
  const errors: string[] = [];
  let allowing: RoleBinding | undefined;
  const visit = ({ binding, role: { rules } }: BoundRole): boolean => {
    if (rules === undefined) errors.push(notFound(binding.roleRef));
    else if (allowed(attributes, rules)) allowing = binding;
    return allowing === undefined;
  };
  index.visit(user, attributes.resourceRequest ? attributes.namespace : '', visit, attributes);
  const subject = allowing && subjectOf(user, allowing);
  if (allowing !== undefined && subject !== undefined) {
    return { decision: 'allow', reason: `RBAC: allowed by ${describeBinding(allowing, subject)}` };
  }
  return errors.length === 0 ? NO_OPINION : { decision: 'noOpinion', reason: `RBAC: ${aggregate(errors)}` };
}

const NO_OPINION: Decision = { decision: 'noOpinion', reason: '' };

function allowed(attributes: Attributes, rules: readonly PolicyRule[]): boolean {
  for (const rule of rules) if (ruleAllows(attributes, rule)) return true;
  return false;
}

function rulesFor(index: RoleIndex, user: UserInfo, namespace: string): ResolvedRules {
  const errors: string[] = [];
  const found = new Map<RoleBinding, readonly PolicyRule[]>();
  index.visit(user, namespace, ({ binding, role: { rules } }) => {
    if (rules === undefined) errors.push(notFound(binding.roleRef));
    else found.set(binding, rules);
    return true;
  });
  const all = [...found.values()].flat();
  return {
    resourceRules: all
      .filter(({ resources }) => isFilled(resources))
      .map(({ verbs, apiGroups = [], resources = [], resourceNames = [] }) => ({
        verbs,
        apiGroups,
        resources,
        resourceNames,
      })),
    nonResourceRules: all
      .filter(({ nonResourceURLs }) => isFilled(nonResourceURLs))
      .map(({ verbs, nonResourceURLs = [] }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
    ...(errors.length === 0 ? {} : { error: aggregate(errors) }),
  };
}

function isFilled(list: readonly string[] | undefined): boolean {
  return list !== undefined && list.length > 0;
}

// A lister calls the resource by its kind in lower case, where the API would say `clusterroles`.
function notFound({ kind, name }: RoleRef): string {
  return `${kind.toLowerCase()}.${RBAC_GROUP} ${goQuote(name)} not found`;
}
