/** How long a container that keeps ending has to wait. Source: pkg/kubelet/kubelet.go, k8s.io/client-go/util/flowcontrol/backoff.go. */
import { type Features } from '../../features/features.js';

/** Milliseconds. */
const FIRST = 10_000;
const LONGEST = 300_000;
const FASTER = { first: 1_000, longest: 60_000 };
/** A container that ran for so long begins anew. */
const FORGIVEN = 600_000;

/** Milliseconds from its end until it may start again; the first time it is at once. @param failures how often it has ended */
export function backOff(failures: number, features: Features): number {
  if (failures <= 1) return 0;
  const faster = features.enabled('ReduceDefaultCrashLoopBackOffDecay');
  const { first, longest } = faster ? FASTER : { first: FIRST, longest: LONGEST };
  return Math.min(first * 2 ** (failures - 2), longest);
}

export function isForgiven(ran: number): boolean {
  return ran >= FORGIVEN;
}

/** As Go writes it: `10s`, `2m40s`, `5m0s`. */
export function backOffText(ms: number): string {
  const seconds = ms / 1000;
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${String(seconds)}s` : `${String(minutes)}m${String(seconds % 60)}s`;
}
