/** Texts. Source: cel-go common/stdlib/standard.go, ext/strings.go. */
import { actualSize, type CallCost, CONTAINMENT, matching, sizeOf, TRAVERSAL, traversalOf } from '../cost/call-cost.js';
import { exactly, MOST, plus, type Range, scaled, times } from '../cost/range.js';
import { declare, type FunctionDeclaration, memberOverload, overload } from '../declarations.js';
import { characters } from '../values/characters.js';
import { text } from '../values/text.js';
import { EvaluationError, type ListValue, nativeList } from '../values/value.js';
import { pattern } from './patterns.js';

function matches(value: string, written: string): boolean {
  return pattern(written).test(value);
}

/** Only the ASCII letters. */
const lower = (value: string): string => value.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
const upper = (value: string): string => value.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase());

/** What Go's strings.TrimSpace takes off. */
const SPACE = String.raw`[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const AROUND = new RegExp(`^${SPACE}+|${SPACE}+$`, 'gu');

function outOfRange(index: bigint): never {
  throw new EvaluationError(`index out of range: ${index}`);
}

function charAt(value: string, index: bigint): string {
  const all = characters(value);
  if (index < 0n || index > BigInt(all.length)) return outOfRange(index);
  return all[Number(index)] ?? '';
}

/** Where the part begins, looked for from `from` on in steps; -1 where it is nowhere. */
function find(value: readonly string[], part: readonly string[], from: number, step: number): bigint {
  for (let at = from; at >= 0 && at <= value.length - part.length; at += step) {
    if (part.every((character, index) => value[at + index] === character)) return BigInt(at);
  }
  return -1n;
}

function indexOf(value: string, part: string, offset = 0n): bigint {
  const all = characters(value);
  if (offset < 0n) return outOfRange(offset);
  if (part === '') return offset > BigInt(all.length) ? BigInt(all.length) : offset;
  if (offset >= BigInt(all.length)) return -1n;
  return find(all, characters(part), Number(offset), 1);
}

function lastIndexOf(value: string, part: string, offset?: bigint): bigint {
  const [all, wanted] = [characters(value), characters(part)];
  const end = BigInt(all.length);
  if (offset !== undefined && offset < 0n) return outOfRange(offset);
  if (part === '') return offset === undefined || offset > end ? end : offset;
  if (wanted.length > all.length || (offset !== undefined && offset >= end)) return -1n;
  const last = all.length - wanted.length;
  return find(all, wanted, Math.min(Number(offset ?? end), last), -1);
}

function replace(value: string, part: string, by: string, count = -1n): string {
  if (count === 0n) return value;
  const pieces = split(value, part);
  const most = count < 0n ? pieces.length : Number(count);
  if (part !== '') {
    const [first = '', ...rest] = pieces;
    return rest.reduce((made, piece, index) => made + (index < most ? by : part) + piece, first);
  }
  const made = pieces.map((character, index) => (index < most || count < 0n ? by : '') + character).join('');
  return made + (count < 0n || pieces.length < most ? by : '');
}

function split(value: string, separator: string): readonly string[] {
  return separator === '' ? characters(value) : value.split(separator);
}

function splitIn(value: string, separator: string, count: bigint): ListValue {
  if (count === 0n) return nativeList([]);
  const pieces = split(value, separator);
  if (count < 0n || BigInt(pieces.length) <= count) return nativeList(pieces);
  const most = Number(count) - 1;
  return nativeList([...pieces.slice(0, most), pieces.slice(most).join(separator)]);
}

function substring(value: string, start: bigint, end?: bigint): string {
  const all = characters(value);
  const length = BigInt(all.length);
  if (end !== undefined && start > end) {
    throw new EvaluationError(`invalid substring range. start: ${start}, end: ${end}`);
  }
  if (start < 0n || start > length) return outOfRange(start);
  if (end !== undefined && (end < 0n || end > length)) return outOfRange(end);
  return all.slice(Number(start), end === undefined ? undefined : Number(end)).join('');
}

function join({ items }: ListValue, separator = ''): string {
  return items
    .map((item) => {
      if (typeof item !== 'string') throw new EvaluationError(`join: invalid input: ${text(item)}`);
      return item;
    })
    .join(separator);
}

/** What a text of this size may be after parts of it were replaced. */
function replaced(size: Range, part: Range, by: Range): Range {
  let [count, kept] = [
    { min: 0, max: 0 },
    { min: 0, max: 0 },
  ];
  if (part.min === 0) {
    count = { ...count, max: Math.min(size.max + 1, MOST) };
    kept = { ...kept, max: size.max };
  } else if (by.max <= part.min) kept = { ...kept, max: size.max };
  else count = { ...count, max: Math.ceil(size.max / part.min) };
  if (part.max === 0) {
    count = { ...count, min: size.min + 1 };
    kept = { ...kept, min: size.min };
  } else if (part.max <= by.min) kept = { ...kept, min: size.min };
  else count = { ...count, min: Math.ceil(size.min / part.max) };
  return plus(times(count, by), kept);
}

const REPLACING: CallCost = {
  estimate: ([value, part, by]) => ({
    cost: scaled(sizeOf(value), 2 * TRAVERSAL),
    size: replaced(sizeOf(value), sizeOf(part), sizeOf(by)),
  }),
  actual: ([value]) => Math.ceil(actualSize(value) * 2 * TRAVERSAL),
};

const SPLITTING: CallCost = {
  estimate: ([value, , count]) => {
    const size = sizeOf(value);
    const most = typeof count?.literal === 'bigint' ? Number(BigInt.asUintN(64, count.literal)) : size.max;
    return { cost: scaled(size, 2 * TRAVERSAL), size: { min: 0, max: most } };
  },
  actual: ([value]) => Math.ceil(actualSize(value) * 2 * TRAVERSAL),
};

const JOINING: CallCost = {
  estimate: ([values, separator]) => {
    const count = sizeOf(values);
    const item = values?.item();
    const items = item === undefined ? exactly(0) : times(count, sizeOf(item));
    const between = { min: Math.max(count.min - 1, 0), max: Math.max(count.max - 1, 0) };
    const size = separator === undefined ? items : plus(items, times(sizeOf(separator), between));
    return { cost: scaled(size, TRAVERSAL), size };
  },
  actual: (_, result) => Math.ceil(actualSize(result) * 2 * TRAVERSAL),
};

const SEARCH = traversalOf(0);
const CHANGED = traversalOf(0, { keeps: true });
const END = traversalOf(1);

export const STANDARD_STRINGS: readonly FunctionDeclaration[] = [
  declare(
    'contains',
    memberOverload('contains_string', '(string, string) -> bool', (a: string, b: string) => a.includes(b), CONTAINMENT),
  ),
  declare(
    'endsWith',
    memberOverload('ends_with_string', '(string, string) -> bool', (a: string, b: string) => a.endsWith(b), END),
  ),
  declare(
    'startsWith',
    memberOverload('starts_with_string', '(string, string) -> bool', (a: string, b: string) => a.startsWith(b), END),
  ),
  declare(
    'matches',
    overload('matches', '(string, string) -> bool', matches, matching()),
    memberOverload('matches_string', '(string, string) -> bool', matches, matching()),
  ),
];

export const STRINGS: readonly FunctionDeclaration[] = [
  declare('charAt', memberOverload('string_char_at_int', '(string, int) -> string', charAt)),
  declare(
    'indexOf',
    memberOverload('string_index_of_string', '(string, string) -> int', indexOf, SEARCH),
    memberOverload('string_index_of_string_int', '(string, string, int) -> int', indexOf, SEARCH),
  ),
  declare(
    'lastIndexOf',
    memberOverload('string_last_index_of_string', '(string, string) -> int', lastIndexOf, SEARCH),
    memberOverload('string_last_index_of_string_int', '(string, string, int) -> int', lastIndexOf, SEARCH),
  ),
  declare('lowerAscii', memberOverload('string_lower_ascii', '(string) -> string', lower, CHANGED)),
  declare('upperAscii', memberOverload('string_upper_ascii', '(string) -> string', upper, CHANGED)),
  declare(
    'trim',
    memberOverload('string_trim', '(string) -> string', (value: string) => value.replaceAll(AROUND, ''), CHANGED),
  ),
  declare(
    'replace',
    memberOverload('string_replace_string_string', '(string, string, string) -> string', replace, REPLACING),
    memberOverload('string_replace_string_string_int', '(string, string, string, int) -> string', replace, REPLACING),
  ),
  declare(
    'split',
    memberOverload(
      'string_split_string',
      '(string, string) -> list(string)',
      (value: string, separator: string) => nativeList(split(value, separator)),
      SPLITTING,
    ),
    memberOverload('string_split_string_int', '(string, string, int) -> list(string)', splitIn, SPLITTING),
  ),
  declare(
    'substring',
    memberOverload('string_substring_int', '(string, int) -> string', substring, CHANGED),
    memberOverload('string_substring_int_int', '(string, int, int) -> string', substring, CHANGED),
  ),
  declare(
    'join',
    memberOverload('list_join', '(list(string)) -> string', join, JOINING),
    memberOverload('list_join_string', '(list(string), string) -> string', join, JOINING),
  ),
];
