/** Counts that may be shares of a whole. Source: k8s.io/apimachinery/pkg/util/intstr/intstr.go (GetScaledValueFromIntOrPercent). */
import { type IntOrString } from '../apis/apps/v1.js';
import { countOf } from '../registry/int-or-percent.js';

/** `25%` of 3 is 1 where it is rounded up, else 0; a count is itself. */
export function scaledValue(value: IntOrString, total: number, round: 'up' | 'down'): number {
  if (typeof value === 'number') return value;
  const share = (countOf(value) * total) / 100;
  return round === 'up' ? Math.ceil(share) : Math.floor(share);
}
