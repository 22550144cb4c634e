/** Lists as sets, and more of lists. Source: cel-go ext/{sets,lists}.go. */
import { actualSize, type CallCost, sizeOf } from '../cost/call-cost.js';
import { exactly, plus, scaled, times } from '../cost/range.js';
import { declare, type FunctionDeclaration, memberOverload, overload } from '../declarations.js';
import { equal } from '../values/equality.js';
import { type CelValue, EvaluationError, isList, list, type ListValue } from '../values/value.js';
import { COMPARABLE, order } from './lists.js';

function contains(a: ListValue, b: ListValue): boolean {
  return b.items.every((item) => a.items.some((other) => equal(item, other)));
}

function setCost(factor: number): CallCost {
  return {
    estimate: ([a, b]) => ({ cost: plus(scaled(times(sizeOf(a), sizeOf(b)), factor), exactly(1)) }),
    actual: ([a, b]) => actualSize(a) * actualSize(b) * factor + 1,
  };
}

export const SETS: readonly FunctionDeclaration[] = [
  declare('sets.contains', overload('list_sets_contains_list', '(list(T), list(T)) -> bool', contains, setCost(1))),
  declare(
    'sets.equivalent',
    overload(
      'list_sets_equivalent_list',
      '(list(T), list(T)) -> bool',
      (a: ListValue, b: ListValue) => contains(a, b) && contains(b, a),
      setCost(2),
    ),
  ),
  declare(
    'sets.intersects',
    overload(
      'list_sets_intersects_list',
      '(list(T), list(T)) -> bool',
      (a: ListValue, b: ListValue) => a.items.some((item) => b.items.some((other) => equal(item, other))),
      setCost(1),
    ),
  ),
];

function slice({ items }: ListValue, start: bigint, end: bigint): ListValue {
  const refuse = (reason: string): never => {
    throw new EvaluationError(`cannot slice(${start}, ${end}), ${reason}`);
  };
  if (start < 0n || end < 0n) return refuse('negative indexes not supported');
  if (start > end) return refuse('start index must be less than or equal to end index');
  if (end > BigInt(items.length)) return refuse(`list is length ${items.length}`);
  return list(items.slice(Number(start), Number(end)));
}

function flatten({ items }: ListValue, depth = 1n): ListValue {
  if (depth < 0n) throw new EvaluationError('level must be non-negative');
  const flat = (values: readonly CelValue[], left: bigint): readonly CelValue[] =>
    values.flatMap((value) => (value !== null && isList(value) && left > 0n ? flat(value.items, left - 1n) : [value]));
  return list(flat(items, depth));
}

function distinct({ items }: ListValue): ListValue {
  const found: CelValue[] = [];
  for (const item of items) if (!found.some((one) => equal(one, item))) found.push(item);
  return list(found);
}

function sortBy({ items }: ListValue, { items: keys }: ListValue): ListValue {
  const keyed = items.map((item, index) => ({ item, key: keys[index] ?? null }));
  return list(keyed.toSorted((a, b) => order(a.key, b.key)).map(({ item }) => item));
}

/** As long as what it gives, and a list to hold that. */
const COPY: CallCost = {
  estimate: ([values]) => ({ cost: plus(sizeOf(values), exactly(11)), size: { ...sizeOf(values), min: 0 } }),
  actual: (_, result) => actualSize(result) + 11,
};

/** Each item with each. */
const PAIRWISE: CallCost = {
  estimate: ([values]) => {
    const size = sizeOf(values);
    return { cost: plus(times(size, size), exactly(11)), size: { ...size, min: Math.min(size.min, 1) } };
  },
  actual: ([values]) => actualSize(values) ** 2 + 11,
};

export const MORE_LISTS: readonly FunctionDeclaration[] = [
  declare('slice', memberOverload('list_slice', '(list(T), int, int) -> list(T)', slice, COPY)),
  declare(
    'flatten',
    memberOverload('list_flatten', '(list(list(T))) -> list(T)', flatten, COPY),
    memberOverload('list_flatten_int', '(list(dyn), int) -> list(dyn)', flatten, COPY),
  ),
  declare(
    'sort',
    ...COMPARABLE.map((type) =>
      memberOverload(
        `list_${type}_sort`,
        `(list(${type})) -> list(${type})`,
        (values: ListValue) => sortBy(values, values),
        PAIRWISE,
      ),
    ),
  ),
  declare(
    '@sortByAssociatedKeys',
    ...COMPARABLE.map((type) =>
      memberOverload(`list_${type}_sortByAssociatedKeys`, `(list(T), list(${type})) -> list(T)`, sortBy, PAIRWISE),
    ),
  ),
  declare(
    'lists.range',
    overload(
      'lists_range',
      '(int) -> list(int)',
      (count: bigint) => list(Array.from({ length: Math.max(Number(count), 0) }, (_, index) => BigInt(index))),
      COPY,
    ),
  ),
  declare(
    'reverse',
    memberOverload('list_reverse', '(list(T)) -> list(T)', ({ items }: ListValue) => list(items.toReversed()), COPY),
  ),
  declare('distinct', memberOverload('list_distinct', '(list(T)) -> list(T)', distinct, PAIRWISE)),
];
