/**
 * Unified differences of texts, line by line, with the matches that Python's difflib finds and its Go port keeps.
 * Source: github.com/pmezard/go-difflib/difflib.
 */

interface Match {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

/** What becomes of the lines a1 … a2 of the one: the lines b1 … b2 of the other. */
interface Change {
  readonly same: boolean;
  readonly a1: number;
  readonly a2: number;
  readonly b1: number;
  readonly b2: number;
}

/** Without the names of files, and with so many lines of context around each change; '' where the texts are the same. */
export function unifiedDiff(from: string, to: string, context = 3): string {
  const a = from.split('\n');
  const b = to.split('\n');
  return grouped(changesOf(a, b), context)
    .map((group) => hunk(group, a, b))
    .join('');
}

function hunk(group: readonly Change[], a: readonly string[], b: readonly string[]): string {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) return '';
  const head = `@@ -${range(first.a1, last.a2)} +${range(first.b1, last.b2)} @@\n`;
  const lines = group.flatMap(({ same, a1, a2, b1, b2 }) =>
    same
      ? a.slice(a1, a2).map((line) => ` ${line}\n`)
      : [...a.slice(a1, a2).map((line) => `-${line}\n`), ...b.slice(b1, b2).map((line) => `+${line}\n`)],
  );
  return head + lines.join('');
}

/** Lines are counted from 1; a range of none begins at the line before. */
function range(start: number, stop: number): string {
  const length = stop - start;
  if (length === 1) return String(start + 1);
  return `${String(length === 0 ? start : start + 1)},${String(length)}`;
}

function changesOf(a: readonly string[], b: readonly string[]): Change[] {
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  for (const { a: ai, b: bj, size } of [...matchesOf(a, b), { a: a.length, b: b.length, size: 0 }]) {
    if (i < ai || j < bj) changes.push({ same: false, a1: i, a2: ai, b1: j, b2: bj });
    if (size > 0) changes.push({ same: true, a1: ai, a2: ai + size, b1: bj, b2: bj + size });
    [i, j] = [ai + size, bj + size];
  }
  return changes;
}

/** From the first line to the last; neighbours are one. */
function matchesOf(a: readonly string[], b: readonly string[]): Match[] {
  const places = placesOf(b);
  const found: Match[] = [];
  const search = (alo: number, ahi: number, blo: number, bhi: number): void => {
    const match = longestMatch(a, b, places, { alo, ahi, blo, bhi });
    if (match.size === 0) return;
    if (alo < match.a && blo < match.b) search(alo, match.a, blo, match.b);
    found.push(match);
    if (match.a + match.size < ahi && match.b + match.size < bhi) {
      search(match.a + match.size, ahi, match.b + match.size, bhi);
    }
  };
  search(0, a.length, 0, b.length);
  const merged: Match[] = [];
  for (const match of found) {
    const last = merged.at(-1);
    if (last !== undefined && last.a + last.size === match.a && last.b + last.size === match.b) {
      merged[merged.length - 1] = { ...last, size: last.size + match.size };
    } else merged.push(match);
  }
  return merged;
}

const LONG = 200;

/** Where each line is. In long texts, lines that come often are left out, as nothing begins a match with them. */
function placesOf(b: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [j, line] of b.entries()) {
    const list = places.get(line);
    if (list === undefined) places.set(line, [j]);
    else list.push(j);
  }
  if (b.length < LONG) return places;
  const most = Math.floor(b.length / 100) + 1;
  return new Map([...places].filter(([, list]) => list.length <= most));
}

interface Window {
  readonly alo: number;
  readonly ahi: number;
  readonly blo: number;
  readonly bhi: number;
}

function longestMatch(
  a: readonly string[],
  b: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  { alo, ahi, blo, bhi }: Window,
): Match {
  let [besti, bestj, size] = [alo, blo, 0];
  let lengths = new Map<number, number>();
  for (let i = alo; i < ahi; i++) {
    const next = new Map<number, number>();
    for (const j of places.get(a[i] ?? '') ?? []) {
      if (j < blo || j >= bhi) continue;
      const length = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, length);
      if (length > size) [besti, bestj, size] = [i - length + 1, j - length + 1, length];
    }
    lengths = next;
  }
  while (besti > alo && bestj > blo && a[besti - 1] === b[bestj - 1])
    [besti, bestj, size] = [besti - 1, bestj - 1, size + 1];
  while (besti + size < ahi && bestj + size < bhi && a[besti + size] === b[bestj + size]) size++;
  return { a: besti, b: bestj, size };
}

/** Changes with `context` lines before and after; those that are further apart are groups of their own. */
function grouped(changes: readonly Change[], context: number): Change[][] {
  const groups: Change[][] = [];
  let group: Change[] = [];
  for (const [i, change] of changes.entries()) {
    const { same, a1, a2, b1, b2 } = change;
    const head = i === 0 ? Math.max(a1, a2 - context) - a1 : 0;
    const keepAfter = i === changes.length - 1 ? Math.min(a2, a1 + context) : a2;
    if (!same) {
      group.push(change);
      continue;
    }
    if (i > 0 && i < changes.length - 1 && a2 - a1 > 2 * context) {
      group.push({ same, a1, a2: Math.min(a2, a1 + context), b1, b2: Math.min(b2, b1 + context) });
      groups.push(group);
      group = [{ same, a1: Math.max(a1, a2 - context), a2, b1: Math.max(b1, b2 - context), b2 }];
    } else group.push({ same, a1: a1 + head, a2: keepAfter, b1: b1 + head, b2: b1 + (keepAfter - a1) });
  }
  if (group.some(({ same }) => !same)) groups.push(group);
  return groups;
}
