/** What pods ask for, in thousandths of each resource's unit. Source: k8s.io/component-helpers/resource/helpers.go. */
import { type Container } from '../../apis/core/pod-container.js';
import { type Pod, type ResourceList } from '../../apis/core/pod.js';
import { quantityNanos } from '../../apis/quantity.js';
import { type Features } from '../../features/features.js';

export type Amounts = ReadonlyMap<string, number>;

const NANOS_PER_MILLI = 1_000_000n;
/** Of a pod's own requests, these replace what its containers ask for. */
const POD_LEVEL = /^(cpu|memory|hugepages-.*)$/;

export function milli(quantity: string | undefined): number {
  return Number((quantityNanos(quantity) + NANOS_PER_MILLI - 1n) / NANOS_PER_MILLI);
}

export function amounts(list: ResourceList = {}): Map<string, number> {
  return new Map(Object.entries(list).map(([name, quantity]) => [name, milli(quantity)]));
}

export function add(to: Map<string, number>, more: Amounts, factor = 1): void {
  for (const [name, amount] of more) to.set(name, (to.get(name) ?? 0) + factor * amount);
}

/** The most that the pod needs at any time: its containers together, or an init container beside the sidecars before it. */
export function podRequests({ spec }: Pod, features: Features): Amounts {
  const total = new Map<string, number>();
  for (const container of spec.containers ?? []) add(total, requestsOf(container));
  const sidecars = new Map<string, number>();
  const most = new Map<string, number>();
  for (const container of spec.initContainers ?? []) {
    const needed = requestsOf(container);
    if (isSidecar(container)) {
      add(total, needed);
      add(sidecars, needed);
      raise(most, sidecars);
    } else {
      add(needed, sidecars);
      raise(most, needed);
    }
  }
  raise(total, most);
  if (features.enabled('PodLevelResources')) {
    for (const [name, amount] of amounts(spec.resources?.requests)) if (POD_LEVEL.test(name)) total.set(name, amount);
  }
  add(total, amounts(spec.overhead));
  return total;
}

export function isSidecar({ restartPolicy }: Container): boolean {
  return restartPolicy === 'Always';
}

function requestsOf({ resources }: Container): Map<string, number> {
  return amounts(resources?.requests);
}

function raise(to: Map<string, number>, least: Amounts): void {
  for (const [name, amount] of least) to.set(name, Math.max(to.get(name) ?? 0, amount));
}
