/** A pod's quality of service. Source: pkg/apis/core/helper/qos/qos.go. */
import { type ResourceRequirements } from '../../../apis/core/pod-container.js';
import { type PodSpec } from '../../../apis/core/pod.js';
import { quantityNanos } from './quantity.js';

export type QOSClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

export function qosClass(spec: PodSpec): QOSClass {
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  return together(containers.map((container) => requirementsClass(container.resources ?? {})));
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
