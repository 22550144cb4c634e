/** Which pods of a namespace a new policy would not have let in. Source: k8s.io/pod-security-admission/admission/admission.go. */
import { type Pod } from '../../apis/core/pod.js';
import { goQuote } from '../../apis/field/errors.js';
import { type Features } from '../../features/features.js';
import { reasonsText, violations } from './evaluate.js';
import { type LevelVersion, levelVersionText } from './policy.js';

/** More are not looked at. */
const MOST_PODS = 3000;

/** The warnings. */
export function podsInViolation(
  namespace: string,
  level: LevelVersion,
  all: readonly Pod[],
  features: Features,
): readonly string[] {
  const pods = byImportance(all).slice(0, MOST_PODS);
  const found = new Map<string, string[]>();
  for (const { metadata, spec } of pods) {
    const reasons = reasonsText(violations(level, { metadata, spec, features }));
    if (reasons !== '') found.set(reasons, [...(found.get(reasons) ?? []), metadata.name ?? '']);
  }
  const checked = `the first ${String(pods.length)} of ${String(all.length)} existing pods`;
  const head = `existing pods in namespace ${goQuote(namespace)} violate the new PodSecurity enforce level`;
  return [
    ...(pods.length < all.length ? [`new PodSecurity enforce level only checked against ${checked}`] : []),
    ...(found.size > 0 ? [`${head} ${goQuote(levelVersionText(level))}`] : []),
    ...[...found].map(([reasons, names]) => `${first(names)}: ${reasons}`).sort(),
  ];
}

function first(names: readonly string[]): string {
  const [name = '', ...others] = [...names].sort();
  if (others.length === 0) return name;
  return `${name} (and ${String(others.length)} other ${others.length === 1 ? 'pod' : 'pods'})`;
}

/** One pod of each controller comes before its others. */
function byImportance(pods: readonly Pod[]): readonly Pod[] {
  const seen = new Set<string>();
  const later: Pod[] = [];
  const sooner = pods.filter((pod) => {
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;
    if (owner === undefined) return true;
    const isFirst = !seen.has(owner);
    if (!isFirst) later.push(pod);
    seen.add(owner);
    return isFirst;
  });
  return [...sooner, ...later];
}
