/** Which pods go first where there are too many. Source: pkg/controller/controller_utils.go (ActivePodsWithRanks). */
import { type Pod } from '../../apis/core/pod.js';
import { type Features } from '../../features/features.js';
import { isPodActive, isPodReady, podCondition } from '../pod-state.js';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
const LARGEST_COST = 2 ** 31 - 1;
const NANOSECONDS = 1_000_000;

type Comparison = (a: Pod, b: Pod) => number;

export interface DeletionOrder {
  /** Those of all replica sets that one owner has, which should be spread over the nodes. */
  readonly related: readonly Pod[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly features: Features;
}

/** The pods, first those to be deleted first. */
export function inDeletionOrder(pods: readonly Pod[], { related, now, features }: DeletionOrder): Pod[] {
  const onNode = new Map<string, number>();
  for (const pod of related) {
    const { nodeName = '' } = pod.spec;
    if (isPodActive(pod)) onNode.set(nodeName, (onNode.get(nodeName) ?? 0) + 1);
  }
  const rank = (pod: Pod): number => onNode.get(pod.spec.nodeName ?? '') ?? 0;
  const logarithmic = features.enabled('LogarithmicScaleDown');
  const byAge = (time: (pod: Pod) => string | undefined): Comparison =>
    logarithmic ? logarithmicAge(time, now) : youngerFirst(time);
  return sortedBy(pods, [
    ...byState,
    ...(features.enabled('PodDeletionCost') ? [(a: Pod, b: Pod) => deletionCost(a) - deletionCost(b)] : []),
    (a, b) => rank(b) - rank(a),
    ...byTimes(byAge, features),
  ]);
}

/** The same, but for what pods cost and where they are: as jobs delete them. */
export function inPlainDeletionOrder(pods: readonly Pod[], features: Features): Pod[] {
  return sortedBy(pods, [...byState, ...byTimes(youngerFirst, features)]);
}

const byState: readonly Comparison[] = [
  (a, b) => Number(isAssigned(a)) - Number(isAssigned(b)),
  (a, b) => phase(a) - phase(b),
  (a, b) => Number(isPodReady(a)) - Number(isPodReady(b)),
];

function byTimes(
  byAge: (time: (pod: Pod) => string | undefined) => Comparison,
  { behaviours }: Features,
): readonly Comparison[] {
  return [
    (a, b) => (isPodReady(a) && isPodReady(b) ? byAge(readySince)(a, b) : 0),
    (a, b) => restarts(b) - restarts(a),
    ...(behaviours.sidecarRestartsCount ? [(a: Pod, b: Pod) => sidecarRestarts(b) - sidecarRestarts(a)] : []),
    byAge(({ metadata }) => metadata.creationTimestamp),
  ];
}

function sortedBy(pods: readonly Pod[], comparisons: readonly Comparison[]): Pod[] {
  return pods.toSorted((a, b) => {
    for (const compare of comparisons) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function isAssigned({ spec: { nodeName = '' } }: Pod): boolean {
  return nodeName !== '';
}

function phase({ status }: Pod): number {
  return PHASES[status?.phase ?? ''] ?? 0;
}

function deletionCost({ metadata: { annotations } }: Pod): number {
  const text = annotations?.[DELETION_COST] ?? '0';
  const cost = /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : 0;
  return Math.abs(cost) > LARGEST_COST ? 0 : cost;
}

function readySince(pod: Pod): string | undefined {
  return podCondition(pod, 'Ready')?.lastTransitionTime ?? undefined;
}

function youngerFirst(time: (pod: Pod) => string | undefined): Comparison {
  return (a, b) => {
    const [x, y] = [time(a), time(b)];
    if (x === y) return 0;
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    return Date.parse(y) - Date.parse(x);
  };
}

/** By the power of two of the age, so that pods of about the same age are chosen by chance. */
function logarithmicAge(time: (pod: Pod) => string | undefined, now: number): Comparison {
  const order = youngerFirst(time);
  return (a, b) => {
    const [x, y] = [time(a), time(b)];
    if (x === y) return 0;
    if (x === undefined || y === undefined) return order(a, b);
    const difference = magnitude(now - Date.parse(x)) - magnitude(now - Date.parse(y));
    if (difference !== 0) return difference;
    return (a.metadata.uid ?? '') < (b.metadata.uid ?? '') ? -1 : 1;
  };
}

function magnitude(age: number): number {
  return age > 0 ? Math.trunc(Math.log2(age * NANOSECONDS)) : -1;
}

function restarts({ status }: Pod): number {
  return Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount = 0 }) => restartCount));
}

function sidecarRestarts({ spec, status }: Pod): number {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const names = new Set(sidecars.map(({ name }) => name));
  const counts = (status?.initContainerStatuses ?? []).filter(({ name }) => names.has(name));
  return Math.max(0, ...counts.map(({ restartCount = 0 }) => restartCount));
}
