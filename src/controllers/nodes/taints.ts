/** Taints that say what a node's conditions do. Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go. */
import { type Node, type Taint } from '../../apis/core/node.js';
import { rfc3339 } from '../../clock/clock.js';

const PREFIX = 'node.kubernetes.io/';
export const NOT_READY = `${PREFIX}not-ready`;
export const UNREACHABLE = `${PREFIX}unreachable`;
const UNSCHEDULABLE = `${PREFIX}unschedulable`;

const KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: NOT_READY, Unknown: UNREACHABLE },
  MemoryPressure: { True: `${PREFIX}memory-pressure` },
  DiskPressure: { True: `${PREFIX}disk-pressure` },
  NetworkUnavailable: { True: `${PREFIX}network-unavailable` },
  PIDPressure: { True: `${PREFIX}pid-pressure` },
};

const OWN_NO_SCHEDULE = [UNSCHEDULABLE, ...Object.values(KEYS).flatMap((keys) => Object.values(keys))];
const OWN_NO_EXECUTE = [NOT_READY, UNREACHABLE];

/** The taints that the node should have; the list as it is where it is right. @param now milliseconds since the epoch */
export function nextTaints({ spec = {}, status = {} }: Node, now: number): readonly Taint[] {
  const before = spec.taints ?? [];
  const conditions = status.conditions ?? [];
  const noSchedule = conditions.flatMap((condition) => KEYS[condition.type]?.[condition.status] ?? []);
  if (spec.unschedulable === true) noSchedule.push(UNSCHEDULABLE);
  const ready = conditions.find(({ type }) => type === 'Ready');
  const noExecute = ready === undefined ? undefined : KEYS.Ready?.[ready.status];
  const wanted = [
    ...noSchedule.map((key) => ({ key, effect: 'NoSchedule' })),
    ...(noExecute === undefined ? [] : [{ key: noExecute, effect: 'NoExecute' }]),
  ];
  const kept = before.filter((taint) => !isOwn(taint) || wanted.some((other) => isSame(taint, other)));
  const added = wanted.filter((taint) => !before.some((other) => isSame(taint, other)));
  if (kept.length === before.length && added.length === 0) return before;
  return [...kept, ...added.map((taint) => ({ ...taint, timeAdded: rfc3339(now) }))];
}

function isOwn({ key = '', effect }: Taint): boolean {
  return (effect === 'NoSchedule' ? OWN_NO_SCHEDULE : effect === 'NoExecute' ? OWN_NO_EXECUTE : []).includes(key);
}

function isSame(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}
