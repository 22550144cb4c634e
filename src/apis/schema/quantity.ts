/** The canonical text of a quantity. Source: k8s.io/apimachinery/pkg/api/resource/quantity.go. */
import { DecodeError } from './decode-error.js';

const EXPRESSION = '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$';
const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const NANO = 1_000_000_000n;
const MAX = 9_223_372_036_854_775_807n * NANO;

export type QuantityFormat = 'DecimalSI' | 'DecimalExponent' | 'BinarySI';

/** `0.5` → `500m`, `1024Mi` → `1Gi`. Throws DecodeError with Go's text for what is no quantity. */
export function canonicalQuantity(text: string): string {
  const match = SHAPE.exec(text);
  if (match === null || text === '')
    throw new DecodeError(`quantities must match the regular expression '${EXPRESSION}'`);
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match;
  const unit = interpretSuffix(suffix);
  if (unit === undefined) throw new DecodeError("unable to parse quantity's suffix");
  if (keepsText(whole.replace(/^0+/, '') || '0', fraction, unit)) return text;
  let value = scale(BigInt(`${whole}${fraction}` || '0'), unit, fraction.length);
  if (unit.format === 'BinarySI' && value > MAX) value = MAX;
  if (value === 0n) return '0';
  return (sign === '-' ? '-' : '') + formatQuantity(value, unit.format);
}

interface Unit {
  readonly format: QuantityFormat;
  readonly exponent: number;
}

function interpretSuffix(suffix: string): Unit | undefined {
  const decimal = DECIMAL.indexOf(suffix);
  if (decimal !== -1) return { format: 'DecimalSI', exponent: decimal * 3 - 9 };
  const binary = BINARY.indexOf(suffix);
  if (binary !== -1) return { format: 'BinarySI', exponent: binary * 10 };
  const exponent = /^[eE]([+-]?\d+)$/.exec(suffix)?.[1];
  return exponent === undefined ? undefined : { format: 'DecimalExponent', exponent: Number(exponent) };
}

/**
 * True where Go keeps what was written: numbers of few digits that its fast path holds to be canonical, though `1.` and
 * `+3` are among them.
 */
function keepsText(whole: string, fraction: string, { format, exponent }: Unit): boolean {
  if (format === 'BinarySI') {
    const precision = 14 - whole.length - Math.trunc(exponent * 0.3);
    return fraction === '' && precision >= 0 && exponent % 10 === 0 && BigInt(whole) % 8n !== 0n;
  }
  const digits = whole + fraction;
  const power = exponent - fraction.length;
  if (digits.length > 18 || power < -9) return false;
  return power % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
}

/** In billionths, a rest rounded up. */
function scale(digits: bigint, unit: Unit, decimals: number): bigint {
  const factor = unit.format === 'BinarySI' ? 1n << BigInt(unit.exponent) : 1n;
  const power = 9 - decimals + (unit.format === 'BinarySI' ? 0 : unit.exponent);
  const value = digits * factor;
  if (power >= 0) return value * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (value + divisor - 1n) / divisor;
}

/** `nanos`: billionths, not negative. */
export function formatQuantity(nanos: bigint, wanted: QuantityFormat): string {
  if (nanos === 0n) return '0';
  if (wanted === 'BinarySI' && nanos >= 1024n * NANO && nanos % NANO === 0n) {
    let value = nanos / NANO;
    let index = 0;
    for (; value % 1024n === 0n && index < BINARY.length - 1; index++) value /= 1024n;
    return `${value}${BINARY[index] ?? ''}`;
  }
  let value = nanos;
  let exponent = -9;
  while (value % 1000n === 0n && (wanted === 'DecimalExponent' || exponent < 18)) {
    value /= 1000n;
    exponent += 3;
  }
  if (wanted === 'DecimalExponent') return exponent === 0 ? `${value}` : `${value}e${exponent}`;
  return `${value}${DECIMAL[exponent / 3 + 3] ?? ''}`;
}
