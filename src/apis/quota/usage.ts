/** What objects use of quotas. Source: pkg/quota/v1/evaluator/core, k8s.io/apiserver/pkg/quota/v1/generic. */
import { type Pod, type ResourceList } from '../core/pod.js';
import { type Service } from '../core/service.js';
import { type GroupResource, groupResourceString, type KubeObject } from '../meta/v1.js';
import { podUsage, type PodUsageOptions } from './pod-usage.js';

/** Counts with a name of their own, beside `count/…`. */
const COUNTED = [
  'configmaps',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
];
const CLASS_SUFFIX = '.storageclass.storage.k8s.io/';
const POD_RESOURCE =
  /^(pods|((requests|limits)\.)?(cpu|memory|ephemeral-storage)|(requests\.)?hugepages-.+|requests\.[^/]+\/.+)$/;

interface Claim extends KubeObject {
  spec?: { storageClassName?: string; resources?: { requests?: ResourceList } };
}

/** The resource whose objects use what a quota limits by this name; undefined where none does. */
export function resourceOf(name: string): GroupResource | undefined {
  const core = (resource: string): GroupResource => ({ group: '', resource });
  if (name.startsWith('count/')) {
    const [resource = '', ...group] = name.slice('count/'.length).split('.');
    return { group: group.join('.'), resource };
  }
  if (COUNTED.includes(name)) return core(name);
  if (name.startsWith('services.')) return core('services');
  if (name === 'requests.storage' || name.includes(CLASS_SUFFIX)) return core('persistentvolumeclaims');
  return POD_RESOURCE.test(name) ? core('pods') : undefined;
}

/** All that an object of a resource uses, by the names that quotas have for it. */
export function usageOf(resource: GroupResource, object: KubeObject, options: PodUsageOptions): ResourceList {
  const counted = { [`count/${groupResourceString(resource)}`]: '1' };
  if (resource.group !== '') return counted;
  switch (resource.resource) {
    case 'pods':
      return podUsage(object as Pod, options);
    case 'services':
      return { ...counted, services: '1', ...serviceUsage(object as Service) };
    case 'persistentvolumeclaims':
      return { ...counted, persistentvolumeclaims: '1', ...claimUsage(object) };
    default:
      return COUNTED.includes(resource.resource) ? { ...counted, [resource.resource]: '1' } : counted;
  }
}

function serviceUsage({ spec }: Service): ResourceList {
  const { type, ports = [], allocateLoadBalancerNodePorts } = spec;
  const given = ports.filter(({ nodePort = 0 }) => nodePort !== 0).length;
  const all = type === 'LoadBalancer' && allocateLoadBalancerNodePorts === false ? given : ports.length;
  const takesPorts = type === 'NodePort' || type === 'LoadBalancer';
  return {
    'services.loadbalancers': type === 'LoadBalancer' ? '1' : '0',
    'services.nodeports': takesPorts ? String(all) : '0',
  };
}

function claimUsage({ metadata, spec = {} }: Claim): ResourceList {
  const named = metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName ?? '';
  const storage = spec.resources?.requests?.storage;
  const requested = storage === undefined ? {} : { 'requests.storage': storage };
  if (named === '') return requested;
  const prefix = `${named}${CLASS_SUFFIX}`;
  return {
    ...requested,
    [`${prefix}persistentvolumeclaims`]: '1',
    ...(storage === undefined ? {} : { [`${prefix}requests.storage`]: storage }),
  };
}
