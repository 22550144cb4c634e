/** Lists. Source: k8s.io/apiserver/pkg/cel/library/lists.go. */
import { type CallCost, type CostNode, sizeOf, TRAVERSAL } from '../cost/call-cost.js';
import { exactly, plus, type Range, scaled, times } from '../cost/range.js';
import { declare, type FunctionDeclaration, memberOverload } from '../declarations.js';
import { compare, equal } from '../values/equality.js';
import { int, uint } from '../values/numbers.js';
import { Uint } from '../values/uint.js';
import { type CelValue, Duration, EvaluationError, isList, type ListValue, MapValue } from '../values/value.js';
import { durationOf } from './operators.js';

const SUMMABLE = ['int', 'uint', 'double', 'duration'];
export const COMPARABLE = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];

const ZERO: Readonly<Record<string, CelValue>> = { int: 0n, uint: new Uint(0n), double: 0, duration: new Duration(0n) };

/** @throws EvaluationError for values that have none */
export function order(a: CelValue, b: CelValue): number {
  const found = compare(a, b);
  if (found === undefined) throw new EvaluationError('no such overload');
  return found;
}

function add(a: CelValue, b: CelValue): CelValue {
  if (typeof a === 'bigint' && typeof b === 'bigint') return int(a + b);
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (a instanceof Uint && b instanceof Uint) return uint(a.value + b.value);
  if (a instanceof Duration && b instanceof Duration) return durationOf(a.nanoseconds + b.nanoseconds);
  throw new EvaluationError('no such overload');
}

function isSorted({ items }: ListValue): boolean {
  return items.every((item, index) => index === 0 || order(items[index - 1] ?? null, item) <= 0);
}

function extreme({ items: [first, ...rest] }: ListValue, name: string, sign: number): CelValue {
  if (first === undefined) throw new EvaluationError(`${name} called on empty list`);
  let found = first;
  for (const item of rest) if (order(found, item) * sign > 0) found = item;
  return found;
}

/** Each item once, and what it takes to compare texts. */
function scan(values: CostNode | undefined): Range {
  const item = values?.item();
  const each =
    item?.type.kind === 'string' || item?.type.kind === 'bytes'
      ? plus(exactly(1), scaled(sizeOf(item), TRAVERSAL))
      : exactly(1);
  return times(sizeOf(values), each);
}

function traversed(value: CelValue | undefined): number {
  if (typeof value === 'string') return Math.floor(Buffer.byteLength(value) * TRAVERSAL);
  if (value instanceof Uint8Array) return Math.floor(value.length * TRAVERSAL);
  if (value instanceof MapValue) {
    return value.keys().reduce<number>((sum, key) => sum + traversed(key) + traversed(value.get(key)), 0);
  }
  if (value === undefined || value === null || !isList(value)) return 1;
  return value.items.reduce<number>((sum, item) => sum + traversed(item), 0);
}

const SCAN: CallCost = {
  estimate: ([values]) => ({ cost: scan(values) }),
  actual: ([values]) => traversed(values),
};

function indexIn({ items }: ListValue, value: CelValue): bigint {
  return BigInt(items.findIndex((item) => equal(item, value)));
}

function lastIndexIn({ items }: ListValue, value: CelValue): bigint {
  return BigInt(items.findLastIndex((item) => equal(item, value)));
}

export const KUBERNETES_LISTS: readonly FunctionDeclaration[] = [
  declare(
    'isSorted',
    ...COMPARABLE.map((type) =>
      memberOverload(`list_${type}_is_sorted_bool`, `(list(${type})) -> bool`, isSorted, SCAN),
    ),
  ),
  declare(
    'sum',
    ...SUMMABLE.map((type) =>
      memberOverload(
        `list_${type}_sum_${type}`,
        `(list(${type})) -> ${type}`,
        ({ items }: ListValue) => items.reduce(add, ZERO[type] ?? null),
        SCAN,
      ),
    ),
  ),
  ...(['max', 'min'] as const).map((name) =>
    declare(
      name,
      ...COMPARABLE.map((type) =>
        memberOverload(
          `list_${type}_${name}_${type}`,
          `(list(${type})) -> ${type}`,
          (values: ListValue) => extreme(values, name, name === 'min' ? 1 : -1),
          SCAN,
        ),
      ),
    ),
  ),
  declare('indexOf', memberOverload('list_a_index_of_int', '(list(A), A) -> int', indexIn, SCAN)),
  declare('lastIndexOf', memberOverload('list_a_last_index_of_int', '(list(A), A) -> int', lastIndexIn, SCAN)),
];
