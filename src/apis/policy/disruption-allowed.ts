/** The one condition of disruption budgets. Source: k8s.io/component-helpers/apps/poddisruptionbudget/helpers.go. */
import { type Condition } from '../validation/conditions.js';
import { type PodDisruptionBudgetStatus } from './v1.js';

const TYPE = 'DisruptionAllowed';
export const SYNC_FAILED = 'SyncFailed';

export function disruptionAllowed({ conditions = [] }: PodDisruptionBudgetStatus): Condition | undefined {
  return conditions.find(({ type }) => type === TYPE);
}

/** The status with the condition that its numbers call for. @param now RFC 3339 */
export function withDisruptionAllowed(status: PodDisruptionBudgetStatus, now: string): PodDisruptionBudgetStatus {
  const isAllowed = (status.disruptionsAllowed ?? 0) > 0;
  const reason = isAllowed ? 'SufficientPods' : 'InsufficientPods';
  return withCondition(status, { status: isAllowed ? 'True' : 'False', reason, message: '' }, now);
}

/** The status of a budget that could not be calculated. */
export function withSyncFailed(
  status: PodDisruptionBudgetStatus,
  message: string,
  now: string,
): PodDisruptionBudgetStatus {
  return withCondition({ ...status, disruptionsAllowed: 0 }, { status: 'False', reason: SYNC_FAILED, message }, now);
}

function withCondition(
  status: PodDisruptionBudgetStatus,
  told: Pick<Condition, 'status' | 'reason' | 'message'>,
  now: string,
): PodDisruptionBudgetStatus {
  const before = disruptionAllowed(status);
  const lastTransitionTime = (before?.status === told.status ? before.lastTransitionTime : undefined) ?? now;
  const { observedGeneration } = status;
  const next = { type: TYPE, ...(observedGeneration === undefined ? {} : { observedGeneration }), ...told };
  const { conditions = [] } = status;
  const condition = { ...next, lastTransitionTime };
  const replaced = conditions.map((each) => (each === before ? condition : each));
  return { ...status, conditions: before === undefined ? [...conditions, condition] : replaced };
}
