/** Numbers within their bounds. Source: cel-go common/types/overflow.go; Go's strconv. */
import { Uint } from './uint.js';
import { EvaluationError } from './value.js';

const LEAST_INT = -(2n ** 63n);
const MOST_INT = 2n ** 63n - 1n;
const MOST_UINT = 2n ** 64n - 1n;

/** @throws EvaluationError out of range */
export function int(value: bigint): bigint {
  if (value < LEAST_INT || value > MOST_INT) throw new EvaluationError('integer overflow');
  return value;
}

/** @throws EvaluationError out of range */
export function uint(value: bigint): Uint {
  if (value < 0n || value > MOST_UINT) throw new EvaluationError('unsigned integer overflow');
  return new Uint(value);
}

/** @throws EvaluationError out of range */
export function intOfDouble(value: number): bigint {
  if (!Number.isFinite(value) || value <= Number(LEAST_INT) || value >= Number(MOST_INT)) {
    throw new EvaluationError('integer overflow');
  }
  return BigInt(Math.trunc(value));
}

/** @throws EvaluationError out of range */
export function uintOfDouble(value: number): Uint {
  if (!Number.isFinite(value) || value < 0 || value >= Number(MOST_UINT)) {
    throw new EvaluationError('unsigned integer overflow');
  }
  return new Uint(BigInt(Math.trunc(value)));
}

/** The power of ten from which on Go writes an exponent. */
const LARGE = 6;

/** As Go's %g has it. */
export function goFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < LARGE) return plain(value, digits, power);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Without an exponent, which JavaScript writes for small numbers sooner than Go. */
function plain(value: number, digits: string, power: number): string {
  return power >= 0 ? String(value) : value.toFixed(-power + Math.max(digits.replace('-', '').length - 2, 0));
}

/** As Go's %.nf has it: what lies in the middle goes to the even digit. */
export function goFixed(value: number, digits: number): string {
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}${digits > 0 ? `.${'0'.repeat(digits)}` : ''}`;
  const rounded = value.toFixed(digits);
  const exact = value.toFixed(Math.min(digits + 30, 100));
  const middle = /^50*$/.test(exact.slice(exact.length - Math.min(30, 100 - digits)));
  const odd = /[13579]$/.test(rounded);
  if (!middle || !odd || Number(exact) !== value) return rounded;
  const cut = exact.slice(0, exact.length - Math.min(30, 100 - digits));
  return cut.endsWith('.') ? cut.slice(0, -1) : cut;
}
