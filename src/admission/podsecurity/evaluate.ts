/** What of a pod a level forbids. Source: k8s.io/pod-security-admission/policy/registry.go. */
import { type CheckedPod, type CheckPod, type Violation } from './check.js';
import { CHECKS } from './checks.js';
import { isPrivileged, type LevelVersion } from './policy.js';

/** In the order of the checks; empty for a pod that is allowed. */
export function violations(level: LevelVersion, pod: CheckedPod): readonly Violation[] {
  return checksOf(level, pod).flatMap((check) => check(pod) ?? []);
}

function checksOf({ level, version }: LevelVersion, { features }: CheckedPod): readonly CheckPod[] {
  if (isPrivileged({ level, version })) return [];
  const { podSecurityNewestPolicy, podSecurityOverrides } = features.behaviours;
  const wanted = Math.min(version, podSecurityNewestPolicy);
  const counting = new Map<string, CheckPod>();
  const overridden = new Set<string>();
  for (const [id, check] of CHECKS) {
    if (check.level === 'restricted' && level !== 'restricted') continue;
    const [, newest] = check.versions.findLast(([since]) => since <= wanted) ?? [];
    if (newest === undefined) continue;
    counting.set(id, newest);
    if (check.overrides !== undefined && podSecurityOverrides) overridden.add(check.overrides);
  }
  return [...counting].filter(([id]) => !overridden.has(id)).map(([, check]) => check);
}

/** `privileged, hostPort`. */
export function reasonsText(found: readonly Violation[]): string {
  return found.map(({ reason }) => reason).join(', ');
}

/** `privileged (container "a" must not …), …`. */
export function detailsText(found: readonly Violation[]): string {
  return found.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`)).join(', ');
}
