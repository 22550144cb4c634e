/** What a runtime class asks of pods: overhead, and where they run. Source: plugin/pkg/admission/runtimeclass/admission.go. */
import { type Pod, type ResourceList, type Toleration } from '../apis/core/pod.js';
import { newUnknownError, type StatusError } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { compareQuantities } from '../apis/quantity.js';
import { type Getter } from '../client/client.js';
import { type Features } from '../features/features.js';
import { admissionForbidden } from './forbidden.js';
import { objectOf, PODS } from './matching.js';
import { type AdmissionAttributes, type AdmissionPlugin } from './plugin.js';
import { mergeTolerations } from './tolerations.js';

interface RuntimeClass extends KubeObject {
  overhead?: { podFixed?: ResourceList };
  scheduling?: { nodeSelector?: Record<string, string>; tolerations?: Toleration[] };
}

const CLASSES = { group: 'node.k8s.io', resource: 'runtimeclasses' };

export function createRuntimeClass(getter: Getter, features: Features): AdmissionPlugin {
  async function classOf(attributes: AdmissionAttributes, { spec }: Pod): Promise<RuntimeClass | undefined> {
    const { runtimeClassName: name } = spec;
    if (name === undefined) return undefined;
    if (name === '') throw newUnknownError('resource name may not be empty');
    const found = await getter.get<RuntimeClass>(CLASSES, '', name);
    if (found !== undefined) return found;
    throw admissionForbidden(attributes, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
  }

  return {
    name: 'RuntimeClass',
    async admit(attributes) {
      const pod = objectOf(attributes, PODS, 'CREATE') as Pod | undefined;
      if (pod === undefined) return;
      const { overhead, scheduling } = (await classOf(attributes, pod)) ?? {};
      if (features.enabled('PodOverhead')) setOverhead(attributes, pod, overhead);
      if (scheduling !== undefined) setScheduling(attributes, pod, scheduling);
    },
    async validate(attributes) {
      const pod = objectOf(attributes, PODS, 'CREATE') as Pod | undefined;
      if (pod === undefined) return;
      const { overhead } = (await classOf(attributes, pod)) ?? {};
      if (!features.enabled('PodOverhead')) return;
      if (overhead === undefined) {
        if (pod.spec.overhead === undefined) return;
        const cause = 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead';
        throw admissionForbidden(attributes, cause);
      }
      if (!isSame(overhead.podFixed, pod.spec.overhead)) throw mismatch(attributes);
    },
  };
}

function setOverhead(attributes: AdmissionAttributes, { spec }: Pod, overhead: RuntimeClass['overhead']): void {
  if (overhead === undefined) return;
  const { overhead: own = {} } = spec;
  if (Object.keys(own).length > 0 && !isSame(overhead.podFixed, own)) throw mismatch(attributes);
  if (overhead.podFixed === undefined) delete spec.overhead;
  else spec.overhead = { ...overhead.podFixed };
}

function mismatch(attributes: AdmissionAttributes): StatusError {
  return admissionForbidden(attributes, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
}

function isSame(a: ResourceList = {}, b: ResourceList = {}): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => b[name] !== undefined && compareQuantities(a[name], b[name]) === 0);
}

function setScheduling(
  attributes: AdmissionAttributes,
  { spec }: Pod,
  { nodeSelector = {}, tolerations = [] }: NonNullable<RuntimeClass['scheduling']>,
): void {
  const own = spec.nodeSelector ?? {};
  const conflict = Object.entries(nodeSelector).find(([key, value]) => (own[key] ?? value) !== value);
  if (conflict !== undefined) {
    const [key, value] = conflict;
    const theirs = `runtimeClass.scheduling.nodeSelector[${key}] = ${value}`;
    throw admissionForbidden(attributes, `conflict: ${theirs}; pod.spec.nodeSelector[${key}] = ${own[key] ?? ''}`);
  }
  spec.nodeSelector = { ...own, ...nodeSelector };
  spec.tolerations = mergeTolerations(spec.tolerations ?? [], tolerations);
}
