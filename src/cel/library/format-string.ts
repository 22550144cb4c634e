/** `'%s has %d'.format([a, b])`. Source: cel-go ext/formatting.go. */
import { traversalOf } from '../cost/call-cost.js';
import { declare, type FunctionDeclaration, memberOverload, overload } from '../declarations.js';
import { characters } from '../values/characters.js';
import { goFloat } from '../values/numbers.js';
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
  TypeValue,
} from '../values/value.js';

const CLAUSE = /^%(?:\.(\d+))?([^\d.])/su;
const PRECISION = 6;
const STRING_TYPES = 'strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps';

function refuse(message: string): never {
  throw new EvaluationError(message);
}

/** A clause that takes values of some types only. */
function unfit(clause: string, value: CelValue): never {
  return refuse(`error during formatting: ${clause}, was given ${typeValueOf(value).name}`);
}

function format(written: string, { items }: ListValue): string {
  let made = '';
  let used = 0;
  for (let at = 0; at < written.length;) {
    if (!written.startsWith('%', at)) {
      made += written.charAt(at);
      at += 1;
    } else if (written.startsWith('%%', at)) {
      made += '%';
      at += 2;
    } else {
      const value = items[used] ?? (items.length > used ? null : refuse(`index ${used} out of range`));
      const { size, shown } = clause(written.slice(at), value);
      made += shown;
      at += size;
      used += 1;
    }
  }
  return made;
}

function clause(rest: string, value: CelValue): { size: number; shown: string } {
  if (rest.length < 2) return refuse('unexpected end of string');
  const found = CLAUSE.exec(rest);
  if (found === null)
    return refuse(
      'could not parse formatting clause: error while parsing precision: could not find end of precision specifier',
    );
  const [all, precision, verb = ''] = found;
  return { size: all.length, shown: show(verb, value, precision === undefined ? PRECISION : Number(precision)) };
}

function show(verb: string, value: CelValue, precision: number): string {
  switch (verb) {
    case 's':
      return shownText(value);
    case 'd':
      return typeof value === 'bigint' || value instanceof Uint
        ? text(value)
        : unfit('decimal clause can only be used on integers', value);
    case 'f':
      return float(value, 'fixed-point', (number) => number.toFixed(precision));
    case 'e':
      return float(value, 'scientific', (number) => exponential(number, precision));
    case 'b':
      return typeof value === 'boolean'
        ? String(Number(value))
        : radix(value, 2, 'only integers and bools can be formatted as binary');
    case 'x':
    case 'X': {
      const shown = hex(value);
      return verb === 'X' ? shown.toUpperCase() : shown;
    }
    case 'o':
      return radix(value, 8, 'octal clause can only be used on integers');
    default:
      return refuse(`could not parse formatting clause: unrecognized formatting clause "${verb}"`);
  }
}

function float(value: CelValue, name: string, write: (number: number) => string): string {
  const named = typeof value === 'string' && /^(?:NaN|-?Infinity)$/.test(value);
  if (typeof value !== 'number' && !named) return unfit(`${name} clause can only be used on doubles`, value);
  const number = Number(value);
  return Number.isFinite(number) ? write(number) : goFloat(number).replace('+Inf', '∞').replace('-Inf', '-∞');
}

function exponential(number: number, precision: number): string {
  const [digits = '', exponent = ''] = number.toExponential(precision).split('e');
  return `${digits} × 10${superscript(exponent)}`;
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

function radix(value: CelValue, base: number, otherwise: string): string {
  if (typeof value === 'bigint') return value.toString(base);
  return value instanceof Uint ? value.value.toString(base) : unfit(otherwise, value);
}

function hex(value: CelValue): string {
  if (typeof value === 'string') return Buffer.from(value).toString('hex');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return radix(value, 16, 'only integers, byte buffers, and strings can be formatted as hex');
}

function shownText(value: CelValue): string {
  if (value === null) return 'null';
  if (value instanceof MapValue || isList(value)) return literal(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  const known = typeof value !== 'object' || value instanceof Uint || value instanceof Duration;
  if (known || value instanceof Timestamp || value instanceof TypeValue) return text(value);
  return unfit(`string clause can only be used on ${STRING_TYPES}`, value);
}

/** As it would be written in an expression. */
function literal(value: CelValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Uint8Array) return `b${JSON.stringify(Buffer.from(value).toString())}`;
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value.toFixed(PRECISION) : JSON.stringify(goFloat(value));
  }
  if (value instanceof Timestamp) return `timestamp(${JSON.stringify(text(value))})`;
  if (value instanceof Duration) return `duration(${JSON.stringify(text(value))})`;
  if (value instanceof MapValue) {
    const entries = value.keys().map((key) => `${literal(key)}:${literal(value.get(key) ?? null)}`);
    return `{${entries.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).join(', ')}}`;
  }
  return value !== null && isList(value) ? `[${value.items.map(literal).join(', ')}]` : shownText(value);
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
