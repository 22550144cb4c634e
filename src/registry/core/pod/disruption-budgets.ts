/** Disruption budgets, as evictions spend them. Source: pkg/registry/core/pod/storage/eviction.go. */
import { type Pod } from '../../../apis/core/pod.js';
import { newForbidden, newTooManyRequests, newUnknownError, type StatusError } from '../../../apis/errors.js';
import { disruptionAllowed, SYNC_FAILED, withDisruptionAllowed } from '../../../apis/policy/disruption-allowed.js';
import { type PodDisruptionBudget } from '../../../apis/policy/v1.js';
import { type Features } from '../../../features/features.js';
import { isEmpty, isUsable, selects } from '../../selection.js';

const MOST_DISRUPTED = 2000;
const RESOURCE = { group: 'policy', resource: 'poddisruptionbudget' };

/** The budgets that count the pod. */
export function budgetsOf(
  pod: Pod,
  budgets: readonly PodDisruptionBudget[],
  { behaviours }: Features,
): readonly PodDisruptionBudget[] {
  return budgets.filter(({ spec }) => {
    const { selector } = spec ?? {};
    if (selector === undefined || !isUsable(selector, behaviours)) return false;
    // Once, a budget that selects everything counted nothing here.
    if (!behaviours.emptyBudgetsCount && isEmpty(selector)) return false;
    return selects(selector, pod.metadata.labels ?? {});
  });
}

/** 500: upstream does not choose. */
export function tooManyBudgets(): StatusError {
  return newUnknownError(
    'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
  );
}

/** 429, with when to try again and the budget as its cause. */
export function refusal(why: string, retryAfterSeconds: number): StatusError {
  const message = "Cannot evict pod as it would violate the pod's disruption budget.";
  return withCause(newTooManyRequests(message, retryAfterSeconds), why);
}

/** … of a budget whose controller has not seen its newest spec. */
export function notYet({ metadata: { name = '' } }: PodDisruptionBudget, { behaviours }: Features): StatusError {
  const why = `The disruption budget ${name} is still being processed by the server.`;
  return refusal(why, behaviours.evictionRetrySeconds);
}

function withCause(error: StatusError, message: string): StatusError {
  (error.status.details ??= {}).causes = [{ reason: 'DisruptionBudget', message }];
  return error;
}

/** The budget with one disruption less and the pod as disrupted; refuses by a StatusError. `now`: RFC 3339. */
export function withoutOneDisruption(
  current: PodDisruptionBudget,
  podName: string,
  now: string,
  features: Features,
): PodDisruptionBudget {
  const budget = structuredClone(current);
  const status = (budget.status ??= {});
  const { observedGeneration = 0, disruptionsAllowed = 0, disruptedPods = {} } = status;
  if (observedGeneration < (budget.metadata.generation ?? 0)) throw notYet(budget, features);
  if (disruptionsAllowed < 0) throw forbidden(budget, 'pdb disruptions allowed is negative', undefined, features);
  if (Object.keys(disruptedPods).length > MOST_DISRUPTED) {
    const cause = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller';
    throw forbidden(budget, cause, 'too many pending evictions not confirmed by PDB controller', features);
  }
  if (disruptionsAllowed === 0) throw refusal(explanation(budget, features), 0);
  status.disruptionsAllowed = disruptionsAllowed - 1;
  status.disruptedPods = { ...disruptedPods, [podName]: now };
  const isExhausted = status.disruptionsAllowed === 0 && features.behaviours.evictionsUpdateConditions;
  return isExhausted ? { ...budget, status: withDisruptionAllowed(status, now) } : budget;
}

function forbidden(
  { metadata: { name = '' } }: PodDisruptionBudget,
  why: string,
  cause: string | undefined,
  { behaviours }: Features,
): StatusError {
  const error = newForbidden(RESOURCE, name, why);
  if (!behaviours.evictionsExplainForbidden) return error;
  return withCause(error, `The disruption budget ${name} does not allow evicting pods currently: ${cause ?? why}`);
}

function explanation({ metadata: { name = '' }, status = {} }: PodDisruptionBudget, { behaviours }: Features): string {
  const { currentHealthy = 0, desiredHealthy = 0 } = status;
  const counts = `The disruption budget ${name} needs ${String(desiredHealthy)} healthy pods and has ${String(currentHealthy)} currently`;
  if (!behaviours.evictionsExplainConditions) return counts;
  const head = `The disruption budget ${name} does not allow evicting pods currently`;
  const condition = disruptionAllowed(status);
  const { reason = '', message = '' } = condition?.status === 'False' ? condition : {};
  if (message !== '' && reason === SYNC_FAILED) return `${head} because it failed sync: ${message}`;
  if (currentHealthy <= desiredHealthy) return counts;
  return message === '' ? head : `${head} (${reason}): ${message}`;
}
