/** A pod's priority follows from its class. Source: plugin/pkg/admission/priority/admission.go. */
import { type Pod, type PodSpec } from '../apis/core/pod.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Getter } from '../client/client.js';
import { admissionForbidden } from './forbidden.js';
import { type AdmissionAttributes, type AdmissionPlugin } from './plugin.js';

interface PriorityClass extends KubeObject {
  value: number;
  globalDefault?: boolean;
  preemptionPolicy?: string;
}

type Priority = Pick<PriorityClass, 'value' | 'preemptionPolicy'> & { readonly className: string };

const CLASSES = { group: 'scheduling.k8s.io', resource: 'priorityclasses' };
const PREEMPT = 'PreemptLowerPriority';

/** The classes that every cluster has. Source: pkg/apis/scheduling/v1/helpers.go. */
const SYSTEM_CLASSES: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

export function createPriority(getter: Getter): AdmissionPlugin {
  return {
    name: 'Priority',
    async admit(attributes) {
      const { operation, resource, subresource, object, oldObject } = attributes;
      if (resource.group !== '' || resource.resource !== 'pods' || subresource !== '' || object === undefined) return;
      const { spec } = object as Pod;
      if (operation === 'UPDATE' && oldObject !== undefined) keep(spec, (oldObject as Pod).spec);
      else if (operation === 'CREATE') {
        const className = spec.priorityClassName ?? '';
        const priority =
          className === '' ? await defaultPriority(getter) : await resolve(getter, attributes, className);
        apply(attributes, spec, priority);
      }
    },
  };
}

function keep(spec: PodSpec, { priority, preemptionPolicy }: PodSpec): void {
  if (priority !== undefined) spec.priority ??= priority;
  if (preemptionPolicy !== undefined) spec.preemptionPolicy ??= preemptionPolicy;
}

async function defaultPriority(getter: Getter): Promise<Priority> {
  const classes = await getter.list<PriorityClass>(CLASSES, '');
  const [lowest] = classes.filter(({ globalDefault }) => globalDefault === true).sort((a, b) => a.value - b.value);
  if (lowest === undefined) return { className: '', value: 0, preemptionPolicy: PREEMPT };
  return fromClass(lowest.metadata.name ?? '', lowest);
}

async function resolve(getter: Getter, attributes: AdmissionAttributes, name: string): Promise<Priority> {
  const found = await getter.get<PriorityClass>(CLASSES, '', name);
  if (found !== undefined) return fromClass(name, found);
  const value = SYSTEM_CLASSES[name];
  if (value !== undefined) return { className: name, value, preemptionPolicy: PREEMPT };
  throw admissionForbidden(attributes, `no PriorityClass with name ${name} was found`);
}

function fromClass(className: string, { value, preemptionPolicy }: PriorityClass): Priority {
  return { className, value, ...(preemptionPolicy === undefined ? {} : { preemptionPolicy }) };
}

function apply(attributes: AdmissionAttributes, spec: PodSpec, { className, value, preemptionPolicy }: Priority): void {
  const computed = 'priority admission controller computed';
  if (className !== '') spec.priorityClassName = className;
  if (spec.priority !== undefined && spec.priority !== value) {
    const cause = `the integer value of priority (${String(spec.priority)}) must not be provided in pod spec; ${computed} ${String(value)} from the given PriorityClass name`;
    throw admissionForbidden(attributes, cause);
  }
  spec.priority = value;
  if (preemptionPolicy === undefined) return;
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy) {
    const cause = `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; ${computed} ${preemptionPolicy} from the given PriorityClass name`;
    throw admissionForbidden(attributes, cause);
  }
  spec.preemptionPolicy = preemptionPolicy;
}
