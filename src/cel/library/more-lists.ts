/** Lists as sets, and more of lists. Source: cel-go ext/{sets,lists}.go. */
import { actualSize, type CallCost, type CostNode, sizeOf, TRAVERSAL } from '../cost/call-cost.js';
import { exactly, MOST, plus, scaled, times } from '../cost/range.js';
import { declare, type FunctionDeclaration, memberOverload, overload } from '../declarations.js';
import { equal } from '../values/equality.js';
import { type CelValue, EvaluationError, isList, list, type ListValue } from '../values/value.js';
import { typeValueOf } from '../values/type-value.js';
import { COMPARABLE, order } from './lists.js';

const ORDERED: ReadonlySet<string> = new Set([
  ...['int', 'uint', 'double', 'bool', 'string', 'bytes'],
  ...['google.protobuf.Duration', 'google.protobuf.Timestamp'],
]);

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
  const [first = null] = keys;
  const { name } = typeValueOf(first);
  if (keys.length > 0 && !ORDERED.has(name)) throw new EvaluationError('list elements must be comparable');
  if (keys.some((key) => typeValueOf(key).name !== name)) {
    throw new EvaluationError('list elements must have the same type');
  }
  const keyed = items.map((item, index) => ({ item, key: keys[index] ?? null }));
  return list(keyed.toSorted((a, b) => order(a.key, b.key)).map(({ item }) => item));
}

function range(count: bigint): ListValue {
  if (count < 0n) throw new EvaluationError(`lists.range: size must be non-negative, got ${count}`);
  return list(Array.from({ length: Number(count) }, (_, index) => BigInt(index)));
}

/** As long as what it gives, and a list to hold that. */
const COPY: CallCost = {
  estimate: ([values]) => ({ cost: plus(sizeOf(values), exactly(11)), size: sizeOf(values) }),
  actual: (_, result) => actualSize(result) + 11,
};

/** So many levels of it. */
const FLATTENING: CallCost = {
  estimate: ([values, depth]) => {
    const size = sizeOf(values);
    const factor = depth === undefined ? 1 : literalSize(depth, MOST);
    return { cost: plus(scaled(size, factor), exactly(11)), size };
  },
  actual: ([values, depth]) => Math.floor(actualSize(values) * (typeof depth === 'bigint' ? Number(depth) : 1)) + 11,
};

/** What a number that is written out says of a size. */
function literalSize(node: CostNode | undefined, otherwise: number): number {
  const literal = node?.literal;
  if (typeof literal !== 'bigint') return otherwise;
  return literal < 0n ? MOST : Number(literal);
}

/** Both ends may be known. */
const SLICING: CallCost = {
  estimate: ([values, start, end]) => {
    const length = literalSize(end, sizeOf(values).max) - literalSize(start, 0);
    const size = exactly(length < 0 ? MOST : length);
    return { cost: plus(size, exactly(11)), size };
  },
  actual: (args, result) => COPY.actual(args, result),
};

const COUNTING: CallCost = {
  estimate: ([count]) => {
    const size = exactly(literalSize(count, MOST));
    return { cost: plus(size, exactly(11)), size };
  },
  actual: (args, result) => COPY.actual(args, result),
};

/** Each item of the list at `index` with each, twice; texts take a little more. */
function pairwise(index: number, type?: string): CallCost {
  const factor = type === 'string' || type === 'bytes' ? 2 + TRAVERSAL : 2;
  return {
    estimate: (args) => {
      const size = sizeOf(args[index]);
      const squared = times(size, size);
      return { cost: plus(scaled(squared, factor), exactly(11)), size: squared };
    },
    actual: (args) => {
      const values = args[index] ?? null;
      const [first = null] = values !== null && isList(values) ? values.items : [];
      const texts = typeof first === 'string' || first instanceof Uint8Array;
      return Math.floor(actualSize(values) ** 2 * (texts ? 2 + TRAVERSAL : 2)) + 11;
    },
  };
}

export const MORE_LISTS: readonly FunctionDeclaration[] = [
  declare('slice', memberOverload('list_slice', '(list(T), int, int) -> list(T)', slice, SLICING)),
  declare(
    'flatten',
    memberOverload('list_flatten', '(list(list(T))) -> list(T)', flatten, FLATTENING),
    memberOverload('list_flatten_int', '(list(dyn), int) -> list(dyn)', flatten, FLATTENING),
  ),
  declare(
    'sort',
    ...COMPARABLE.map((type) =>
      memberOverload(
        `list_${type}_sort`,
        `(list(${type})) -> list(${type})`,
        (values: ListValue) => sortBy(values, values),
        pairwise(0, type),
      ),
    ),
  ),
  declare(
    '@sortByAssociatedKeys',
    ...COMPARABLE.map((type) =>
      memberOverload(
        `list_${type}_sortByAssociatedKeys`,
        `(list(T), list(${type})) -> list(T)`,
        sortBy,
        pairwise(1, type),
      ),
    ),
  ),
  declare('lists.range', overload('lists_range', '(int) -> list(int)', range, COUNTING)),
  declare(
    'reverse',
    memberOverload('list_reverse', '(list(T)) -> list(T)', ({ items }: ListValue) => list(items.toReversed()), COPY),
  ),
  declare('distinct', memberOverload('list_distinct', '(list(T)) -> list(T)', distinct, pairwise(0))),
];
