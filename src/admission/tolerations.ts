/** Lists of tolerations. Source: pkg/util/tolerations/tolerations.go. */
import { type Toleration } from '../apis/core/pod.js';

/** Both lists, without what another toleration covers. */
export function mergeTolerations(first: readonly Toleration[], second: readonly Toleration[]): Toleration[] {
  const all = [...first, ...second];
  const merged: Toleration[] = [];
  all.forEach((toleration, i) => {
    if (merged.some((other) => covers(other, toleration))) return;
    const isCoveredLater = all
      .slice(i + 1)
      .some((other) => !isSameToleration(other, toleration) && covers(other, toleration));
    if (!isCoveredLater) merged.push(toleration);
  });
  return merged;
}

function isSameToleration(a: Toleration, b: Toleration): boolean {
  const same = (field: 'key' | 'operator' | 'value' | 'effect'): boolean => (a[field] ?? '') === (b[field] ?? '');
  return (
    same('key') && same('operator') && same('value') && same('effect') && a.tolerationSeconds === b.tolerationSeconds
  );
}

/** True where what `inner` tolerates, `outer` does as well. */
export function covers(outer: Toleration, inner: Toleration): boolean {
  if (isSameToleration(outer, inner)) return true;
  const { key = '', operator = '', effect = '', value = '', tolerationSeconds: seconds } = outer;
  if ((inner.key ?? '') !== key && (key !== '' || operator !== 'Exists')) return false;
  if ((inner.effect ?? '') !== effect && effect !== '') return false;
  if (effect === 'NoExecute' && seconds !== undefined && (inner.tolerationSeconds ?? Infinity) > seconds) return false;
  if (operator === 'Exists') return true;
  const isEqual = operator === '' || operator === 'Equal';
  return isEqual && inner.operator === 'Equal' && (inner.value ?? '') === value;
}
