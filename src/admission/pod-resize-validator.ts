/** Pods grow as far as their node lets them. Source: plugin/pkg/admission/podresize/admission.go. */
import { type Node } from '../apis/core/node.js';
import { podRequests } from '../apis/core/pod-resources.js';
import { type Pod, type ResourceList } from '../apis/core/pod.js';
import { StatusError } from '../apis/errors.js';
import { compareQuantities, quantityMilliValue, quantityValue } from '../apis/quantity.js';
import { type Getter } from '../client/client.js';
import { type Features } from '../features/features.js';
import { admissionForbidden } from './forbidden.js';
import { PODS } from './matching.js';
import { type AdmissionAttributes, type AdmissionPlugin } from './plugin.js';

const NODES = { group: '', resource: 'nodes' };
const OS = 'kubernetes.io/os';

export function createPodResizeValidator(getter: Getter, features: Features): AdmissionPlugin {
  return {
    name: 'PodResizeValidator',
    async validate(attributes) {
      const { operation, resource, subresource, oldObject } = attributes;
      if (operation !== 'UPDATE' || subresource !== 'resize' || resource.resource !== PODS.resource) return;
      const pod = attributes.object as Pod;
      const { nodeName } = pod.spec;
      if (!nodeName || oldObject?.metadata.generation === pod.metadata.generation) return;
      if (!features.enabled('InPlacePodVerticalScaling')) return;
      const node = await getter.get<Node>(NODES, '', nodeName);
      if (node === undefined) throw admissionForbidden(attributes, `node ${JSON.stringify(nodeName)} not found`);
      check(attributes, pod, node);
    },
  };
}

function check(attributes: AdmissionAttributes, pod: Pod, node: Node): void {
  const os = node.metadata.labels?.[OS] ?? 'linux';
  if (os !== 'linux') {
    const name = JSON.stringify(node.metadata.name ?? '');
    const cause = `pod resize is only supported on linux nodes, node ${name} is ${JSON.stringify(os)}`;
    throw refusal(attributes, cause, 'UnsupportedPlatform');
  }
  const missing = shortages(podRequests(pod.spec, true), node.status?.allocatable ?? {});
  if (missing.length === 0) return;
  const cause = `node didn't have enough allocatable resources: ${missing.join('; ')}`;
  throw refusal(attributes, cause, 'NodeCapacity');
}

function shortages({ cpu, memory }: ResourceList, allocatable: ResourceList): string[] {
  const short = (name: string, requested: string | undefined, shown: typeof quantityValue): string[] => {
    const most = allocatable[name];
    if (compareQuantities(requested, most) <= 0) return [];
    return [`${name}, requested: ${String(shown(requested))}, allocatable: ${String(shown(most))}`];
  };
  return [...short('cpu', cpu, quantityMilliValue), ...short('memory', memory, quantityValue)];
}

function refusal(attributes: AdmissionAttributes, cause: string, reason: string): StatusError {
  const { status } = admissionForbidden(attributes, cause);
  const { details } = status;
  return new StatusError({ ...status, details: { ...details, causes: [...(details?.causes ?? []), { reason }] } });
}
