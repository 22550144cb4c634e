/** How pods are created, updated and deleted. Source: pkg/registry/core/pod/strategy.go. */
import { type Pod } from '../../../apis/core/pod.js';
import { rfc3339 } from '../../../clock/clock.js';
import { type Strategy, type StrategyContext } from '../../rest.js';
import { updatePodCondition } from './conditions.js';
import { defaultPodResources } from './default-resources.js';
import { defaultPod } from './defaults.js';
import { dropDisabledFields } from './disabled-fields.js';
import { isSemanticallyEqual } from './internal/equality.js';
import { mergeLabelKeys } from './label-keys.js';
import { qosClass } from '../../../apis/core/qos-class.js';
import { syncAppArmor, syncSeccomp } from './security-annotations.js';
import { validatePodCreate } from './validation/create.js';
import { validatePodUpdate } from './validation/update.js';
import { podWarnings } from './warnings.js';

export const podStrategy: Strategy<Pod> = {
  default: defaultPod,

  prepareForCreate(pod, context) {
    const { features } = context;
    if (features.behaviours.podGenerations) pod.metadata.generation = 1;
    pod.status = { phase: 'Pending' };
    dropDisabledFields(pod, undefined, features);
    syncSeccomp(pod, context);
    markGated(pod, context);
    mergeLabelKeys(pod, features);
    syncAppArmor(pod, context);
    if (pod.spec.resources !== undefined) defaultPodResources(pod.spec, features);
    pod.status.qosClass = qosClass(pod.spec, features);
  },

  validate: (pod, { features }) => validatePodCreate(pod, features),
  warningsOnCreate: (pod, { features }) => podWarnings(pod, features),

  prepareForUpdate(pod, old, context) {
    const { features } = context;
    keepStatus(pod, old);
    if (features.enabled('PodLevelResourcesFixDefaulting') && old.spec.resources !== undefined) {
      pod.spec.resources ??= structuredClone(old.spec.resources);
    }
    dropDisabledFields(pod, old, features);
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

function markGated(pod: Pod, { features, clock }: StrategyContext): void {
  if ((pod.spec.schedulingGates ?? []).length === 0) return;
  const message = 'Scheduling is blocked due to non-empty scheduling gates';
  const condition = { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message };
  if (features.behaviours.gatedConditionHasTime) updatePodCondition(pod, condition, rfc3339(clock.now()));
  else (pod.status ??= {}).conditions = [{ lastProbeTime: null, lastTransitionTime: null, ...condition }];
}

/** Puts the old status in place of the new one. */
export function keepStatus(pod: Pod, old: Pod): void {
  if (old.status === undefined) delete pod.status;
  else pod.status = structuredClone(old.status);
}

/** A change of the spec is a new generation. */
export function countGeneration(pod: Pod, old: Pod, { features }: StrategyContext): void {
  if (!features.behaviours.podGenerations || isSemanticallyEqual(features, 'PodSpec', pod.spec, old.spec)) return;
  pod.metadata.generation = (old.metadata.generation ?? 0) + 1;
}
