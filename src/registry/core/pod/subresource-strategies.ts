/** The subresources that change a part of a pod. Source: pkg/registry/core/pod/strategy.go. */
import { type Container } from '../../../apis/core/pod-container.js';
import { type PodStatus } from '../../../apis/core/pod-status.js';
import { type Pod, type PodSpec } from '../../../apis/core/pod.js';
import { type Features } from '../../../features/features.js';
import { type Strategy } from '../../rest.js';
import { dropDisabledFields } from './disabled-fields.js';
import { defaultPodResources } from './default-resources.js';
import { countGeneration, keepStatus } from './strategy.js';
import { validateEphemeralContainersUpdate } from './validation/ephemeral.js';
import { validatePodResize } from './validation/resize.js';
import { validatePodStatusUpdate } from './validation/status.js';

type SubresourceStrategy = Pick<Strategy<Pod>, 'prepareForUpdate' | 'validateUpdate'>;

/** What a kubelet that does not know of them would drop. */
const KEPT_CLAIMS = [
  'resourceClaimStatuses',
  'extendedResourceClaimStatus',
  'nodeAllocatableResourceClaimStatuses',
] as const;

export const podStatusStrategy: SubresourceStrategy = {
  prepareForUpdate(pod, old, { features }) {
    pod.spec = structuredClone(old.spec);
    // Old kubelets garbled them.
    const { ownerReferences } = old.metadata;
    if (ownerReferences === undefined) delete pod.metadata.ownerReferences;
    else pod.metadata.ownerReferences = ownerReferences;
    const status = (pod.status ??= {});
    const before = old.status ?? {};
    const { podQOSClassIsFixed, statusKeepsClaims, podGenerations } = features.behaviours;
    if (podQOSClassIsFixed && before.qosClass !== undefined) status.qosClass ||= before.qosClass;
    for (const field of statusKeepsClaims ? KEPT_CLAIMS : []) {
      if (status[field] === undefined && before[field] !== undefined) Object.assign(status, { [field]: before[field] });
    }
    if (!podGenerations) return;
    keepObservedGenerations(status, before);
    dropDisabledFields(pod, old, features);
  },
  validateUpdate: (pod, old, { features }) => validatePodStatusUpdate(pod, old, features),
};

/** A generation that a client leaves out stays: conditions are matched by type, in order. */
function keepObservedGenerations(status: PodStatus, old: PodStatus): void {
  if (old.observedGeneration !== undefined) status.observedGeneration ||= old.observedGeneration;
  const before = [...(old.conditions ?? [])];
  for (const condition of status.conditions ?? []) {
    const i = before.findIndex(({ type }) => type === condition.type);
    const [match] = i < 0 ? [] : before.splice(i, 1);
    if (match?.observedGeneration !== undefined) condition.observedGeneration ||= match.observedGeneration;
  }
}

export const ephemeralContainersStrategy: SubresourceStrategy = {
  prepareForUpdate(pod, old, context) {
    const { ephemeralContainers } = pod.spec;
    const { features } = context;
    pod.spec = structuredClone(old.spec);
    delete pod.spec.ephemeralContainers;
    if (ephemeralContainers !== undefined) pod.spec.ephemeralContainers = ephemeralContainers;
    keepStatus(pod, old);
    keepMetadata(pod, old, features);
    dropDisabledFields(pod, old, features);
    countGeneration(pod, old, context);
  },
  validateUpdate: (pod, old, { features }) => validateEphemeralContainersUpdate(pod, old, features),
};

export const resizeStrategy: SubresourceStrategy = {
  prepareForUpdate(pod, old, context) {
    const { features } = context;
    const next = pod.spec;
    if (
      isSameLength(next.containers, old.spec.containers) &&
      isSameLength(next.initContainers, old.spec.initContainers)
    ) {
      pod.spec = resizedSpec(next, structuredClone(old.spec), features);
      keepStatus(pod, old);
      keepMetadata(pod, old, features);
    }
    if (features.enabled('PodLevelResourcesFixDefaulting')) {
      if (old.spec.resources !== undefined) pod.spec.resources ??= structuredClone(old.spec.resources);
      if (pod.spec.resources !== undefined) defaultPodResources(pod.spec, features);
    }
    dropDisabledFields(pod, old, features);
    countGeneration(pod, old, context);
  },
  validateUpdate: (pod, old, { features }) => validatePodResize(pod, old, features),
};

function isSameLength(next: readonly Container[] = [], old: readonly Container[] = []): boolean {
  return next.length === old.length;
}

/** The old spec with what a resize may change; containers in another order are left for validation to see. */
function resizedSpec(next: PodSpec, old: PodSpec, features: Features): PodSpec {
  for (const field of ['containers', 'initContainers'] as const) {
    const [containers, before] = [next[field], old[field]];
    if (containers === undefined || before === undefined) continue;
    if (containers.every(({ name }, i) => name === before[i]?.name)) takeResources(before, containers);
    else old[field] = containers;
  }
  const replaced = [
    ...(features.enabled('InPlacePodLevelResourcesVerticalScaling') ? (['resources'] as const) : []),
    ...(features.enabled('InPlacePodVerticalScalingMemoryBackedVolumes') ? (['volumes'] as const) : []),
  ];
  for (const field of replaced) {
    Reflect.deleteProperty(old, field);
    if (next[field] !== undefined) Object.assign(old, { [field]: next[field] });
  }
  return old;
}

function takeResources(to: readonly Container[], from: readonly Container[]): void {
  for (const [i, container] of to.entries()) {
    const { resources, resizePolicy } = from[i] ?? {};
    if (resources === undefined) delete container.resources;
    else container.resources = resources;
    if (resizePolicy === undefined) delete container.resizePolicy;
    else container.resizePolicy = resizePolicy;
  }
}

/** What of the metadata no subresource changes. Source: metav1.ResetObjectMetaForStatus. */
function keepMetadata({ metadata }: Pod, old: Pod, { behaviours }: Features): void {
  const fields = [
    ...(['deletionTimestamp', 'deletionGracePeriodSeconds', 'labels', 'annotations'] as const),
    ...(['finalizers', 'ownerReferences'] as const),
    ...(behaviours.podPartsOwned ? [] : (['managedFields'] as const)),
  ];
  for (const field of fields) {
    Reflect.deleteProperty(metadata, field);
    if (old.metadata[field] !== undefined) Object.assign(metadata, { [field]: old.metadata[field] });
  }
}
