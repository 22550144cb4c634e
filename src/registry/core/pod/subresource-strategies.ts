/** The subresources that change a part of a pod. Source: pkg/registry/core/pod/strategy.go. */
import { isDeepStrictEqual } from 'node:util';
import { type Container } from '../../../apis/core/pod-container.js';
import { type Pod, type PodSpec } from '../../../apis/core/pod.js';
import { type FieldError, forbidden } from '../../../apis/field/errors.js';
import { Path } from '../../../apis/field/path.js';
import { type Strategy, type StrategyContext } from '../../rest.js';
import { keepMetadata } from '../../status-metadata.js';
import { countGeneration, keepStatus } from './strategy.js';
import { MIRROR_ANNOTATION, validateAnnotationsUpdate } from './validation/annotations.js';
import { specDifference } from './validation/spec-difference.js';
import { validatePodMetadataAndSpec } from './validation/spec.js';
import { validatePodStatusUpdate } from './validation/status.js';
import { sameSpec } from './validation/update.js';

type SubresourceStrategy = Pick<Strategy<Pod>, 'prepareForUpdate' | 'validateUpdate'>;

const ANNOTATIONS = Path.of('metadata', 'annotations');
const SPEC = Path.of('spec');

export const podStatusStrategy: SubresourceStrategy = {
  prepareForUpdate(pod, old) {
    pod.spec = structuredClone(old.spec);
    // Old kubelets garbled them.
    const { ownerReferences } = old.metadata;
    if (ownerReferences === undefined) delete pod.metadata.ownerReferences;
    else pod.metadata.ownerReferences = ownerReferences;
    const status = (pod.status ??= {});
    const { qosClass, resourceClaimStatuses } = old.status ?? {};
    if (qosClass !== undefined) status.qosClass ||= qosClass;
    if (resourceClaimStatuses !== undefined) status.resourceClaimStatuses ??= resourceClaimStatuses;
  },
  validateUpdate: (pod, old) => validatePodStatusUpdate(pod, old),
};

/** All but the part of the spec that a subresource is for. */
function keepRest(pod: Pod, old: Pod, context: StrategyContext): void {
  keepStatus(pod, old);
  keepMetadata(pod, old);
  if (!context.features.behaviours.podPartsOwned) {
    const { managedFields } = old.metadata;
    if (managedFields === undefined) delete pod.metadata.managedFields;
    else pod.metadata.managedFields = structuredClone(managedFields);
  }
  countGeneration(pod, old, context);
}

export const ephemeralContainersStrategy: SubresourceStrategy = {
  prepareForUpdate(pod, old, context) {
    const { ephemeralContainers } = pod.spec;
    pod.spec = { ...structuredClone(old.spec), ...(ephemeralContainers === undefined ? {} : { ephemeralContainers }) };
    if (ephemeralContainers === undefined) delete pod.spec.ephemeralContainers;
    keepRest(pod, old, context);
  },
  validateUpdate(pod, old, { features }) {
    if (old.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined) {
      return [forbidden(Path.of(), 'static pods do not support ephemeral containers')];
    }
    return [
      ...validatePodMetadataAndSpec(pod, features),
      ...validateAnnotationsUpdate(pod, old, ANNOTATIONS),
      ...validateEphemeralUpdate(pod.spec, old.spec),
    ];
  },
};

function validateEphemeralUpdate({ ephemeralContainers: next = [] }: PodSpec, old: PodSpec): FieldError[] {
  const path = SPEC.child('ephemeralContainers');
  return (old.ephemeralContainers ?? []).flatMap((container) => {
    const kept = next.find(({ name }) => name === container.name);
    const what = `existing ephemeral containers "${container.name ?? ''}" may not be`;
    if (kept === undefined) return [forbidden(path, `${what} removed\n`)];
    if (isDeepStrictEqual(kept, container)) return [];
    return [forbidden(path, `${what} changed\n${specDifference(container, kept)}`)];
  });
}

export const resizeStrategy: SubresourceStrategy = {
  prepareForUpdate(pod, old, context) {
    const spec = structuredClone(old.spec);
    const { containers = [], initContainers = [] } = pod.spec;
    const sameNames = isSameOrder(containers, spec.containers) && isSameOrder(initContainers, spec.initContainers);
    if (sameNames) {
      takeResources(spec.containers, containers);
      takeResources(spec.initContainers, initContainers);
      pod.spec = spec;
    }
    keepRest(pod, old, context);
  },
  validateUpdate(pod, old, { features }) {
    const errors = [...validatePodMetadataAndSpec(pod, features), ...validateAnnotationsUpdate(pod, old, ANNOTATIONS)];
    const rest = structuredClone(pod.spec);
    takeResources(rest.containers, old.spec.containers ?? []);
    takeResources(rest.initContainers, old.spec.initContainers ?? []);
    if (sameSpec(rest, old.spec)) return errors;
    return [...errors, forbidden(SPEC, 'only cpu and memory resources for containers are mutable')];
  },
};

function isSameOrder(next: readonly Container[], old: readonly Container[] = []): boolean {
  return next.length === old.length && next.every(({ name }, i) => name === old[i]?.name);
}

function takeResources(to: Container[] | undefined, from: readonly Container[]): void {
  for (const [i, container] of (to ?? []).entries()) {
    const { resources, resizePolicy } = from[i] ?? {};
    if (resources === undefined) delete container.resources;
    else container.resources = resources;
    if (resizePolicy === undefined) delete container.resizePolicy;
    else container.resizePolicy = resizePolicy;
  }
}
