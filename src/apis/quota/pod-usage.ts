/** What a pod uses of a quota. Source: pkg/quota/v1/evaluator/core/pods.go, k8s.io/component-helpers/resource/helpers.go. */
import { type Container } from '../core/pod-container.js';
import { type Pod, type ResourceList } from '../core/pod.js';
import { addQuantities, compareQuantities } from '../quantity.js';

const PLAIN = ['cpu', 'memory', 'ephemeral-storage'];
const HUGE_PAGES = 'hugepages-';
const POD_LEVEL = /^(cpu|memory|hugepages-.*)$/;

export interface PodUsageOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The gate PodLevelResources. */
  readonly podLevelResources: boolean;
}

/** Pods that have ended, or that nobody removes though their time is over, count as objects alone. */
export function podUsage(pod: Pod, options: PodUsageOptions): ResourceList {
  const counted = { 'count/pods': '1' };
  if (!isCharged(pod, options.now)) return counted;
  const requests = total(pod, 'requests', options);
  const limits = total(pod, 'limits', options);
  const usage: ResourceList = { ...counted, pods: '1' };
  for (const [name, quantity] of Object.entries(requests)) {
    const isPlain = PLAIN.includes(name) || name.startsWith(HUGE_PAGES);
    if (isPlain) usage[name] = quantity;
    if (isPlain || isExtended(name)) usage[`requests.${name}`] = quantity;
  }
  for (const name of PLAIN) if (limits[name] !== undefined) usage[`limits.${name}`] = limits[name];
  return usage;
}

function isCharged({ metadata, status }: Pod, now: number): boolean {
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
  return now <= Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * 1000;
}

function isExtended(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
}

/** The most that the pod takes at any time. */
function total({ spec }: Pod, what: 'requests' | 'limits', { podLevelResources }: PodUsageOptions): ResourceList {
  const of = ({ resources }: Container): ResourceList => resources?.[what] ?? {};
  let sum: ResourceList = {};
  for (const container of spec.containers ?? []) sum = plus(sum, of(container));
  let sidecars: ResourceList = {};
  let most: ResourceList = {};
  for (const container of spec.initContainers ?? []) {
    if (container.restartPolicy === 'Always') {
      sum = plus(sum, of(container));
      sidecars = plus(sidecars, of(container));
      most = larger(most, sidecars);
    } else most = larger(most, plus(of(container), sidecars));
  }
  const needed = larger(sum, most);
  for (const [name, quantity] of Object.entries((podLevelResources ? spec.resources?.[what] : undefined) ?? {})) {
    if (POD_LEVEL.test(name)) needed[name] = quantity;
  }
  const overhead = Object.entries(spec.overhead ?? {}).filter(
    ([name]) => what === 'requests' || needed[name] !== undefined,
  );
  return plus(needed, Object.fromEntries(overhead));
}

export function plus(a: ResourceList, b: ResourceList): ResourceList {
  const sum = { ...a };
  for (const [name, quantity] of Object.entries(b)) {
    sum[name] = sum[name] === undefined ? quantity : addQuantities(sum[name], quantity);
  }
  return sum;
}

function larger(a: ResourceList, b: ResourceList): ResourceList {
  const most = { ...a };
  for (const [name, quantity] of Object.entries(b)) {
    if (most[name] === undefined || compareQuantities(most[name], quantity) < 0) most[name] = quantity;
  }
  return most;
}
