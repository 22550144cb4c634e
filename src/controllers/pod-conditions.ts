/** Conditions of pods, as components write them. Source: pkg/api/v1/pod/util.go. */
import { type PodCondition, type PodStatus } from '../apis/core/pod-status.js';
import { type Pod } from '../apis/core/pod.js';
import { type Features } from '../features/features.js';
import { podCondition } from './pod-state.js';

/** The generation that a condition says it is about; undefined where it says none. */
export function observedGeneration(pod: Pod, type: string, features: Features): number | undefined {
  const told = features.enabled('PodObservedGenerationTracking') || podCondition(pod, type)?.observedGeneration;
  return told ? pod.metadata.generation : undefined;
}

/** The status with a condition set; the same status where nothing changes. @param now RFC 3339 */
export function withPodCondition(pod: Pod, condition: PodCondition, features: Features, now: string): PodStatus {
  const { type } = condition;
  const status = pod.status ?? {};
  const before = podCondition(pod, type);
  const generation = observedGeneration(pod, type, features);
  const lastTransitionTime = (before?.status === condition.status ? before.lastTransitionTime : undefined) ?? now;
  const next = {
    ...condition,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    lastProbeTime: null,
    lastTransitionTime,
  };
  const same =
    before?.status === next.status &&
    (before.reason ?? '') === (next.reason ?? '') &&
    (before.message ?? '') === (next.message ?? '') &&
    before.observedGeneration === next.observedGeneration;
  if (same) return status;
  const conditions = status.conditions ?? [];
  const replaced = conditions.map((each) => (each.type === type ? next : each));
  return { ...status, conditions: before === undefined ? [...conditions, next] : replaced };
}
