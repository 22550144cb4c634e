/** Operators between numbers, texts and lists. Source: cel-go common/stdlib/standard.go. */
import { actualSize, type CallCost, COMPARISON, CONCATENATION, sizeOf, UNIT } from '../cost/call-cost.js';
import { exactly, plus, scaled } from '../cost/range.js';
import { declare, type FunctionDeclaration, overload } from '../declarations.js';
import {
  ADD,
  AND,
  CONDITIONAL,
  EQUALS,
  IN,
  INDEX,
  NEGATE,
  NOT,
  NOT_EQUALS,
  NOT_STRICTLY_FALSE,
  OR,
} from '../syntax/operators.js';
import { compare, equal } from '../values/equality.js';
import { int, uint } from '../values/numbers.js';
import { text } from '../values/text.js';
import { type Uint } from '../values/uint.js';
import {
  type CelValue,
  Duration,
  EvaluationError,
  list,
  type ListValue,
  type MapValue,
  Timestamp,
} from '../values/value.js';

/** The evaluator knows these itself: they need not evaluate all that they are called with. */
function special(): never {
  throw new EvaluationError('no such overload');
}

const LEAST_INT = -(2n ** 63n);
const LEAST_DURATION = LEAST_INT;
const MOST_DURATION = 2n ** 63n - 1n;
const FIRST_TIMESTAMP = -62_135_596_800_000_000_000n;
const LAST_TIMESTAMP = 253_402_300_799_999_999_999n;

export function durationOf(nanoseconds: bigint): Duration {
  if (nanoseconds < LEAST_DURATION || nanoseconds > MOST_DURATION) throw new EvaluationError('integer overflow');
  return new Duration(nanoseconds);
}

export function timestampOf(nanoseconds: bigint): Timestamp {
  if (nanoseconds < FIRST_TIMESTAMP || nanoseconds > LAST_TIMESTAMP) throw new EvaluationError('timestamp overflow');
  return new Timestamp(nanoseconds);
}

function divide(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new EvaluationError('division by zero');
  return a / b;
}

function modulo(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new EvaluationError('modulus by zero');
  if (a === LEAST_INT && b === -1n) throw new EvaluationError('integer overflow');
  return a % b;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.concat([a, b]);
}

/** Takes one unit, but its size is known. */
const LIST_CONCATENATION: CallCost = {
  estimate: ([left, right]) => ({ cost: exactly(1), size: plus(sizeOf(left), sizeOf(right)) }),
  actual: () => 1,
};

const ARITHMETIC: readonly FunctionDeclaration[] = [
  declare(
    ADD,
    overload('add_bytes', '(bytes, bytes) -> bytes', join, CONCATENATION),
    overload('add_double', '(double, double) -> double', (a: number, b: number) => a + b),
    overload('add_duration_duration', '(duration, duration) -> duration', (a: Duration, b: Duration) =>
      durationOf(a.nanoseconds + b.nanoseconds),
    ),
    overload('add_duration_timestamp', '(duration, timestamp) -> timestamp', (a: Duration, b: Timestamp) =>
      timestampOf(a.nanoseconds + b.nanoseconds),
    ),
    overload('add_timestamp_duration', '(timestamp, duration) -> timestamp', (a: Timestamp, b: Duration) =>
      timestampOf(a.nanoseconds + b.nanoseconds),
    ),
    overload('add_int64', '(int, int) -> int', (a: bigint, b: bigint) => int(a + b)),
    overload(
      'add_list',
      '(list(A), list(A)) -> list(A)',
      (a: ListValue, b: ListValue) => a.rules?.plus(a, b) ?? list([...a.items, ...b.items]),
      LIST_CONCATENATION,
    ),
    overload('add_string', '(string, string) -> string', (a: string, b: string) => a + b, CONCATENATION),
    overload('add_uint64', '(uint, uint) -> uint', (a: Uint, b: Uint) => uint(a.value + b.value)),
  ),
  declare(
    '_/_',
    overload('divide_double', '(double, double) -> double', (a: number, b: number) => a / b),
    overload('divide_int64', '(int, int) -> int', (a: bigint, b: bigint) => int(divide(a, b))),
    overload('divide_uint64', '(uint, uint) -> uint', (a: Uint, b: Uint) => uint(divide(a.value, b.value))),
  ),
  declare(
    '_%_',
    overload('modulo_int64', '(int, int) -> int', modulo),
    overload('modulo_uint64', '(uint, uint) -> uint', (a: Uint, b: Uint) => uint(modulo(a.value, b.value))),
  ),
  declare(
    '_*_',
    overload('multiply_double', '(double, double) -> double', (a: number, b: number) => a * b),
    overload('multiply_int64', '(int, int) -> int', (a: bigint, b: bigint) => int(a * b)),
    overload('multiply_uint64', '(uint, uint) -> uint', (a: Uint, b: Uint) => uint(a.value * b.value)),
  ),
  declare(
    NEGATE,
    overload('negate_double', '(double) -> double', (a: number) => -a),
    overload('negate_int64', '(int) -> int', (a: bigint) => int(-a)),
  ),
  declare(
    '_-_',
    overload('subtract_double', '(double, double) -> double', (a: number, b: number) => a - b),
    overload('subtract_duration_duration', '(duration, duration) -> duration', (a: Duration, b: Duration) =>
      durationOf(a.nanoseconds - b.nanoseconds),
    ),
    overload('subtract_int64', '(int, int) -> int', (a: bigint, b: bigint) => int(a - b)),
    overload('subtract_timestamp_duration', '(timestamp, duration) -> timestamp', (a: Timestamp, b: Duration) =>
      timestampOf(a.nanoseconds - b.nanoseconds),
    ),
    overload('subtract_timestamp_timestamp', '(timestamp, timestamp) -> duration', (a: Timestamp, b: Timestamp) =>
      durationOf(a.nanoseconds - b.nanoseconds),
    ),
    overload('subtract_uint64', '(uint, uint) -> uint', (a: Uint, b: Uint) => uint(a.value - b.value)),
  ),
];

const RELATIONS: readonly (readonly [string, string, (order: number) => boolean])[] = [
  ['_<_', 'less', (order) => order < 0],
  ['_<=_', 'less_equals', (order) => order <= 0],
  ['_>_', 'greater', (order) => order > 0],
  ['_>=_', 'greater_equals', (order) => order >= 0],
];

const COMPARED: readonly (readonly [string, string, CallCost?])[] = [
  ['bool', '(bool, bool) -> bool'],
  ['int64', '(int, int) -> bool'],
  ['uint64', '(uint, uint) -> bool'],
  ['double', '(double, double) -> bool'],
  ['string', '(string, string) -> bool', COMPARISON],
  ['bytes', '(bytes, bytes) -> bool', COMPARISON],
  ['timestamp', '(timestamp, timestamp) -> bool'],
  ['duration', '(duration, duration) -> bool'],
];

const COMPARED_ACROSS: readonly (readonly [string, string])[] = [
  ['int64_double', '(int, double) -> bool'],
  ['int64_uint64', '(int, uint) -> bool'],
  ['uint64_double', '(uint, double) -> bool'],
  ['uint64_int64', '(uint, int) -> bool'],
  ['double_int64', '(double, int) -> bool'],
  ['double_uint64', '(double, uint) -> bool'],
];

function relations(rows: readonly (readonly [string, string, CallCost?])[]): FunctionDeclaration[] {
  return RELATIONS.map(([name, id, holds]) => {
    const run = (a: CelValue, b: CelValue): boolean => holds(compare(a, b) ?? special());
    return declare(name, ...rows.map(([suffix, types, cost]) => overload(`${id}_${suffix}`, types, run, cost)));
  });
}

function item(values: ListValue, index: bigint): CelValue {
  const found = index < 0n ? undefined : values.items[Number(index)];
  if (found === undefined) throw new EvaluationError(`index out of bounds: ${index}`);
  return found;
}

function entry(map: MapValue, key: CelValue): CelValue {
  const found = map.get(key);
  if (found === undefined) throw new EvaluationError(`no such key: ${text(key)}`);
  return found;
}

/** As long as the list is. */
const MEMBERSHIP: CallCost = {
  estimate: ([, values]) => ({ cost: scaled(sizeOf(values), 1) }),
  actual: ([, values]) => actualSize(values),
};

const EQUALITY_COST: CallCost = {
  estimate: (args) => {
    const ofLibrary = /^(?:kubernetes|net)\./.test(args[0]?.type.name ?? '');
    return ofLibrary ? UNIT.estimate(args) : COMPARISON.estimate(args);
  },
  actual: (args, result) => COMPARISON.actual(args, result),
};

const logical = (name: string, id: string): FunctionDeclaration =>
  declare(name, overload(id, '(bool, bool) -> bool', special));

/** Between numbers of different types: allowed since 1.29. */
export const CROSS_TYPE_RELATIONS: readonly FunctionDeclaration[] = relations(COMPARED_ACROSS);

export const OPERATORS: readonly FunctionDeclaration[] = [
  declare(CONDITIONAL, overload('conditional', '(bool, A, A) -> A', special)),
  logical(AND, 'logical_and'),
  logical(OR, 'logical_or'),
  declare(
    NOT,
    overload('logical_not', '(bool) -> bool', (a: boolean) => !a),
  ),
  declare(NOT_STRICTLY_FALSE, overload('not_strictly_false', '(bool) -> bool', special)),
  declare(EQUALS, overload('equals', '(A, A) -> bool', equal, EQUALITY_COST)),
  declare(
    NOT_EQUALS,
    overload('not_equals', '(A, A) -> bool', (a: CelValue, b: CelValue) => !equal(a, b), COMPARISON),
  ),
  ...ARITHMETIC,
  ...relations(COMPARED),
  declare(
    INDEX,
    overload('index_list', '(list(A), int) -> A', item),
    overload('index_map', '(map(A, B), A) -> B', entry),
  ),
  declare(
    IN,
    overload(
      'in_list',
      '(A, list(A)) -> bool',
      (value: CelValue, { items }: ListValue) => items.some((one) => equal(one, value)),
      MEMBERSHIP,
    ),
    overload('in_map', '(A, map(A, B)) -> bool', (key: CelValue, map: MapValue) => map.get(key) !== undefined),
  ),
];
