/** --authorization-mode RBAC. Source: plugin/pkg/auth/authorizer/rbac/rbac.go. */
import { goQuote } from '../apis/field/errors.js';
import { ruleAllows } from '../apis/rbac/evaluation.js';
import { describeBinding } from '../apis/rbac/subjects.js';
import { type PolicyRule, RBAC_GROUP, type RoleBinding, type RoleRef, type Subject } from '../apis/rbac/v1.js';
import { type UserInfo } from '../authentication/authenticator.js';
import { aggregate } from '../apis/aggregate.js';
import { type Attributes, type Authorizer, type Decision, type ResolvedRules } from './authorizer.js';
import { RoleIndex, type RoleSource } from './role-index.js';

export function createRbacAuthorizer(source: RoleSource): Authorizer {
  const index = new RoleIndex(source);
  return {
    authorize: (attributes) => authorize(index, attributes),
    rulesFor: (user, namespace) => Promise.resolve(rulesFor(index, user, namespace)),
  };
}

function authorize(index: RoleIndex, attributes: Attributes): Decision {
  const errors: string[] = [];
  const namespace = attributes.resourceRequest ? attributes.namespace : '';
  for (const { binding, subject, rules } of bound(index, attributes.user, namespace, errors)) {
    if (rules.some((rule) => ruleAllows(attributes, rule))) {
      return { decision: 'allow', reason: `RBAC: allowed by ${describeBinding(binding, subject)}` };
    }
  }
  return { decision: 'noOpinion', reason: errors.length === 0 ? '' : `RBAC: ${aggregate(errors)}` };
}

function rulesFor(index: RoleIndex, user: UserInfo, namespace: string): ResolvedRules {
  const errors: string[] = [];
  const all = [...bound(index, user, namespace, errors)].flatMap(({ rules }) => rules);
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

interface BoundRules {
  readonly binding: RoleBinding;
  readonly subject: Subject;
  readonly rules: readonly PolicyRule[];
}

function* bound(index: RoleIndex, user: UserInfo, namespace: string, errors: string[]): Generator<BoundRules> {
  for (const { binding, subject } of index.bindingsOf(user, namespace)) {
    const rules = index.rulesOf(binding.roleRef, binding.metadata.namespace ?? '');
    if (rules === undefined) errors.push(notFound(binding.roleRef));
    else yield { binding, subject, rules };
  }
}

// A lister calls the resource by its kind in lower case, where the API would say `clusterroles`.
function notFound({ kind, name }: RoleRef): string {
  return `${kind.toLowerCase()}.${RBAC_GROUP} ${goQuote(name)} not found`;
}
