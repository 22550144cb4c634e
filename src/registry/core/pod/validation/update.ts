/** What an update of a pod may change. Source: pkg/apis/core/validation/validation.go (ValidatePodUpdate). */
import { type Container } from '../../../../apis/core/pod-container.js';
import { type Pod, type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, invalid, required } from '../../../../apis/field/errors.js';
import { Path } from '../../../../apis/field/path.js';
import { type Features } from '../../../../features/features.js';
import { isSemanticallyEqual } from '../internal/equality.js';
import { qosClass } from '../../../../apis/core/qos-class.js';
import { validateAnnotationChanges, validatePodAnnotations } from './annotations.js';
import { validatePodMetadataAndSpec } from './create.js';
import { withoutGatedChanges } from './gated-pods.js';
import { validateImageTrimmed } from './image.js';
import { inclusiveRangeError, MAX_INT32 } from './numbers.js';
import { resized } from './resized.js';
import { validateOnlyDeletedGates } from './scheduling.js';
import { specDifference } from './spec-difference.js';
import { validateOnlyAddedTolerations } from './tolerations.js';

const SPEC = Path.of('spec');
const METADATA = Path.of('metadata');
const RESOURCES = '`spec.containers[*].resources` (for CPU/memory only)';

export function validatePodUpdate(pod: Pod, old: Pod, features: Features): FieldError[] {
  const options = { features, isPod: true, old: old.spec };
  const errors = [...validatePodMetadataAndSpec(pod, old, features), ...validateAnnotationsUpdate(pod, old, features)];
  for (const field of ['containers', 'initContainers'] as const) {
    const found = validateContainerUpdates(pod.spec[field] ?? [], old.spec[field] ?? [], SPEC.child(field));
    errors.push(...found.errors);
    if (found.stop) return errors;
  }
  const deadline = validateDeadlineUpdate(pod.spec.activeDeadlineSeconds, old.spec.activeDeadlineSeconds);
  errors.push(...deadline.errors);
  if (deadline.stop) return errors;
  errors.push(
    ...validateOnlyAddedTolerations(pod.spec.tolerations, old.spec.tolerations, SPEC.child('tolerations'), options),
    ...validateOnlyDeletedGates(pod.spec, old.spec, SPEC.child('schedulingGates')),
  );
  if (isSemanticallyEqual(features, 'PodSpec', pod.spec, old.spec)) return errors;
  return [...errors, ...validateRest(pod, old, features)];
}

/** What an annotation may change to, and what all of them must keep to. */
export function validateAnnotationsUpdate(pod: Pod, old: Pod, features: Features): FieldError[] {
  const path = METADATA.child('annotations');
  const { annotations } = old.metadata;
  return [
    ...validateAnnotationChanges(pod.metadata.annotations, annotations, path),
    ...validatePodAnnotations(pod, path, { features, isPod: true, old: old.spec }, annotations),
  ];
}

function validateRest(pod: Pod, old: Pod, features: Features): FieldError[] {
  const { updatablePodFields, updatesMayResize, updatesKeepQOS } = features.behaviours;
  const resizes = updatesMayResize && features.enabled('InPlacePodVerticalScaling');
  const changed =
    (resizes || updatesKeepQOS) &&
    (old.status?.qosClass ?? qosClass(old.spec, features)) !== qosClass(pod.spec, features);
  const gated = withoutGatedChanges(withoutAllowedChanges(pod.spec, old.spec, resizes), old.spec, features);
  const errors = [
    ...(changed ? [invalid(METADATA, pod.status?.qosClass ?? '', 'Pod QoS is immutable')] : []),
    ...gated.errors,
  ];
  if (isSemanticallyEqual(features, 'PodSpec', gated.spec, old.spec)) return errors;
  const fields = `${updatablePodFields}${resizes ? `,${RESOURCES}` : ''}`;
  const difference = specDifference(old.spec, gated.spec, features);
  return [...errors, forbidden(SPEC, `pod updates may not change fields other than ${fields}\n${difference}`)];
}

interface Found {
  readonly errors: readonly FieldError[];
  /** Nothing more can be said. */
  readonly stop: boolean;
}

function validateContainerUpdates(next: readonly Container[], old: readonly Container[], path: Path): Found {
  if (next.length !== old.length) {
    return { errors: [forbidden(path, 'pod updates may not add or remove containers')], stop: true };
  }
  const errors = next.flatMap(({ image = '' }, i) => [
    ...(image === '' ? [required(path.index(i).child('image'))] : []),
    ...validateImageTrimmed(image, path.index(i)),
  ]);
  return { errors, stop: false };
}

function validateDeadlineUpdate(next: number | undefined, old: number | undefined): Found {
  const path = SPEC.child('activeDeadlineSeconds');
  if (next === undefined) {
    const detail = 'must not update from a positive integer to nil value';
    return { errors: old === undefined ? [] : [invalid(path, next, detail)], stop: false };
  }
  if (next < 0 || next > MAX_INT32) {
    return { errors: [invalid(path, next, inclusiveRangeError(0, MAX_INT32))], stop: true };
  }
  if (old !== undefined && old < next) {
    return { errors: [invalid(path, next, 'must be less than or equal to previous value')], stop: true };
  }
  return { errors: [], stop: false };
}

/** The new spec with the old one's values wherever a change is allowed. */
function withoutAllowedChanges(next: PodSpec, old: PodSpec, resizes: boolean): PodSpec {
  const rest: PodSpec = { ...next };
  const images = (containers: readonly Container[], before: readonly Container[]): Container[] =>
    containers.map((container, i) => ({ ...container, image: before[i]?.image ?? '' }));
  if (next.containers !== undefined) {
    const containers = images(next.containers, old.containers ?? []);
    rest.containers = resizes ? containers.map((each, i) => resized(each, old.containers?.[i])) : containers;
  }
  if (next.initContainers !== undefined) rest.initContainers = images(next.initContainers, old.initContainers ?? []);
  for (const field of ['activeDeadlineSeconds', 'schedulingGates', 'tolerations'] as const) {
    Reflect.deleteProperty(rest, field);
    if (old[field] !== undefined) Object.assign(rest, { [field]: old[field] });
  }
  const grace = old.terminationGracePeriodSeconds ?? 0;
  if (grace < 0 && rest.terminationGracePeriodSeconds === 1) rest.terminationGracePeriodSeconds = grace;
  return rest;
}
