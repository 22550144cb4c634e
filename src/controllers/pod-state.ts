/** What pods' statuses mean to those that count them. Source: pkg/api/v1/pod/util.go, pkg/controller/controller_utils.go. */
import { type Pod } from '../apis/core/pod.js';
import { type PodCondition } from '../apis/core/pod-status.js';

export function podCondition({ status }: Pod, type: string): PodCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

export function isPodReady(pod: Pod): boolean {
  return podCondition(pod, 'Ready')?.status === 'True';
}

/** True where it succeeded or failed. */
export function isPodTerminal({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

export function isPodActive(pod: Pod): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined;
}

export function isPodTerminating(pod: Pod): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp !== undefined;
}

/** Ready for so long. `now` in milliseconds since the epoch. */
export function isPodAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  if (!isPodReady(pod)) return false;
  return minReadySeconds === 0 || (availableAt(pod, minReadySeconds) ?? Infinity) <= now;
}

/** Milliseconds until the next of the pods becomes available; undefined: none is about to. */
export function untilNextIsAvailable(pods: readonly Pod[], minReadySeconds: number, now: number): number | undefined {
  const waits = pods
    .filter((pod) => isPodReady(pod))
    .map((pod) => (availableAt(pod, minReadySeconds) ?? now) - now)
    .filter((wait) => wait > 0);
  return waits.length === 0 ? undefined : Math.min(...waits);
}

function availableAt(pod: Pod, minReadySeconds: number): number | undefined {
  const since = podCondition(pod, 'Ready')?.lastTransitionTime;
  return since == null ? undefined : Date.parse(since) + minReadySeconds * 1000;
}
