/** What a pod asks for in all. Source: k8s.io/component-helpers/resource/helpers.go. */
import { type Container } from './pod-container.js';
import { type PodSpec, type ResourceList } from './pod.js';
import { addQuantities, compareQuantities } from '../quantity.js';
import { isQualifiedName } from '../validation/labels.js';
import { type ValidationWording } from '../validation/wording.js';

const HUGE_PAGES = 'hugepages-';

export function isHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES);
}

/** What may be asked for all containers of a pod together. */
export function isPodLevelResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || isHugePages(name);
}

/** True for what Kubernetes has named itself. */
export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

export function isExtendedResource(name: string, wording: ValidationWording): boolean {
  if (isNativeResource(name) || name.startsWith('requests.')) return false;
  return isQualifiedName(`requests.${name}`, wording).length === 0;
}

/** More may be asked for than there is. */
export function overcommits(name: string): boolean {
  return isNativeResource(name) && !isHugePages(name);
}

/** The containers' sum, or what the initialization needs at its peak where that is more. */
export function aggregateResources(
  { containers = [], initContainers = [] }: PodSpec,
  field: 'requests' | 'limits',
): ResourceList {
  const of = ({ resources }: Container): ResourceList => resources?.[field] ?? {};
  let total = containers.map(of).reduce(addResources, {});
  let sidecars: ResourceList = {};
  let peak: ResourceList = {};
  for (const container of initContainers) {
    const own = of(container);
    if (container.restartPolicy === 'Always') {
      total = addResources(total, own);
      sidecars = addResources(sidecars, own);
      peak = maxResources(peak, sidecars);
    } else peak = maxResources(peak, addResources(own, sidecars));
  }
  return maxResources(total, peak);
}

/** With what the pod asks as a whole (`podLevel`), and its overhead. */
export function podRequests(spec: PodSpec, podLevel: boolean): ResourceList {
  const requests = aggregateResources(spec, 'requests');
  return addResources(
    podLevel ? { ...requests, ...podLevelResources(spec, 'requests') } : requests,
    spec.overhead ?? {},
  );
}

export function podLimits(spec: PodSpec, podLevel: boolean): ResourceList {
  const limits = aggregateResources(spec, 'limits');
  const effective = podLevel ? { ...limits, ...podLevelResources(spec, 'limits') } : limits;
  const overhead = Object.entries(spec.overhead ?? {}).filter(([name]) => !isZero(effective[name]));
  return addResources(effective, Object.fromEntries(overhead));
}

export function podLevelResources({ resources }: PodSpec, field: 'requests' | 'limits'): ResourceList {
  const entries = Object.entries(resources?.[field] ?? {});
  return Object.fromEntries(entries.filter(([name]) => isPodLevelResource(name)));
}

export function addResources(a: ResourceList, b: ResourceList): ResourceList {
  const sum = { ...a };
  for (const [name, quantity] of Object.entries(b)) {
    const before = sum[name];
    sum[name] = before === undefined ? quantity : addQuantities(before, quantity);
  }
  return sum;
}

export function maxResources(a: ResourceList, b: ResourceList): ResourceList {
  const most = { ...a };
  for (const [name, quantity] of Object.entries(b)) {
    const before = most[name];
    if (before === undefined || compareQuantities(quantity, before) > 0) most[name] = quantity;
  }
  return most;
}

function isZero(quantity: string | undefined): boolean {
  return quantity === undefined || compareQuantities(quantity, '0') === 0;
}
