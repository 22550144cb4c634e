/** Values as messages and string() write them. Source: cel-go common/types/{duration,timestamp,double}.go; Go's %v. */
import { goFloat } from './numbers.js';
import { Uint } from './uint.js';
import { type CelValue, Duration, isList, LibraryValue, MapValue, Optional, Timestamp, TypeValue } from './value.js';

const SECOND = 1_000_000_000n;

export function text(value: CelValue): string {
  if (value instanceof Uint) return String(value.value);
  if (typeof value === 'number') return goFloat(value);
  if (value instanceof Uint8Array) return `[${[...value].join(' ')}]`;
  if (value instanceof Duration) return durationText(value);
  if (value instanceof Timestamp) return timestampText(value);
  if (value instanceof TypeValue) return value.name;
  if (value instanceof Optional)
    return value.value === undefined ? 'optional.none()' : `optional(${text(value.value)})`;
  if (value instanceof MapValue) {
    return `{${value
      .keys()
      .map((key) => `${text(key)}: ${text(value.get(key) ?? null)}`)
      .join(', ')}}`;
  }
  if (value instanceof LibraryValue) return value.typeName;
  return value !== null && isList(value) ? `[${value.items.map(text).join(', ')}]` : String(value);
}

/** `90s`, `0.5s`. */
function durationText({ nanoseconds }: Duration): string {
  const value = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  return `${nanoseconds < 0n ? '-' : ''}${value / SECOND}${fraction(value % SECOND)}s`;
}

/** RFC 3339 in UTC, with as many decimals as it needs. */
function timestampText({ nanoseconds }: Timestamp): string {
  const within = ((nanoseconds % SECOND) + SECOND) % SECOND;
  const seconds = (nanoseconds - within) / SECOND;
  const date = new Date(Number(seconds) * 1000).toISOString().replace(/^\+00/, '').slice(0, 19);
  return `${date}${fraction(within)}Z`;
}

/** With the point; '' for none. */
function fraction(nanoseconds: bigint): string {
  const digits = String(nanoseconds).padStart(9, '0').replace(/0+$/, '');
  return digits === '' ? '' : `.${digits}`;
}
