/** Sizes and costs between two bounds, which never overflow. Source: cel-go checker/cost.go. */

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** 2^64 - 1 as near as a number gets to it. */
export const MOST = 2 ** 64;

export const UNKNOWN: Range = { min: 0, max: MOST };

export function exactly(value: number): Range {
  return { min: value, max: value };
}

function bounded(value: number): number {
  return Math.min(value, MOST);
}

export function plus(...ranges: readonly Range[]): Range {
  let sum = { min: 0, max: 0 };
  for (const { min, max } of ranges) sum = { min: bounded(sum.min + min), max: bounded(sum.max + max) };
  return sum;
}

export function times(a: Range, b: Range): Range {
  return { min: bounded(a.min * b.min), max: bounded(a.max * b.max) };
}

/** Rounded up to whole units. */
export function scaled({ min, max }: Range, factor: number): Range {
  return { min: bounded(Math.ceil(min * factor)), max: bounded(Math.ceil(max * factor)) };
}

export function union(a: Range, b: Range): Range {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}
