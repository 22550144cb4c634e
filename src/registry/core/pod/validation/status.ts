/** What an update of a pod's status may say. Source: pkg/apis/core/validation/validation.go (ValidatePodStatusUpdate). */
import { type PodStatus } from '../../../../apis/core/pod-status.js';
import { type Pod } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, invalid } from '../../../../apis/field/errors.js';
import { Path } from '../../../../apis/field/path.js';
import { isQualifiedName } from '../../../../apis/validation/labels.js';
import { isDNS1123Subdomain } from '../../../../apis/validation/names.js';
import { type Features } from '../../../../features/features.js';
import { validateContainerStates, validateEphemeralStates, validateInitStates } from './container-states.js';
import { validateStatusUsers } from './container-users.js';
import { validateAllocatedResources, validateImageVolumes, validateVolumeHealth } from './reported-resources.js';
import { validateHostIPs, validatePodIPs } from './status-addresses.js';
import { validateClaimStatuses, validateExtendedClaim, validateNodeAllocatableClaims } from './status-claims.js';
import { validateAnnotationsUpdate } from './update.js';

const STATUS = Path.of('status');
const STATUS_LISTS = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const;

export function validatePodStatusUpdate(pod: Pod, old: Pod, features: Features): FieldError[] {
  const next = pod.status ?? {};
  const before = old.status ?? {};
  const options = { features, isPod: true, old: old.spec };
  return [
    ...validateAnnotationsUpdate(pod, old, features),
    ...validateConditions(next, features),
    ...validateNominatedNode(next, old, features),
    ...validateGeneration(next.observedGeneration, STATUS.child('observedGeneration')),
    ...(features.behaviours.podQOSClassIsFixed && next.qosClass !== before.qosClass
      ? [invalid(STATUS.child('qosClass'), next.qosClass ?? '', 'field is immutable')]
      : []),
    ...validateContainerStates(next, before, STATUS, options),
    ...validateInitStates(next, before, STATUS, options),
    ...(features.behaviours.ephemeralContainersStayEnded ? validateEphemeralStates(next, before, STATUS) : []),
    ...validateClaimStatuses(next, pod.spec, STATUS.child('resourceClaimStatuses'), features),
    ...validateExtendedClaim(next, pod.spec, STATUS.child('extendedResourceClaimStatus'), features),
    ...validateNodeAllocatableClaims(next, pod.spec, STATUS.child('nodeAllocatableResourceClaimStatuses')),
    ...validateVolumeHealth(next, pod.spec, STATUS.child('volumeHealth')),
    ...validatePodIPs(next, before, STATUS.child('podIPs'), features),
    ...validateHostIPs(next, before, STATUS.child('hostIPs'), features),
    ...STATUS_LISTS.flatMap((field) => validateStatusUsers(next[field], STATUS.child(field), pod.spec.os, features)),
    ...validateAllocatedResources(pod, STATUS, features),
    ...(features.enabled('ImageVolumeWithDigest')
      ? STATUS_LISTS.flatMap((field) => validateImageVolumes(next[field], STATUS.child(field), features))
      : []),
  ];
}

const SYSTEM_CONDITIONS = ['PodScheduled', 'Ready', 'Initialized'];

function validateConditions({ conditions = [] }: PodStatus, { behaviours }: Features): FieldError[] {
  // A slip of older versions.
  const path = behaviours.podConditionsUnderStatus ? STATUS : Path.of('metadata');
  return conditions.flatMap(({ type, observedGeneration }, i) => {
    const at = path.child('conditions').index(i);
    return [
      ...validateGeneration(observedGeneration, at.child('observedGeneration')),
      ...(SYSTEM_CONDITIONS.includes(type)
        ? []
        : isQualifiedName(type, behaviours).map((text) => invalid(at.child('Type'), type, text))),
    ];
  });
}

function validateGeneration(generation: number | undefined, path: Path): FieldError[] {
  return (generation ?? 0) < 0 ? [invalid(path, generation, 'must be a non-negative integer')] : [];
}

function validateNominatedNode(
  { nominatedNodeName: next = '' }: PodStatus,
  old: Pod,
  features: Features,
): FieldError[] {
  const path = STATUS.child('nominatedNodeName');
  if (next === '' || next === (old.status?.nominatedNodeName ?? '')) return [];
  const bound = features.enabled('ClearingNominatedNodeNameAfterBinding') && Boolean(old.spec.nodeName);
  return [
    ...isDNS1123Subdomain(next).map((text) => invalid(path, next, text)),
    ...(bound ? [forbidden(path, 'may not be set on pods that are already bound to a node')] : []),
  ];
}
