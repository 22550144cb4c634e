/** A pod's quality of service. Source: pkg/apis/core/helper/qos/qos.go. */
import { type ResourceRequirements } from './pod-container.js';
import { isPodLevelResource } from './pod-resources.js';
import { type PodSpec } from './pod.js';
import { quantityNanos } from '../quantity.js';

/** The feature gates that it depends on. */
export interface QOSGates {
  enabled(gate: 'PodLevelResources' | 'PodLevelResourcesFixKubeletQOSClass'): boolean;
}

export type QOSClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

export function qosClass(spec: PodSpec, gates: QOSGates): QOSClass {
  const { resources, initContainers = [], containers = [] } = spec;
  if (gates.enabled('PodLevelResources') && resources !== undefined && counts(resources, gates)) {
    return requirementsClass(resources);
  }
  return together([...initContainers, ...containers].map((container) => requirementsClass(container.resources ?? {})));
}

/** From 1.37, what a pod asks for as a whole counts only where it asks for something. */
function counts({ requests, limits }: ResourceRequirements, gates: QOSGates): boolean {
  const names = Object.keys({ ...requests, ...limits });
  return !gates.enabled('PodLevelResourcesFixKubeletQOSClass') || names.some(isPodLevelResource);
}

function requirementsClass({ requests = {}, limits = {} }: ResourceRequirements): QOSClass {
  return together(
    ['cpu', 'memory'].map((resource) => {
      const request = quantityNanos(requests[resource]);
      if (request !== quantityNanos(limits[resource])) return 'Burstable';
      return request === 0n ? 'BestEffort' : 'Guaranteed';
    }),
  );
}

function together(classes: readonly QOSClass[]): QOSClass {
  const [first = 'BestEffort'] = classes;
  return classes.every((each) => each === first) ? first : 'Burstable';
}
