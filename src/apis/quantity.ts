/** Comparing and adding quantities. Source: k8s.io/apimachinery/pkg/api/resource/quantity.go. */
import { formatQuantity, type QuantityFormat } from './schema/quantity.js';

const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const FORMAT = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE][+-]?\d+)|([A-Za-z]{0,2}))$/;
const SCALE = 9;

/** A quantity in billionths, rounded up as Kubernetes does; 0 for what is none (decoding has refused those). */
export function quantityNanos(text: string | undefined): bigint {
  const match = FORMAT.exec(text ?? '0');
  if (match === null) return 0n;
  const [, sign, whole = '', fraction = '', exponent, suffix = ''] = match;
  const digits = BigInt(`${whole}${fraction}` || '0');
  const binary = BINARY[suffix];
  const power = exponent === undefined ? (DECIMAL[suffix] ?? 0) : Number(exponent.slice(1));
  const shifted = binary === undefined ? digits : digits << BigInt(binary);
  const scale = SCALE + (binary === undefined ? power : 0) - fraction.length;
  const nanos = scale >= 0 ? shifted * 10n ** BigInt(scale) : ceilDivide(shifted, 10n ** BigInt(-scale));
  return sign === '-' ? -nanos : nanos;
}

function ceilDivide(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}

/** A quantity without a fraction. Upstream: Quantity.RoundUp(0). */
export function roundedUpQuantity(text: string): string {
  return isFractional(text) ? formatQuantity(quantityValue(text) * 1_000_000_000n, formatOf(text)) : text;
}

/** As a whole number, rounded up. Upstream: Quantity.Value. */
export function quantityValue(text: string | undefined): bigint {
  return roundedUp(text, 1_000_000_000n);
}

/** In thousandths, rounded up. Upstream: Quantity.MilliValue. */
export function quantityMilliValue(text: string | undefined): bigint {
  return roundedUp(text, 1_000_000n);
}

function roundedUp(text: string | undefined, unit: bigint): bigint {
  const nanos = quantityNanos(text);
  return nanos > 0n ? ceilDivide(nanos, unit) : nanos / unit;
}

/** True for 0.5 bytes and the like. */
export function isFractional(text: string | undefined): boolean {
  return quantityNanos(text) % 1_000_000_000n !== 0n;
}

/** Negative where `a` is less than `b`, positive where it is more. */
export function compareQuantities(a: string | undefined, b: string | undefined): number {
  const difference = quantityNanos(a) - quantityNanos(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The sum in the form of the first, or of the second where the first is none. */
export function addQuantities(a: string | undefined, b: string | undefined): string {
  return inFormOf(a, b, quantityNanos(a) + quantityNanos(b));
}

export function subtractQuantities(a: string | undefined, b: string | undefined): string {
  return inFormOf(a, b, quantityNanos(a) - quantityNanos(b));
}

function inFormOf(a: string | undefined, b: string | undefined, nanos: bigint): string {
  const text = formatQuantity(nanos < 0n ? -nanos : nanos, formatOf(quantityNanos(a) === 0n ? b : a));
  return nanos < 0n ? `-${text}` : text;
}

function formatOf(text = '0'): QuantityFormat {
  if (/[KMGTPE]i$/.test(text)) return 'BinarySI';
  return /[eE][+-]?\d+$/.test(text) ? 'DecimalExponent' : 'DecimalSI';
}
