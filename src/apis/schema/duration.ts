/** Durations as Go writes them: `1h2m3.5s`. Source: time.ParseDuration and Duration.String of Go's time package. */
import { DecodeError } from './decode-error.js';

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const SECOND = 1_000_000_000n;
const LONGEST = 2n ** 63n;

/** Nanoseconds. Throws DecodeError with Go's text for what is no duration. */
export function parseDuration(text: string): bigint {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return 0n;
  let nanoseconds = 0n;
  if (rest === '') throw invalid(text);
  for (let left = rest; left !== '';) {
    const [all = '', whole = '', fraction = '', unit = ''] = /^(\d*)(?:\.(\d*))?([^\d.]*)/.exec(left) ?? [];
    if (whole === '' && fraction === '') throw invalid(text);
    if (unit === '') throw new DecodeError(`time: missing unit in duration ${JSON.stringify(text)}`);
    const factor = UNITS.get(unit);
    if (factor === undefined) {
      throw new DecodeError(`time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`);
    }
    nanoseconds += BigInt(whole || '0') * factor + (BigInt(fraction || '0') * factor) / 10n ** BigInt(fraction.length);
    if (nanoseconds > LONGEST || (nanoseconds === LONGEST && sign !== '-')) throw invalid(text);
    left = left.slice(all.length);
  }
  return sign === '-' ? -nanoseconds : nanoseconds;
}

export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  const sign = nanoseconds < 0n ? '-' : '';
  const value = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (value < 1_000n) return `${sign}${value}ns`;
  if (value < 1_000_000n) return `${sign}${decimal(value, 1_000n)}µs`;
  if (value < SECOND) return `${sign}${decimal(value, 1_000_000n)}ms`;
  const minutes = value / (60n * SECOND);
  const seconds = `${decimal(value % (60n * SECOND), SECOND)}s`;
  if (minutes === 0n) return sign + seconds;
  return minutes < 60n ? `${sign}${minutes}m${seconds}` : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function decimal(value: bigint, unit: bigint): string {
  const digits = String(unit).length - 1;
  const fraction = String(value % unit)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  return fraction === '' ? `${value / unit}` : `${value / unit}.${fraction}`;
}

function invalid(text: string): DecodeError {
  return new DecodeError(`time: invalid duration ${JSON.stringify(text)}`);
}
