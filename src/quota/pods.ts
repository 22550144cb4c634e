/** What pods use. Source: pkg/quota/v1/evaluator/core/pods.go. */
import { type PodAffinityTerm } from '../apis/core/pod-affinity.js';
import { type Container } from '../apis/core/pod-container.js';
import {
  isExtendedResource,
  isHugePages,
  isNativeResource,
  podLimits,
  podRequests,
} from '../apis/core/pod-resources.js';
import { type Pod, type PodSpec, type ResourceList } from '../apis/core/pod.js';
import { qosClass } from '../apis/core/qos-class.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Clock } from '../clock/clock.js';
import { type Features } from '../features/features.js';
import { type Evaluator, meets, objectCountName } from './evaluator.js';
import { withReportedResources } from './reported-resources.js';

const COUNT = objectCountName({ group: '', resource: 'pods' });
const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];
const RESOURCES = new Set([COUNT, 'pods', ...COMPUTE.flatMap((name) => [name, `requests.${name}`, `limits.${name}`])]);
/** A pod must say what it asks of these, where a quota limits them. */
const REQUIRED = new Set(['cpu', 'memory'].flatMap((name) => [name, `requests.${name}`, `limits.${name}`]));
const DEVICE_CLASS = 'deviceclass.resource.kubernetes.io/';

export function podEvaluator(features: Features, clock: Clock): Evaluator {
  const { behaviours } = features;
  return {
    handles({ operation, subresource, object, oldObject }) {
      if (subresource === 'resize') return behaviours.quotasCountResizes && operation === 'UPDATE';
      if (subresource !== '') return false;
      if (operation !== 'UPDATE' || oldObject === undefined) return operation === 'CREATE';
      return behaviours.quotasFollowDeadlines && isTerminating(object) !== isTerminating(oldObject);
    },
    counts(name) {
      if (RESOURCES.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-')) return true;
      if (!name.startsWith('requests.')) return false;
      const implicit = behaviours.quotasKnowDeviceClasses && name.startsWith(`requests.${DEVICE_CLASS}`);
      return implicit || !isNativeResource(name);
    },
    missing(names, object) {
      const { spec } = object as Pod;
      if (features.enabled('PodLevelResources') && saysInAll(spec)) return undefined;
      const required = names.filter((name) => REQUIRED.has(name));
      return missingIn(spec, required, behaviours.quotasNameContainers);
    },
    isInScope({ scopeName, ...requirement }, object) {
      const { spec } = object as Pod;
      switch (scopeName) {
        case 'Terminating':
          return isTerminating(object);
        case 'NotTerminating':
          return !isTerminating(object);
        case 'BestEffort':
          return qosClass(spec, features) === 'BestEffort';
        case 'NotBestEffort':
          return qosClass(spec, features) !== 'BestEffort';
        case 'PriorityClass':
          return meets(requirement, spec.priorityClassName || undefined);
        case 'CrossNamespacePodAffinity':
          return features.enabled('PodAffinityNamespaceSelector') && looksElsewhere(spec);
        default:
          return false;
      }
    },
    usage(object) {
      const pod = object as Pod;
      if (!isCounted(pod, clock)) return { [COUNT]: '1' };
      const counted = features.enabled('InPlacePodVerticalScaling') ? withReportedResources(pod) : pod.spec;
      const podLevel = features.enabled('PodLevelResources');
      const requests = podRequests(counted, podLevel);
      return { [COUNT]: '1', ...usageOf({ requests, limits: podLimits(counted, podLevel) }, features) };
    },
    mayRelease(object, oldObject) {
      if (isCounted(oldObject as Pod, clock) && !isCounted(object as Pod, clock)) return true;
      if (behaviours.quotasFollowDeadlines && isTerminating(object) !== isTerminating(oldObject)) return true;
      return features.enabled('InPlacePodVerticalScaling') && reportsOther(object as Pod, oldObject as Pod);
    },
  };
}

/** A pod that has ended, or should have long since, uses nothing. */
function isCounted({ metadata, status }: Pod, clock: Clock): boolean {
  if (status?.phase === 'Failed' || status?.phase === 'Succeeded') return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
  return clock.now() <= Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * 1000;
}

function isTerminating(object: KubeObject): boolean {
  const { activeDeadlineSeconds } = (object as Pod).spec;
  return activeDeadlineSeconds !== undefined && activeDeadlineSeconds >= 0;
}

/** The names that quotas have for what is asked for. */
function usageOf(
  { requests, limits }: Readonly<Record<'requests' | 'limits', ResourceList>>,
  { behaviours }: Features,
): ResourceList {
  const usage: ResourceList = { pods: '1' };
  for (const [name, quantity] of Object.entries(requests)) {
    const isCompute = COMPUTE.includes(name) || isHugePages(name);
    if (isCompute) usage[name] = quantity;
    const isDevice = behaviours.quotasKnowDeviceClasses && name.startsWith(DEVICE_CLASS);
    if (isCompute || isDevice || isExtendedResource(name, behaviours)) usage[`requests.${name}`] = quantity;
  }
  for (const name of COMPUTE) {
    const quantity = limits[name];
    if (quantity !== undefined) usage[`limits.${name}`] = quantity;
  }
  return usage;
}

function missingIn(spec: PodSpec, required: readonly string[], namesContainers: boolean): string | undefined {
  const missing = new Map<string, Set<string>>();
  for (const { name = '', resources = {} } of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
    for (const resource of required.filter((each) => !isSaid(each, resources))) {
      missing.set(resource, (missing.get(resource) ?? new Set()).add(name));
    }
  }
  if (missing.size === 0) return undefined;
  const resources = [...missing].sort(([a], [b]) => (a < b ? -1 : 1));
  if (!namesContainers) return `must specify ${resources.map(([name]) => name).join(',')}`;
  return `must specify ${resources.map(([name, who]) => `${name} for: ${[...who].sort().join(',')}`).join('; ')}`;
}

function isSaid(resource: string, { requests = {}, limits = {} }: NonNullable<Container['resources']>): boolean {
  if (resource.startsWith('limits.')) return limits[resource.slice('limits.'.length)] !== undefined;
  return requests[resource.replace(/^requests\./, '')] !== undefined;
}

function saysInAll({ resources = {} }: PodSpec): boolean {
  const names = Object.keys({ ...resources.requests, ...resources.limits });
  return names.some((name) => name === 'cpu' || name === 'memory' || isHugePages(name));
}

/** True for a pod whose affinity looks at pods of other namespaces. */
function looksElsewhere({ affinity = {} }: PodSpec): boolean {
  const isElsewhere = (term: PodAffinityTerm = {}): boolean =>
    (term.namespaces ?? []).length > 0 || term.namespaceSelector !== undefined;
  return [affinity.podAffinity ?? {}, affinity.podAntiAffinity ?? {}].some(
    ({
      requiredDuringSchedulingIgnoredDuringExecution: required = [],
      preferredDuringSchedulingIgnoredDuringExecution: preferred = [],
    }) => required.some(isElsewhere) || preferred.some(({ podAffinityTerm }) => isElsewhere(podAffinityTerm)),
  );
}

function reportsOther(pod: Pod, old: Pod): boolean {
  const resourcesOf = ({ status }: Pod): string =>
    JSON.stringify((status?.containerStatuses ?? []).map(({ name, resources }) => [name, resources ?? {}]));
  return resourcesOf(pod) !== resourcesOf(old);
}
