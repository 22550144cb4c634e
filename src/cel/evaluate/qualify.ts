/** What lies under a name, a key or an index. Source: cel-go interpreter/attributes.go (refQualify). */
import { text } from '../values/text.js';
import { typeValueOf } from '../values/type-value.js';
import { Uint } from '../values/uint.js';
import { type CelValue, EvaluationError, isList, MapValue } from '../values/value.js';

/** Undefined where there is nothing. @throws EvaluationError for an index that no list can have */
export function lookUp(value: CelValue, key: CelValue): CelValue | undefined {
  if (value instanceof MapValue) return value.get(key);
  if (value === null || !isList(value)) return undefined;
  const index = indexOf(key);
  return index < 0n ? undefined : value.items[Number(index)];
}

/** @throws EvaluationError where there is nothing */
export function qualify(value: CelValue, key: CelValue): CelValue {
  const found = lookUp(value, key);
  if (found !== undefined) return found;
  const listed = value !== null && isList(value);
  throw new EvaluationError(listed ? `index out of bounds: ${text(key)}` : `no such key: ${text(key)}`);
}

function indexOf(key: CelValue): bigint {
  if (typeof key === 'bigint') return key;
  if (key instanceof Uint) return key.value;
  if (typeof key !== 'number') {
    throw new EvaluationError(`unsupported index type '${typeValueOf(key).name}' in list`);
  }
  if (!Number.isInteger(key)) throw new EvaluationError(`unsupported index value ${text(key)} in list`);
  return BigInt(key);
}
