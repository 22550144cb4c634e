/** The checks' contract. Source: k8s.io/pod-security-admission/policy/{checks,visitor,helpers}.go. */
import { type Container } from '../../apis/core/pod-container.js';
import { type PodSpec } from '../../apis/core/pod.js';
import { type ObjectMeta } from '../../apis/meta/v1.js';
import { type Features } from '../../features/features.js';

export interface CheckedPod {
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
  readonly features: Features;
}

export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

export type CheckPod = (pod: CheckedPod) => Violation | undefined;

export interface Check {
  readonly level: 'baseline' | 'restricted';
  /** By the minor from which each counts, oldest first. */
  readonly versions: readonly (readonly [since: number, check: CheckPod])[];
  /** The id of the baseline check that it takes the place of. */
  readonly overrides?: string;
}

/** In the order in which upstream looks at them. */
export function containersOf({ initContainers = [], containers = [], ephemeralContainers = [] }: PodSpec): Container[] {
  return [...initContainers, ...containers, ...ephemeralContainers];
}

export function containerNames(spec: PodSpec, isBad: (container: Container) => boolean): string[] {
  return containersOf(spec)
    .filter(isBad)
    .map(({ name = '' }) => name);
}

/** `container "a"`, `containers "a", "b"`. */
export function named(noun: string, names: readonly string[]): string {
  return `${plural(noun, names)} ${quoted(names)}`;
}

export function plural(noun: string, items: readonly unknown[]): string {
  return items.length === 1 ? noun : `${noun}s`;
}

export function uses(items: readonly unknown[]): string {
  return items.length === 1 ? 'uses' : 'use';
}

export function quoted(items: readonly string[]): string {
  return items.map((item) => `"${item}"`).join(', ');
}

/** Each once, in order. */
export function sortedOnce(items: Iterable<string>): string[] {
  return [...new Set(items)].sort();
}

/** `pod and containers "a", "b"`; '' where nothing is bad. */
export function setters(isPodBad: boolean, names: readonly string[]): string {
  return [...(isPodBad ? ['pod'] : []), ...(names.length > 0 ? [named('container', names)] : [])].join(' and ');
}

export function isWindows({ os }: PodSpec): boolean {
  return os?.name === 'windows';
}
