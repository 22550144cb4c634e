/** Source: pkg/apis/rbac/validation/validation.go (ValidatePolicyRule). */
import { type FieldError, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type PolicyRule, type Role } from '../../apis/rbac/v1.js';
import { goStrings, invalidStructure } from '../../apis/validation/structure.js';
import { type Behaviours } from '../../features/behaviours.js';

const RULES = Path.of('rules');

/** What a client leaves out of a rule, or gives as null, is an empty list. */
export function setRuleDefaults({ rules }: Role): void {
  for (const rule of rules ?? []) {
    for (const [field, value] of Object.entries(rule)) if (value === null) Reflect.deleteProperty(rule, field);
    const { verbs = [] } = rule as Partial<PolicyRule>;
    rule.verbs = verbs;
  }
}

export function validateRules(
  rules: readonly PolicyRule[] | null | undefined,
  namespaced: boolean,
  behaviours: Behaviours,
): FieldError[] {
  const errors: FieldError[] = [];
  const declared: FieldError[] = [];
  for (const [i, rule] of (rules ?? []).entries()) {
    const path = RULES.index(i);
    if (isEmpty(rule.verbs)) {
      if (behaviours.declarativeAuthorizationValidation) declared.push(required(path.child('verbs')));
      else errors.push(required(path.child('verbs'), 'verbs must contain at least one value'));
    }
    errors.push(...validateTarget(rule, namespaced, path, behaviours));
  }
  return [...errors, ...declared];
}

function validateTarget(
  { apiGroups, resources, resourceNames, nonResourceURLs = [] }: PolicyRule,
  namespaced: boolean,
  path: Path,
  behaviours: Behaviours,
): FieldError[] {
  if (nonResourceURLs.length > 0) {
    const refuse = (text: string): FieldError =>
      invalidStructure(path.child('nonResourceURLs'), nonResourceURLs, goStrings(nonResourceURLs), text, behaviours);
    return [
      ...(namespaced ? [refuse('namespaced rules cannot apply to non-resource URLs')] : []),
      ...(isEmpty(apiGroups) && isEmpty(resources) && isEmpty(resourceNames)
        ? []
        : [refuse('rules cannot apply to both regular resources and non-resource URLs')]),
    ];
  }
  return [
    ...(isEmpty(apiGroups)
      ? [required(path.child('apiGroups'), 'resource rules must supply at least one api group')]
      : []),
    ...(isEmpty(resources)
      ? [required(path.child('resources'), 'resource rules must supply at least one resource')]
      : []),
  ];
}

function isEmpty(values: readonly string[] | undefined): boolean {
  return values === undefined || values.length === 0;
}
