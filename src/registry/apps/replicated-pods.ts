/** What deployments and replica sets have in common. Source: pkg/apis/apps/validation/validation.go (ValidateReplicaSetSpec). */
import { type FieldError } from '../../apis/field/errors.js';
import { type Features } from '../../features/features.js';
import { validateKeepsRunning, validatePodTemplate } from '../pod-template/validation.js';
import { isEmpty, isUsable } from '../selection.js';
import { TEMPLATE, validateSelected, validateSelector, type WorkloadSpec } from '../workload-spec.js';

export interface ReplicaStatus {
  replicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  collisionCount?: number;
}

/** Both kinds are called a deployment by the error of an empty selector, and a ReplicaSet by that of a deadline. */
export function validateReplicatedPods(spec: WorkloadSpec, features: Features): FieldError[] {
  const { selector, template = {} } = spec;
  const errors = validateSelector(selector, 'deployment', 'invalid label selector', features);
  if (selector !== undefined && !isUsable(selector, features.behaviours)) return errors;
  return [
    ...errors,
    ...(selector !== undefined && isEmpty(selector) ? [] : validateSelected(spec, features)),
    ...validatePodTemplate(template, TEMPLATE, features),
    ...validateKeepsRunning(template.spec, 'ReplicaSet', TEMPLATE),
  ];
}
