/** Conditions in a pod's status. Source: pkg/api/v1/pod/util.go. */
import { type PodCondition } from '../../../apis/core/pod-status.js';
import { type Pod } from '../../../apis/core/pod.js';

/** Sets a condition; its time moves only with its status. `now`: RFC 3339. */
export function updatePodCondition(pod: Pod, condition: Omit<PodCondition, 'lastTransitionTime'>, now: string): void {
  const status = (pod.status ??= {});
  const conditions = (status.conditions ??= []);
  const at = conditions.findIndex(({ type }) => type === condition.type);
  const before = conditions[at];
  const lastTransitionTime = before?.status === condition.status ? (before.lastTransitionTime ?? null) : now;
  const next: PodCondition = { lastProbeTime: null, ...condition, lastTransitionTime };
  if (before === undefined) conditions.push(next);
  else conditions[at] = next;
}

export function hasPodCondition(pod: Pod, type: string): boolean {
  return (pod.status?.conditions ?? []).some((each) => each.type === type && each.status === 'True');
}
