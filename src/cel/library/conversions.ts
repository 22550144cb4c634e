/** From one type to another. Source: cel-go common/stdlib/standard.go, common/types. */
import { DecodeError } from '../../apis/schema/decode-error.js';
import { parseDuration } from '../../apis/schema/duration.js';
import { actualSize, type CallCost, sizeOf, traversalOf } from '../cost/call-cost.js';
import { scaled } from '../cost/range.js';
import { declare, type FunctionDeclaration, memberOverload, overload } from '../declarations.js';
import { characters } from '../values/characters.js';
import { int, intOfDouble, uint, uintOfDouble } from '../values/numbers.js';
import { text } from '../values/text.js';
import { parseTimestamp } from '../values/timestamp-text.js';
import { typeValueOf } from '../values/type-value.js';
import { type Uint } from '../values/uint.js';
import {
  type CelValue,
  Duration,
  EvaluationError,
  type ListValue,
  type MapValue,
  type Timestamp,
} from '../values/value.js';
import { timestampOf } from './operators.js';

const SECOND = 1_000_000_000n;
const TRUE = /^(?:1|t|T|TRUE|true|True)$/;
const FALSE = /^(?:0|f|F|FALSE|false|False)$/;
const FLOAT = /^[+-]?(?:(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/i;

function identity(value: CelValue): CelValue {
  return value;
}

function failed(from: string, to: string): never {
  throw new EvaluationError(`type conversion error from '${from}' to '${to}'`);
}

function boolOf(value: string): boolean {
  return TRUE.test(value) || (FALSE.test(value) ? false : failed('string', 'bool'));
}

function doubleOf(value: string): number {
  if (!FLOAT.test(value)) return failed('string', 'double');
  if (/nan$/i.test(value)) return Number.NaN;
  if (/inf/i.test(value)) return value.startsWith('-') ? -Infinity : Infinity;
  const number = Number(value.replaceAll('_', ''));
  return Number.isFinite(number) ? number : failed('string', 'double');
}

/** A whole number in decimals. */
function wholeOf(value: string, pattern: RegExp, type: string): bigint {
  return pattern.test(value) ? BigInt(value.replace(/^\+/, '')) : failed('string', type);
}

function within<T>(type: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof EvaluationError) return failed('string', type);
    throw error;
  }
}

function durationFrom(value: string): Duration {
  try {
    return new Duration(parseDuration(value));
  } catch (error) {
    if (error instanceof DecodeError) return failed('string', 'google.protobuf.Duration');
    throw error;
  }
}

function timestampFrom(value: string): Timestamp {
  return timestampOf(parseTimestamp(value) ?? failed('string', 'google.protobuf.Timestamp'));
}

function textOfBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new EvaluationError('invalid UTF-8 in bytes, cannot convert to string');
  }
}

/** A character becomes up to four bytes. */
const TO_BYTES: CallCost = {
  estimate: ([value]) => {
    const { min, max } = sizeOf(value);
    return { cost: scaled({ min, max }, 0.1), size: { min, max: max * 4 } };
  },
  actual: ([value]) => Math.ceil(actualSize(value) * 0.1),
};

const size = {
  text: (value: string) => BigInt(characters(value).length),
  bytes: (value: Uint8Array) => BigInt(value.length),
  list: ({ items }: ListValue) => BigInt(items.length),
  map: (map: MapValue) => BigInt(map.counted()),
};

export const CONVERSIONS: readonly FunctionDeclaration[] = [
  declare('type', overload('type', '(A) -> type(A)', typeValueOf)),
  declare('dyn', overload('to_dyn', '(A) -> dyn', identity)),
  declare(
    'bool',
    overload('bool_to_bool', '(bool) -> bool', identity),
    overload('string_to_bool', '(string) -> bool', boolOf),
  ),
  declare(
    'bytes',
    overload('bytes_to_bytes', '(bytes) -> bytes', identity),
    overload('string_to_bytes', '(string) -> bytes', (value: string) => Buffer.from(value), TO_BYTES),
  ),
  declare(
    'double',
    overload('double_to_double', '(double) -> double', identity),
    overload('int64_to_double', '(int) -> double', Number),
    overload('string_to_double', '(string) -> double', doubleOf),
    overload('uint64_to_double', '(uint) -> double', ({ value }: Uint) => Number(value)),
  ),
  declare(
    'duration',
    overload('duration_to_duration', '(duration) -> duration', identity),
    overload('string_to_duration', '(string) -> duration', durationFrom),
  ),
  declare(
    'int',
    overload('int64_to_int64', '(int) -> int', identity),
    overload('double_to_int64', '(double) -> int', intOfDouble),
    overload('duration_to_int64', '(duration) -> int', ({ nanoseconds }: Duration) => nanoseconds),
    overload('string_to_int64', '(string) -> int', (value: string) =>
      within('int', () => int(wholeOf(value, /^[+-]?\d+$/, 'int'))),
    ),
    overload('timestamp_to_int64', '(timestamp) -> int', ({ nanoseconds }: Timestamp) =>
      nanoseconds < 0n ? (nanoseconds - SECOND + 1n) / SECOND : nanoseconds / SECOND,
    ),
    overload('uint64_to_int64', '(uint) -> int', ({ value }: Uint) => int(value)),
  ),
  declare(
    'string',
    overload('string_to_string', '(string) -> string', identity),
    overload('bool_to_string', '(bool) -> string', text),
    overload('bytes_to_string', '(bytes) -> string', textOfBytes, traversalOf(0)),
    overload('double_to_string', '(double) -> string', text),
    overload('duration_to_string', '(duration) -> string', text),
    overload('int64_to_string', '(int) -> string', text),
    overload('timestamp_to_string', '(timestamp) -> string', text),
    overload('uint64_to_string', '(uint) -> string', text),
  ),
  declare(
    'timestamp',
    overload('timestamp_to_timestamp', '(timestamp) -> timestamp', identity),
    overload('int64_to_timestamp', '(int) -> timestamp', (value: bigint) => timestampOf(value * SECOND)),
    overload('string_to_timestamp', '(string) -> timestamp', timestampFrom),
  ),
  declare(
    'uint',
    overload('uint64_to_uint64', '(uint) -> uint', identity),
    overload('double_to_uint64', '(double) -> uint', uintOfDouble),
    overload('int64_to_uint64', '(int) -> uint', uint),
    overload('string_to_uint64', '(string) -> uint', (value: string) =>
      within('uint', () => uint(wholeOf(value, /^\d+$/, 'uint'))),
    ),
  ),
  declare(
    'size',
    overload('size_bytes', '(bytes) -> int', size.bytes),
    memberOverload('bytes_size', '(bytes) -> int', size.bytes),
    overload('size_list', '(list(A)) -> int', size.list),
    memberOverload('list_size', '(list(A)) -> int', size.list),
    overload('size_map', '(map(A, B)) -> int', size.map),
    memberOverload('map_size', '(map(A, B)) -> int', size.map),
    overload('size_string', '(string) -> int', size.text),
    memberOverload('string_size', '(string) -> int', size.text),
  ),
];
