/** `'%s has %d'.format([a, b])`. Source: cel-go ext/formatting.go. */
import { traversalOf } from '../cost/call-cost.js';
import { declare, type FunctionDeclaration, memberOverload, overload } from '../declarations.js';
import { CLAUSES, type Clause, formatted, unfit } from './format-clauses.js';
import { characters } from '../values/characters.js';
import { goFixed, goFloat } from '../values/numbers.js';
import { text } from '../values/text.js';
import { typeValueOf } from '../values/type-value.js';
import { Uint } from '../values/uint.js';
import {
  type CelValue,
  Duration,
  EvaluationError,
  isList,
  type ListValue,
  MapValue,
  Timestamp,
} from '../values/value.js';

const PRECISION = 6;
const LONGEST_FRACTION = 100;

function format(written: string, { items }: ListValue): string {
  return formatted(written, items.length, (clause, index) => show(clause, items[index] ?? null)).text;
}

function show(clause: Clause, value: CelValue): string {
  const { verb, precision } = clause;
  const { name } = typeValueOf(value);
  if (CLAUSES[verb.toLowerCase()]?.types.includes(name) !== true) return unfit(verb, name);
  switch (verb) {
    case 's':
      return shownText(value);
    case 'f':
      return float(clause, value, (number) => fixed(number, precision));
    case 'e':
      return float(clause, value, (number) => exponential(number, precision));
    case 'b':
      return typeof value === 'boolean' ? String(Number(value)) : radix(value, 2);
    case 'x':
      return hex(value);
    case 'X':
      return hex(value).toUpperCase();
    default:
      return radix(value, verb === 'o' ? 8 : 10);
  }
}

function float({ verb, precision: width }: Clause, value: CelValue, write: (number: number) => string): string {
  const named = typeof value === 'string' && /^(?:NaN|-?Infinity)$/.test(value);
  if (typeof value !== 'number' && !named) return unfit(verb, typeValueOf(value).name);
  const number = Number(value);
  if (Number.isFinite(number)) return write(number);
  const shown = goFloat(number).replace('+Inf', '∞').replace('-Inf', '-∞');
  return verb === 'e' ? shown.padStart(width) : shown;
}

/** No double has more digits than that in its fraction but zeros, where it is no tiny one. */
function fixed(number: number, precision: number): string {
  const digits = goFixed(number, Math.min(precision, LONGEST_FRACTION));
  const [whole = '', ...fraction] = digits.split('.');
  const grouped = [whole.replaceAll(/\d(?=(?:\d{3})+$)/g, '$&,'), ...fraction].join('.');
  return grouped.padEnd(grouped.length + Math.max(precision - LONGEST_FRACTION, 0), '0');
}

/** What is meant for the precision is taken for the width. */
function exponential(number: number, width: number): string {
  const [digits = '', exponent = ''] = number.toExponential(PRECISION).split('e');
  return `${digits}×10${superscript(exponent)}`.padStart(width);
}

/** As the printer for English writes an exponent. */
function superscript(exponent: string): string {
  const sign = exponent.startsWith('-') ? '⁻' : '';
  const digits = exponent.replace(/^[+-]/, '').padStart(2, '0');
  return (
    sign +
    characters(digits)
      .map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(digit)))
      .join('')
  );
}

function radix(value: CelValue, base: number): string {
  const whole = value instanceof Uint ? value.value : value;
  return typeof whole === 'bigint' ? whole.toString(base) : '';
}

function hex(value: CelValue): string {
  if (typeof value === 'string' || value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return radix(value, 16);
}

function shownText(value: CelValue): string {
  if (value === null) return 'null';
  if (value instanceof MapValue || isList(value)) return literal(value);
  if (typeof value === 'number') return goFloat(value);
  return value instanceof Uint8Array ? decoded(value) : text(value);
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const reason = 'could not convert argument "invalid UTF-8 in bytes, cannot convert to string" to string';
    throw new EvaluationError(`error during formatting: ${reason}`);
  }
}

/** As it would be written in an expression. */
function literal(value: CelValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Uint8Array) return `b${JSON.stringify(decoded(value))}`;
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value.toFixed(PRECISION) : JSON.stringify(goFloat(value));
  }
  if (value instanceof Timestamp) return `timestamp(${JSON.stringify(text(value))})`;
  if (value instanceof Duration) return `duration(${JSON.stringify(text(value))})`;
  if (value instanceof MapValue) {
    const entries = value.keys().map((key) => `${literal(key)}:${literal(value.get(key) ?? null)}`);
    return `{${entries.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).join(', ')}}`;
  }
  if (value !== null && isList(value)) return `[${value.items.map(literal).join(', ')}]`;
  const { name } = typeValueOf(value);
  if (CLAUSES['s']?.types.includes(name) === true) return shownText(value);
  throw new EvaluationError(`error during formatting: no formatting function for ${name}`);
}

const ESCAPED: Readonly<Record<string, string>> = {
  ...{ '\x07': String.raw`\a`, '\b': String.raw`\b`, '\f': String.raw`\f`, '\n': String.raw`\n` },
  ...{ '\r': String.raw`\r`, '\t': String.raw`\t`, '\v': String.raw`\v`, '\\': '\\\\', '"': String.raw`\"` },
};

function quote(value: string): string {
  return `"${characters(value)
    .map((character) => ESCAPED[character] ?? character)
    .join('')}"`;
}

export const FORMATTING: readonly FunctionDeclaration[] = [
  declare('format', memberOverload('string_format', '(string, list(dyn)) -> string', format, traversalOf(0))),
  declare('strings.quote', overload('strings_quote', '(string) -> string', quote, traversalOf(0))),
];
