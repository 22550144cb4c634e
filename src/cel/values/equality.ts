/** Whether values are equal, and which is more. Source: cel-go common/types. */
import { Uint } from './uint.js';
import {
  type CelValue,
  Duration,
  EvaluationError,
  isList,
  LibraryValue,
  type ListValue,
  MapValue,
  Optional,
  Timestamp,
  TypeValue,
} from './value.js';

/** Numbers of different types may be equal; values of other types that differ are not. */
export function equal(a: CelValue, b: CelValue): boolean {
  if (a === b) return true;
  if (isNumber(a)) return isNumber(b) && compareNumbers(a, b) === 0;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (a instanceof Duration) return b instanceof Duration && a.nanoseconds === b.nanoseconds;
  if (a instanceof Timestamp) return b instanceof Timestamp && a.nanoseconds === b.nanoseconds;
  if (a instanceof TypeValue) return b instanceof TypeValue && a.name === b.name;
  if (a instanceof Optional) return b instanceof Optional && equalOptionals(a.value, b.value);
  if (a instanceof MapValue) return b instanceof MapValue && equalMaps(a, b);
  if (a instanceof LibraryValue) return b instanceof LibraryValue && a.typeName === b.typeName && a.equals(b);
  if (!isList(a) || !isList(b)) return false;
  return a.rules === undefined ? equalItems(a, b) : a.rules.equal(a, b);
}

function equalOptionals(a: CelValue | undefined, b: CelValue | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equal(a, b);
}

export function equalItems(a: ListValue, b: ListValue): boolean {
  return (
    a.items.length === b.items.length &&
    a.items.every((item, index) => {
      const other = b.items[index];
      return other !== undefined && equal(item, other);
    })
  );
}

function equalMaps(a: MapValue, b: MapValue): boolean {
  return (
    a.size === b.size && a.keys().every((key) => equalOptionals(a.get(key), b.get(key)) && b.get(key) !== undefined)
  );
}

type Numeric = bigint | number | Uint;

function isNumber(value: CelValue): value is Numeric {
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof Uint;
}

/** Undefined where one of them is no number that can be ordered. */
function compareNumbers(a: Numeric, b: Numeric): number | undefined {
  const [left, right] = [a instanceof Uint ? a.value : a, b instanceof Uint ? b.value : b];
  if (left < right) return -1;
  if (left > right) return 1;
  return Number.isNaN(left) || Number.isNaN(right) ? undefined : 0;
}

/** Negative where `a` is less; undefined for values that cannot be compared. @throws EvaluationError for NaN */
export function compare(a: CelValue, b: CelValue): number | undefined {
  if (isNumber(a)) {
    if (!isNumber(b)) return undefined;
    const order = compareNumbers(a, b);
    if (order === undefined) throw new EvaluationError('NaN values cannot be ordered');
    return order;
  }
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  const timed = (a instanceof Duration && b instanceof Duration) || (a instanceof Timestamp && b instanceof Timestamp);
  return timed ? compareNumbers(a.nanoseconds, b.nanoseconds) : undefined;
}
