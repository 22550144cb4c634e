/** Sets of indexes as intervals: `1,3-5,7`. Source: pkg/controller/job/indexed_job_utils.go. */

export interface Interval {
  readonly first: number;
  readonly last: number;
}

/** In order, apart from each other. */
export type Indexes = readonly Interval[];

/** What is from `completions` on is left out. */
export function parseIndexes(text: string | undefined, completions: number): Indexes {
  const found: Interval[] = [];
  for (const part of (text ?? '').split(',')) {
    const [first = NaN, last = first] = part.split('-').map((digits) => (/^\d+$/.test(digits) ? Number(digits) : NaN));
    if (Number.isNaN(first) || Number.isNaN(last)) continue;
    if (first >= completions) break;
    const end = Math.min(last, completions - 1);
    const before = found.at(-1);
    if (before?.last === first - 1) found[found.length - 1] = { first: before.first, last: end };
    else found.push({ first, last: end });
  }
  return found;
}

export function mergeIndexes(...sets: readonly Indexes[]): Indexes {
  const merged: Interval[] = [];
  for (const interval of sets.flat().sort((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before === undefined || interval.first > before.last + 1) merged.push(interval);
    else if (interval.last > before.last) merged[merged.length - 1] = { first: before.first, last: interval.last };
  }
  return merged;
}

export function indexesOf(numbers: Iterable<number>): Indexes {
  return mergeIndexes([...numbers].map((number) => ({ first: number, last: number })));
}

export function countIndexes(indexes: Indexes): number {
  return indexes.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

export function hasIndex(indexes: Indexes, index: number): boolean {
  return indexes.some(({ first, last }) => first <= index && index <= last);
}

export function indexesText(indexes: Indexes): string {
  const parts = indexes.map(({ first, last }) => {
    if (first === last) return String(first);
    return `${String(first)}${last === first + 1 ? ',' : '-'}${String(last)}`;
  });
  return parts.join(',');
}

/** How many indexes are in both. */
export function countCommon(a: Indexes, b: Indexes): number {
  const overlaps = a.flatMap((x) => b.map((y) => Math.min(x.last, y.last) - Math.max(x.first, y.first) + 1));
  return overlaps.reduce((sum, overlap) => sum + Math.max(0, overlap), 0);
}

/** The first indexes below `completions` that are not in the set, `count` at most. */
export function firstMissing(indexes: Indexes, count: number, completions: number): number[] {
  const missing: number[] = [];
  let next = 0;
  for (const { first, last } of [...indexes, { first: completions, last: completions }]) {
    for (; next < Math.min(first, completions) && missing.length < count; next++) missing.push(next);
    next = Math.max(next, last + 1);
  }
  return missing;
}
