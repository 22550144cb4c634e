/** How pods are created, updated and deleted. Source: pkg/registry/core/pod/strategy.go. */
import { type Pod } from '../../../apis/core/pod.js';
import { rfc3339 } from '../../../clock/clock.js';
import { type Strategy, type StrategyContext } from '../../rest.js';
import { updatePodCondition } from './conditions.js';
import { defaultPod } from './defaults.js';
import { qosClass } from './qos-class.js';
import { sameSpec, validatePodUpdate } from './validation/update.js';
import { validatePodCreate } from './validation/spec.js';
import { podWarnings } from './warnings.js';

export const podStrategy: Strategy<Pod> = {
  default: defaultPod,

  prepareForCreate(pod, { features, clock }) {
    if (features.behaviours.podGenerations) pod.metadata.generation = 1;
    pod.status = { phase: 'Pending' };
    if ((pod.spec.schedulingGates ?? []).length > 0) {
      const message = 'Scheduling is blocked due to non-empty scheduling gates';
      const condition = { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message };
      updatePodCondition(pod, condition, rfc3339(clock.now()));
    }
    pod.status.qosClass = qosClass(pod.spec);
  },

  validate: (pod, { features }) => validatePodCreate(pod, features),
  warningsOnCreate: (pod, { features }) => podWarnings(pod, features),

  prepareForUpdate(pod, old, context) {
    keepStatus(pod, old);
    countGeneration(pod, old, context);
  },

  validateUpdate: (pod, old, { features }) => validatePodUpdate(pod, old, features),

  gracePeriod({ spec, status }, asked) {
    const ended = status?.phase === 'Failed' || status?.phase === 'Succeeded';
    if (!spec.nodeName || ended) return 0;
    const seconds = asked ?? spec.terminationGracePeriodSeconds ?? 0;
    return seconds < 0 ? 1 : seconds;
  },

  returnDeletedObject: true,
};

/** Puts the old status in place of the new one. */
export function keepStatus(pod: Pod, old: Pod): void {
  if (old.status === undefined) delete pod.status;
  else pod.status = structuredClone(old.status);
}

/** A change of the spec is a new generation. */
export function countGeneration(pod: Pod, old: Pod, { features }: StrategyContext): void {
  if (!features.behaviours.podGenerations || sameSpec(pod.spec, old.spec)) return;
  pod.metadata.generation = (old.metadata.generation ?? 0) + 1;
}
