/** What disruption budgets say to an eviction. Source: pkg/registry/core/pod/storage/eviction.go. */
import { type Pod } from '../../../apis/core/pod.js';
import { newForbidden, newTooManyRequests, StatusError } from '../../../apis/errors.js';
import { disruptionAllowed, SYNC_FAILED, withDisruptionAllowed } from '../../../apis/policy/disruption-allowed.js';
import { type PodDisruptionBudget, type PodDisruptionBudgetStatus } from '../../../apis/policy/v1.js';
import { type Behaviours } from '../../../features/behaviours.js';
import { isEmpty, selects } from '../../selection.js';

const BUDGETS = { group: 'policy', resource: 'poddisruptionbudget' };
const CAUSE = 'DisruptionBudget';
const VIOLATION = "Cannot evict pod as it would violate the pod's disruption budget.";
/** The most evictions that may be waiting to be noticed. */
const MOST_DISRUPTED = 2000;

/** The budgets that cover a pod, out of those of its namespace. */
export function budgetsOf(
  pod: Pod,
  budgets: readonly PodDisruptionBudget[],
  { emptyBudgetSelectsNothing }: Behaviours,
): PodDisruptionBudget[] {
  return budgets.filter(({ spec: { selector } = {} }) => {
    if (selector === undefined || (emptyBudgetSelectsNothing && isEmpty(selector))) return false;
    return selects(selector, pod.metadata.labels ?? {});
  });
}

/** True for a pod that is out of service already, so that no budget counts it. */
export function isBeyondBudgets({ metadata, status }: Pod): boolean {
  const { phase = '' } = status ?? {};
  return ['Succeeded', 'Failed', 'Pending'].includes(phase) || metadata.deletionTimestamp !== undefined;
}

/** True where a pod that is not ready may go without being counted. */
export function letsUnreadyGo({ spec, status = {} }: PodDisruptionBudget): boolean {
  if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status;
  return currentHealthy >= desiredHealthy && desiredHealthy > 0;
}

/** 429 until the controller has looked at the budget. */
export function notProcessed(name: string): StatusError {
  return refusal(
    newTooManyRequests(VIOLATION, 10),
    `The disruption budget ${name} is still being processed by the server.`,
  );
}

/** The budget's status once it has allowed the eviction of a pod. Refuses by a StatusError. @param now RFC 3339 */
export function allowEviction(
  budget: PodDisruptionBudget,
  podName: string,
  now: string,
  behaviours: Behaviours,
): PodDisruptionBudgetStatus {
  const { metadata, status = {} } = budget;
  const { name = '', generation = 0 } = metadata;
  const { disruptionsAllowed = 0, disruptedPods = {} } = status;
  if ((status.observedGeneration ?? 0) < generation) throw notProcessed(name);
  const forbid = (reason: string, text: string): StatusError => {
    const error = newForbidden(BUDGETS, name, reason);
    const told = `The disruption budget ${name} does not allow evicting pods currently: ${text}`;
    return behaviours.forbiddenEvictionsExplained ? refusal(error, told) : error;
  };
  if (disruptionsAllowed < 0) {
    throw forbid('pdb disruptions allowed is negative', 'pdb disruptions allowed is negative');
  }
  if (Object.keys(disruptedPods).length > MOST_DISRUPTED) {
    throw forbid(
      'DisruptedPods map too big - too many evictions not confirmed by PDB controller',
      'too many pending evictions not confirmed by PDB controller',
    );
  }
  if (disruptionsAllowed === 0) throw refusal(newTooManyRequests(VIOLATION, 0), violationText(budget, behaviours));
  const next = {
    ...status,
    disruptionsAllowed: disruptionsAllowed - 1,
    disruptedPods: { ...disruptedPods, [podName]: now },
  };
  return next.disruptionsAllowed === 0 ? withDisruptionAllowed(next, now) : next;
}

function violationText(
  { metadata, status = {} }: PodDisruptionBudget,
  { evictionRefusalsExplained }: Behaviours,
): string {
  const { currentHealthy = 0, desiredHealthy = 0 } = status;
  const subject = `The disruption budget ${metadata.name ?? ''}`;
  const counts = `${subject} needs ${String(desiredHealthy)} healthy pods and has ${String(currentHealthy)} currently`;
  if (!evictionRefusalsExplained) return counts;
  const condition = disruptionAllowed(status);
  const { reason = '', message = '' } = condition?.status === 'False' ? condition : {};
  const refused = `${subject} does not allow evicting pods currently`;
  if (message !== '' && reason === SYNC_FAILED) return `${refused} because it failed sync: ${message}`;
  if (currentHealthy <= desiredHealthy) return counts;
  return message === '' ? refused : `${refused} (${reason}): ${message}`;
}

function refusal({ status }: StatusError, message: string): StatusError {
  const causes = [...(status.details?.causes ?? []), { reason: CAUSE, message }];
  return new StatusError({ ...status, details: { ...status.details, causes } });
}
