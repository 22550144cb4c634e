/** What an update of a pod may change. Source: pkg/apis/core/validation/validation.go. */
import { isDeepStrictEqual } from 'node:util';
import { type Container } from '../../../../apis/core/pod-container.js';
import { type Pod, type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, invalid, required } from '../../../../apis/field/errors.js';
import { Path } from '../../../../apis/field/path.js';
import { type Features } from '../../../../features/features.js';
import { validateAnnotationsUpdate } from './annotations.js';
import { inclusiveRangeError, MAX_INT32 } from './numbers.js';
import { validateImageTrimmed, validatePodMetadataAndSpec } from './spec.js';
import { specDifference } from './spec-difference.js';
import { validateOnlyAddedTolerations } from './tolerations.js';

const SPEC = Path.of('spec');

export function validatePodUpdate(pod: Pod, old: Pod, features: Features): FieldError[] {
  const errors = [
    ...validatePodMetadataAndSpec(pod, features),
    ...validateAnnotationsUpdate(pod, old, Path.of('metadata', 'annotations')),
  ];
  for (const field of ['containers', 'initContainers'] as const) {
    const found = validateContainerUpdates(pod.spec[field] ?? [], old.spec[field] ?? [], SPEC.child(field));
    errors.push(...found.errors);
    if (found.stop) return errors;
  }
  const deadline = validateDeadlineUpdate(pod.spec.activeDeadlineSeconds, old.spec.activeDeadlineSeconds);
  errors.push(...deadline.errors);
  if (deadline.stop) return errors;
  errors.push(
    ...validateOnlyAddedTolerations(pod.spec.tolerations, old.spec.tolerations, SPEC.child('tolerations'), features),
    ...validateOnlyDeletedGates(pod.spec, old.spec),
  );
  const rest = withoutAllowedChanges(pod.spec, old.spec);
  if (!sameSpec(rest, old.spec)) {
    const detail = `pod updates may not change fields other than ${features.behaviours.updatablePodFields}`;
    errors.push(forbidden(SPEC, `${detail}\n${specDifference(old.spec, rest)}`));
  }
  return errors;
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

function validateOnlyDeletedGates(
  { schedulingGates: next = [] }: PodSpec,
  { schedulingGates: old = [] }: PodSpec,
): FieldError[] {
  return next.flatMap(({ name }, i) =>
    old.some((gate) => gate.name === name)
      ? []
      : [
          forbidden(
            SPEC.child('schedulingGates').index(i).child('name'),
            `only deletion is allowed, but found new scheduling gate '${name}'`,
          ),
        ],
  );
}

/** The new spec with the old one's values wherever a change is allowed. */
function withoutAllowedChanges(next: PodSpec, old: PodSpec): PodSpec {
  const rest: PodSpec = { ...next };
  const images = (containers: readonly Container[], before: readonly Container[]): Container[] =>
    containers.map((container, i) => ({ ...container, image: before[i]?.image ?? '' }));
  if (next.containers !== undefined) rest.containers = images(next.containers, old.containers ?? []);
  if (next.initContainers !== undefined) rest.initContainers = images(next.initContainers, old.initContainers ?? []);
  for (const field of ['activeDeadlineSeconds', 'schedulingGates', 'tolerations'] as const) {
    Reflect.deleteProperty(rest, field);
    if (old[field] !== undefined) Object.assign(rest, { [field]: old[field] });
  }
  const grace = old.terminationGracePeriodSeconds ?? 0;
  if (grace < 0 && rest.terminationGracePeriodSeconds === 1) rest.terminationGracePeriodSeconds = grace;
  return rest;
}

/** True where two specs mean the same: what is empty is as good as what is missing. */
export function sameSpec(a: PodSpec, b: PodSpec): boolean {
  return isDeepStrictEqual(normalized(a), normalized(b));
}

function normalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalized);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, each]) => [key, normalized(each)] as const);
  return Object.fromEntries(
    entries.filter(([key, each]) => !isZero(each) && !(key === 'resources' && isEmptyObject(each))),
  );
}

function isZero(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
