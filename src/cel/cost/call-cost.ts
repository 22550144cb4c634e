/** What calls cost. Source: cel-go checker/cost.go, interpreter/runtimecost.go; k8s.io/apiserver/pkg/cel/library/cost.go. */
import { type Literal } from '../syntax/tree.js';
import { type CelType } from '../types.js';
import { characters } from '../values/characters.js';
import { Uint } from '../values/uint.js';
import { type CelValue, isList, MapValue, Optional } from '../values/value.js';
import { exactly, plus, type Range, scaled, times, UNKNOWN } from './range.js';

/** An argument, as far as it is known before anything is evaluated. */
export interface CostNode {
  readonly type: CelType;
  /** How long it is: characters, bytes, items or keys. */
  readonly size: Range | undefined;
  readonly literal?: Literal;
  /** An item of it; undefined for what is no list. */
  item(): CostNode | undefined;
}

export interface CallEstimate {
  readonly cost: Range;
  /** Of the result, where that is known. */
  readonly size?: Range;
}

/** Both over all arguments, the one it is called on first. */
export interface CallCost {
  estimate(args: readonly CostNode[]): CallEstimate;
  actual(args: readonly CelValue[], result: CelValue): number;
}

export const TRAVERSAL = 0.1;
export const REGEX_LENGTH = 0.25;

export function sizeOf(node: CostNode | undefined): Range {
  return node?.size ?? UNKNOWN;
}

/** What `size` gives; 1 for a value without any. */
export function actualSize(value: CelValue | undefined): number {
  if (typeof value === 'string') return characters(value).length;
  if (typeof value !== 'object' || value === null || value instanceof Uint) return 1;
  if (value instanceof Uint8Array) return value.length;
  if (value instanceof MapValue) return value.size;
  if (value instanceof Optional) return value.value === undefined ? 1 : actualSize(value.value);
  return isList(value) ? value.items.length : 1;
}

export function fixedCost(cost: number): CallCost {
  return { estimate: () => ({ cost: exactly(cost) }), actual: () => cost };
}

export const UNIT = fixedCost(1);

/** Goes once over an argument, or `factor` times. `keeps`: the result is as long as that. */
export function traversalOf(index: number, { factor = 1, keeps = false } = {}): CallCost {
  return {
    estimate: (args) => {
      const size = sizeOf(args[index]);
      const cost = scaled(size, factor * TRAVERSAL);
      return keeps ? { cost, size } : { cost };
    },
    actual: (args) => Math.ceil(actualSize(args[index]) * factor * TRAVERSAL),
  };
}

/** A text, the first argument, against a pattern, the second. `found`: the result is as long as the text at most. */
export function matching({ found = false } = {}): CallCost {
  return {
    estimate: ([text, pattern]) => {
      const size = sizeOf(text);
      const cost = times(scaled(plus(size, exactly(1)), TRAVERSAL), scaled(sizeOf(pattern), REGEX_LENGTH));
      return found ? { cost, size: { min: 0, max: size.max } } : { cost };
    },
    actual: ([text, pattern]) =>
      Math.ceil((1 + actualSize(text)) * TRAVERSAL) * Math.ceil(actualSize(pattern) * REGEX_LENGTH),
  };
}

/** Each with the other: one text in another. */
export const CONTAINMENT: CallCost = {
  estimate: ([text, part]) => ({ cost: times(scaled(sizeOf(text), TRAVERSAL), scaled(sizeOf(part), TRAVERSAL)) }),
  actual: ([text, part]) => Math.ceil(actualSize(text) * TRAVERSAL) * Math.ceil(actualSize(part) * TRAVERSAL),
};

/** As far as the shorter goes. */
export const COMPARISON: CallCost = {
  estimate: ([left, right]) => {
    const max = Math.min(sizeOf(left).max, sizeOf(right).max);
    return { cost: scaled({ min: max > 0 ? 1 : 0, max }, TRAVERSAL) };
  },
  actual: ([left, right]) => Math.ceil(Math.min(actualSize(left), actualSize(right)) * TRAVERSAL),
};

/** Two texts become one. */
export const CONCATENATION: CallCost = {
  estimate: ([left, right]) => {
    const size = plus(sizeOf(left), sizeOf(right));
    return { cost: scaled(size, TRAVERSAL), size };
  },
  actual: ([left, right]) => Math.ceil((actualSize(left) + actualSize(right)) * TRAVERSAL),
};
