/** Conditions in statuses of workloads. Source: pkg/controller/deployment/util/deployment_util.go and its siblings. */
import { type Condition } from '../apis/apps/v1.js';

export function conditionOf(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/**
 * With another condition of the type, at the end; the same list where status and reason stay as they were. While the status
 * stays, so does the time of its last transition.
 */
export function withCondition(conditions: readonly Condition[], condition: Condition): readonly Condition[] {
  const current = conditionOf(conditions, condition.type);
  if (current?.status === condition.status && current.reason === condition.reason) return conditions;
  const kept = current?.status === condition.status ? pick(current) : {};
  return [...withoutCondition(conditions, condition.type), { ...condition, ...kept }];
}

export function withoutCondition(conditions: readonly Condition[], type: string): readonly Condition[] {
  return conditions.filter((condition) => condition.type !== type);
}

function pick({ lastTransitionTime }: Condition): Partial<Condition> {
  return lastTransitionTime === undefined ? {} : { lastTransitionTime };
}
