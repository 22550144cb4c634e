/** What pods/resize may change. Source: pkg/apis/core/validation/validation.go (ValidatePodResize). */
import { type Container, type ResourceRequirements } from '../../../../apis/core/pod-container.js';
import { type Pod, type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, invalid } from '../../../../apis/field/errors.js';
import { Path } from '../../../../apis/field/path.js';
import { type Features } from '../../../../features/features.js';
import { isSemanticallyEqual } from '../internal/equality.js';
import { qosClass } from '../../../../apis/core/qos-class.js';
import { MIRROR_ANNOTATION } from './annotations.js';
import { validatePodMetadataAndSpec } from './create.js';
import { removesResources, resized, withOldComputing } from './resized.js';
import { validateResizedVolumes } from './resized-volumes.js';
import { isSidecar } from './scope.js';

/** `[]`, as Go prints a path of one empty name. */
const ROOT = Path.of().key('');
const SPEC = Path.of('spec');
const ONLY = 'only cpu and memory resources';

export function validatePodResize(pod: Pod, old: Pod, features: Features): FieldError[] {
  const { podLevelResizes } = features.behaviours;
  const wholes = [pod, old].some(({ spec }) => hasResources(spec.resources));
  if (wholes && podLevelResizes === 'never') {
    return [forbidden(ROOT, 'pods with pod-level resources cannot be resized')];
  }
  if (old.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined) {
    return [forbidden(ROOT, 'static pods cannot be resized')];
  }
  if (old.spec.os?.name === 'windows') return [forbidden(ROOT, 'windows pods cannot be resized')];
  const errors = [...validatePodMetadataAndSpec(pod, old, features), ...validatePossible(pod, old, features)];
  let next = pod.spec;
  if (wholes) {
    if (!features.enabled('InPlacePodLevelResourcesVerticalScaling')) {
      const gate = 'InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled';
      return [...errors, forbidden(ROOT, `resize of pods with pod-level resources is forbidden when ${gate}`)];
    }
    const whole = validateWhole(pod.spec, old.spec, features);
    errors.push(...whole.errors);
    next = whole.spec;
  }
  errors.push(...refuseAllocatableClaims(old, features));
  const order = validateOrder(pod.spec, old.spec);
  if (order.length > 0) return [...errors, ...order];
  errors.push(...validateRemovals(pod.spec, old.spec, features));
  const rest = validateContainers(next, old.spec, features);
  errors.push(...rest.errors, ...validateResizedVolumes(pod.spec, old.spec, features));
  const { resizesVolumes } = features.behaviours;
  const spec = resizesVolumes ? withOldVolumes(rest.spec, old.spec) : rest.spec;
  if (errors.length > 0 || isSemanticallyEqual(features, 'PodSpec', spec, old.spec)) return errors;
  return [forbidden(SPEC, `${ONLY} are mutable`)];
}

function hasResources(resources: ResourceRequirements | undefined): boolean {
  return Object.keys({ ...resources?.requests, ...resources?.limits }).length > 0;
}

function validatePossible(pod: Pod, old: Pod, features: Features): FieldError[] {
  const before = old.status?.qosClass ?? qosClass(old.spec, features);
  const detail = 'Pod QOS Class may not change as a result of resizing';
  const running = (old.status?.containerStatuses ?? []).find(({ state }) => state?.running !== undefined);
  return [
    ...(before === qosClass(pod.spec, features) ? [] : [invalid(SPEC, pod.status?.qosClass ?? '', detail)]),
    // The node tells the resources of containers where it can change them.
    ...(running !== undefined && running.resources === undefined
      ? [forbidden(SPEC, 'Pod running on node without support for resize')]
      : []),
  ];
}

function refuseAllocatableClaims({ status }: Pod, { behaviours }: Features): FieldError[] {
  const claims = status?.nodeAllocatableResourceClaimStatuses ?? [];
  if (!behaviours.allocatableClaimsPreventResize || claims.length === 0) return [];
  return [forbidden(SPEC, 'pods with node allocatable resource claims cannot be resized')];
}

interface Checked {
  /** With the old values in place of those that may change. */
  readonly spec: PodSpec;
  readonly errors: readonly FieldError[];
}

/** What the pod asks for as a whole. */
function validateWhole(next: PodSpec, old: PodSpec, features: Features): Checked {
  const path = SPEC.child('resources');
  if (old.resources !== undefined && next.resources === undefined) {
    return { spec: next, errors: [forbidden(path, 'pod-level resources cannot be removed')] };
  }
  const removed = (['requests', 'limits'] as const).filter((field) =>
    removesResources(next.resources?.[field], old.resources?.[field]),
  );
  const resources = withOldComputing(next.resources, old.resources);
  const nothing = old.resources === undefined && !hasResources(resources) && (resources.claims ?? []).length === 0;
  const { resources: asked, ...others } = next;
  const spec: PodSpec = asked === undefined || nothing ? others : { ...others, resources };
  const same = isSemanticallyEqual(features, 'ResourceRequirements', spec.resources, old.resources);
  return {
    spec,
    errors: [
      ...removed.map((field) => forbidden(path.child(field), `pod-level resource ${field} cannot be removed`)),
      ...(same ? [] : [forbidden(SPEC, `${ONLY} are mutable at pod-level`)]),
    ],
  };
}

function validateOrder(next: PodSpec, old: PodSpec): FieldError[] {
  return (['containers', 'initContainers'] as const).flatMap((field) => {
    const [containers, before] = [next[field] ?? [], old[field] ?? []];
    const path = SPEC.child(field);
    if (containers.length !== before.length) return [forbidden(path, `${field} may not be added or removed on resize`)];
    return before.flatMap(({ name }, i) =>
      containers[i]?.name === name
        ? []
        : [forbidden(path.index(i).child('name'), `${field} may not be renamed or reordered on resize`)],
    );
  });
}

function canResize(container: Container, features: Features): boolean {
  return isSidecar(container) || features.enabled('InPlacePodVerticalScalingInitContainers');
}

function validateRemovals(next: PodSpec, old: PodSpec, features: Features): FieldError[] {
  return (['initContainers', 'containers'] as const).flatMap((field) =>
    (old[field] ?? []).flatMap((container, i) => {
      if (field === 'initContainers' && !canResize(container, features)) return [];
      const path = SPEC.child(field).index(i).child('resources');
      const resources = next[field]?.[i]?.resources;
      return (['requests', 'limits'] as const)
        .filter((list) => removesResources(resources?.[list], container.resources?.[list]))
        .map((list) => forbidden(path.child(list), `resource ${list} cannot be removed`));
    }),
  );
}

function validateContainers(next: PodSpec, old: PodSpec, features: Features): Checked {
  const errors: FieldError[] = [];
  const isSame = (a: Container, b: Container | undefined): boolean => isSemanticallyEqual(features, 'Container', a, b);
  const containers = (next.containers ?? []).map((container, i) => {
    const kept = resized(container, old.containers?.[i]);
    if (!isSame(kept, old.containers?.[i])) errors.push(forbidden(SPEC, `${ONLY} are mutable`));
    return kept;
  });
  const initContainers = (next.initContainers ?? []).map((container, i) => {
    const before = old.initContainers?.[i];
    const changed = !isSame(container, before);
    if (!canResize(container, features)) {
      if (changed) errors.push(forbidden(SPEC, 'resources for non-sidecar init containers are immutable'));
      return container;
    }
    const kept = resized(container, before);
    const { initContainersMayResize } = features.behaviours;
    const path = SPEC.child('initContainers').index(i);
    if (!isSame(kept, before)) {
      const whose = initContainersMayResize ? 'init or sidecar' : 'sidecar';
      errors.push(forbidden(initContainersMayResize ? path : SPEC, `${ONLY} for ${whose} containers are mutable`));
    }
    if (changed && !isSidecar(container)) errors.push(...refuseRestarts(container, path));
    return kept;
  });
  return { spec: { ...next, containers, initContainers }, errors };
}

function refuseRestarts({ resizePolicy = [] }: Container, path: Path): FieldError[] {
  const detail = 'non-sidecar init containers with a resize policy of RestartContainer cannot be resized';
  return resizePolicy
    .filter(({ restartPolicy }) => restartPolicy === 'RestartContainer')
    .map(() => forbidden(path, detail));
}

function withOldVolumes(spec: PodSpec, { volumes }: PodSpec): PodSpec {
  const rest = { ...spec };
  delete rest.volumes;
  return volumes === undefined ? rest : { ...rest, volumes };
}
