/** When pods failed, and how long to wait before the next is made. Source: pkg/controller/job/backoff_utils.go. */
import { type ContainerStatus } from '../../apis/core/pod-status.js';
import { type Pod } from '../../apis/core/pod.js';
import { podCondition } from '../pod-state.js';

const FIRST_WAIT = 10_000;

export interface FailureRecord {
  /** How many pods failed since the last one succeeded. */
  readonly failures: number;
  /** Milliseconds since the epoch. */
  readonly last: number | undefined;
}

export const NO_FAILURES: FailureRecord = { failures: 0, last: undefined };

/** `succeeded` and `failed` are pods that were not seen before. */
export function nextRecord(record: FailureRecord, succeeded: readonly Pod[], failed: readonly Pod[]): FailureRecord {
  const failures = failed.map(finishedAt);
  if (succeeded.length === 0) {
    if (failures.length === 0) return record;
    return { failures: record.failures + failures.length, last: Math.max(...failures) };
  }
  const success = Math.max(...succeeded.map(finishedAt));
  const later = failures.filter((time) => time > success);
  return { failures: later.length, last: later.length === 0 ? undefined : Math.max(...later) };
}

/** Milliseconds that are left to wait; `longest` is the limit of the whole wait. */
export function remainingWait({ failures, last = 0 }: FailureRecord, longest: number, now: number): number {
  if (failures === 0) return 0;
  const wait = Math.min(FIRST_WAIT * 2 ** (failures - 1), longest);
  return Math.max(0, wait - (now - last));
}

/** In milliseconds since the epoch. */
export function finishedAt(pod: Pod): number {
  const { metadata } = pod;
  const ready = podCondition(pod, 'Ready');
  const notReadySince = ready?.status === 'False' ? ready.lastTransitionTime : undefined;
  return (
    containersFinishedAt(pod) ??
    (notReadySince == null ? undefined : Date.parse(notReadySince)) ??
    (metadata.deletionTimestamp === undefined
      ? undefined
      : Date.parse(metadata.deletionTimestamp) - (metadata.deletionGracePeriodSeconds ?? 0) * 1000) ??
    Date.parse(metadata.creationTimestamp ?? '')
  );
}

/** Undefined where one of them has not finished. */
function containersFinishedAt({ spec, status }: Pod): number | undefined {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const names = new Set(sidecars.map(({ name }) => name));
  const sidecarStatuses = (status?.initContainerStatuses ?? []).filter(({ name }) => names.has(name));
  const times = [...(status?.containerStatuses ?? []), ...sidecarStatuses].map(finishTime);
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 || known.length < times.length ? undefined : Math.max(...known);
}

function finishTime({ state }: ContainerStatus): number | undefined {
  const text = state?.terminated?.finishedAt;
  return text == null ? undefined : Date.parse(text);
}
