/** A resource of a container as a number of its divisor, rounded up. Source: pkg/api/v1/resource/helpers.go. */
import { type ResourceFieldSelector } from '../apis/core/pod-container.js';
import { type Pod, type ResourceList } from '../apis/core/pod.js';
import { quantityNanos } from '../apis/quantity.js';

/** What a container may take of a node where it has no limit of its own. */
const NODE_LIMITED = ['cpu', 'memory', 'ephemeral-storage'];
const KNOWN = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/;
const ONE = 1_000_000_000n;
const MILLI = 1_000_000n;

/** @throws Error with upstream's text for a container or a resource that there is not. */
export function resourceOf(pod: Pod, selector: ResourceFieldSelector, allocatable: ResourceList): string {
  const { containerName = '', resource = '', divisor } = selector;
  const { containers = [], initContainers = [] } = pod.spec;
  const container = [...containers, ...initContainers].find(({ name }) => name === containerName);
  if (container === undefined) throw new Error(`container ${containerName} not found`);
  const [, part, name = ''] = KNOWN.exec(resource) ?? [];
  if (part === undefined) throw new Error(`unsupported container resource : ${resource}`);
  const { limits = {}, requests = {} } = container.resources ?? {};
  const own = part === 'limits' ? limits[name] : requests[name];
  const quantity = part === 'limits' && isZero(own) && NODE_LIMITED.includes(name) ? allocatable[name] : own;
  return inUnitsOf(quantity, isZero(divisor) ? '1' : divisor, name === 'cpu' ? MILLI : ONE);
}

function isZero(quantity: string | undefined): boolean {
  return quantityNanos(quantity) === 0n;
}

// Processor time is counted in thousandths, all else in whole ones, before it is divided.
function inUnitsOf(quantity: string | undefined, divisor: string | undefined, precision: bigint): string {
  const by = dividedUp(quantityNanos(divisor), precision);
  return String(dividedUp(dividedUp(quantityNanos(quantity), precision), by));
}

function dividedUp(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}
