/** Conditions of definitions. Source: k8s.io/apiextensions-apiserver/pkg/apihelpers/helpers.go. */
import { type CustomResourceDefinitionCondition } from './types.js';

type Conditions = readonly CustomResourceDefinitionCondition[];

/** With the condition in place of the one of its type; the time is the older one's where the status is the same. */
export function withCondition(
  conditions: Conditions,
  condition: CustomResourceDefinitionCondition,
): CustomResourceDefinitionCondition[] {
  const before = conditions.find(({ type }) => type === condition.type);
  if (before === undefined) return [...conditions, condition];
  const { lastTransitionTime } = before.status === condition.status ? before : condition;
  const next = { ...before, ...condition, ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }) };
  return conditions.map((each) => (each === before ? next : each));
}

export function withoutCondition(conditions: Conditions, type: string): CustomResourceDefinitionCondition[] {
  return conditions.filter((each) => each.type !== type);
}

/** True where they differ by their times alone. */
export function isEquivalent(
  a: CustomResourceDefinitionCondition | undefined,
  b: CustomResourceDefinitionCondition | undefined,
): boolean {
  return (['type', 'status', 'reason', 'message'] as const).every((key) => a?.[key] === b?.[key]);
}
