/**
 * JSON text as Go's decoder takes it: its syntax errors, and fields that come twice.
 * Source: scanner.go of encoding/json, which sigs.k8s.io/json keeps.
 */
import { DecodeError } from './decode-error.js';
import { isPlainObject, setKey } from './plain-object.js';

const ENTRIES = Symbol('entries');
const LITERALS = Symbol('literals');

type Entry = readonly [key: string, value: unknown];

/**
 * JSON.parse with Go's error texts (`unexpected end of JSON input`), thrown as DecodeError. Objects that name a field
 * twice remember all they held: entriesOf tells. Objects and arrays remember numbers that JavaScript would write
 * otherwise: literalsOf tells.
 */
export function parseJsonText(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new Reader(text).document();
  }
  return countKeys(value) === countColons(text) ? value : new Reader(text).document();
}

type Literals = ReadonlyMap<string | number, string>;

/** The text of those numbers in an object or array that are written unusually: `1.0`, `5e0`, `9007199254740993`. */
export function literalsOf(container: object): Literals | undefined {
  return (container as { readonly [LITERALS]?: Literals })[LITERALS];
}

/** The object's fields in the text's order, a field that came twice as often as it came. */
export function entriesOf(object: Readonly<Record<string, unknown>>): readonly Entry[] {
  return (object as { readonly [ENTRIES]?: readonly Entry[] })[ENTRIES] ?? Object.entries(object);
}

export function hasDuplicates(object: object): boolean {
  return ENTRIES in object;
}

/** Paths of fields that came twice, anywhere in a value that was parsed: `spec.list[0].name`, in the text's order. */
export function duplicateFields(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => duplicateFields(item, `${path}[${String(i)}]`));
  if (!isPlainObject(value)) return [];
  const seen = new Set<string>();
  return entriesOf(value).flatMap(([key, member]) => {
    const at = path === '' ? key : `${path}.${key}`;
    const again = seen.has(key);
    seen.add(key);
    return [...(again ? [at] : []), ...duplicateFields(member, at)];
  });
}

function countKeys(value: unknown): number {
  let count = 0;
  if (Array.isArray(value)) for (const item of value) count += countKeys(item);
  else if (isPlainObject(value)) for (const key of Object.keys(value)) count += 1 + countKeys(value[key]);
  return count;
}

/** The colons outside strings of a text that is well formed: one for each key. -1 where a number is written unusually. */
function countColons(text: string): number {
  let count = 0;
  let digits = 0;
  for (let i = 0; i < text.length;) {
    const quote = text.indexOf('"', i);
    const end = quote < 0 ? text.length : quote;
    for (; i < end; i++) {
      const code = text.charCodeAt(i);
      if (code >= ZERO && code <= NINE) {
        if (++digits > SAFE_DIGITS) return -1;
        continue;
      }
      if (code === COLON) count++;
      else if (digits > 0 && (code === DOT || code === SMALL_E || code === LARGE_E)) return -1;
      digits = 0;
    }
    if (quote >= 0) i = endOfString(text, quote);
  }
  return count;
}

/** Digits of an integer that JavaScript surely writes as it was. */
const SAFE_DIGITS = 15;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const LARGE_E = 0x45;
const SMALL_E = 0x65;
const BACKSLASH = 0x5c;

/** Where a string that begins at `quote` is over: behind its closing quote, which has an even number of backslashes before it. */
function endOfString(text: string, quote: number): number {
  for (let close = text.indexOf('"', quote + 1); ; close = text.indexOf('"', close + 1)) {
    let slashes = 0;
    while (text.charCodeAt(close - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return close + 1;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;
  /** Of the last value, where it is a number that JavaScript would write otherwise. */
  #unusual: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#fail('after top-level value');
    return value;
  }

  #value(): unknown {
    this.#space();
    const char = this.#text[this.#at];
    switch (char) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        if (char === '-' || (char !== undefined && isDigit(char))) return this.#number();
        return this.#fail('looking for beginning of value');
    }
  }

  #object(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    const entries: Entry[] = [];
    const literals = new Map<string | number, string>();
    this.#at++;
    this.#space();
    if (!this.#take('}')) {
      do {
        this.#space();
        if (this.#text[this.#at] !== '"') this.#fail('looking for beginning of object key string');
        const key = this.#string();
        this.#space();
        if (!this.#take(':')) this.#fail('after object key');
        const value = this.#value();
        entries.push([key, value]);
        this.#keepLiteral(literals, key);
        setKey(object, key, value);
        this.#space();
      } while (this.#take(','));
      if (!this.#take('}')) this.#fail('after object key:value pair');
    }
    if (entries.length !== Object.keys(object).length) Object.defineProperty(object, ENTRIES, { value: entries });
    return withLiterals(object, literals);
  }

  #array(): unknown[] {
    const items: unknown[] = [];
    const literals = new Map<string | number, string>();
    this.#at++;
    this.#space();
    if (this.#take(']')) return items;
    do {
      items.push(this.#value());
      this.#keepLiteral(literals, items.length - 1);
      this.#space();
    } while (this.#take(','));
    if (!this.#take(']')) this.#fail('after array element');
    return withLiterals(items, literals);
  }

  #string(): string {
    const start = this.#at++;
    while (!this.#take('"')) {
      if ((this.#text[this.#at] ?? ' ') < ' ') this.#fail('in string literal');
      if (!this.#take('\\')) {
        if (this.#at >= this.#text.length) this.#fail('in string literal');
        this.#at++;
      } else if (this.#take('u')) {
        for (let i = 0; i < 4; i++) {
          if (!/[0-9a-fA-F]/.test(this.#text[this.#at] ?? '')) this.#fail('in \\u hexadecimal character escape');
          this.#at++;
        }
      } else {
        if (!/["\\/bfnrt]/.test(this.#text[this.#at] ?? '')) this.#fail('in string escape code');
        this.#at++;
      }
    }
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #number(): number {
    const start = this.#at;
    this.#take('-');
    if (!this.#take('0') && this.#digits() === 0) this.#fail('in numeric literal');
    if (this.#take('.') && this.#digits() === 0) this.#fail('after decimal point in numeric literal');
    if (this.#take('e') || this.#take('E')) {
      if (!this.#take('+')) this.#take('-');
      if (this.#digits() === 0) this.#fail('in exponent of numeric literal');
    }
    const text = this.#text.slice(start, this.#at);
    const value = Number(text);
    if (String(value) !== text) this.#unusual = text;
    return value;
  }

  #keepLiteral(literals: Map<string | number, string>, key: string | number): void {
    if (this.#unusual !== undefined) literals.set(key, this.#unusual);
    this.#unusual = undefined;
  }

  #word<T>(word: string, value: T): T {
    for (const char of word) {
      if (!this.#take(char)) this.#fail(`in literal ${word} (expecting '${char}')`);
    }
    return value;
  }

  #digits(): number {
    const start = this.#at;
    while (isDigit(this.#text[this.#at] ?? '')) this.#at++;
    return this.#at - start;
  }

  #space(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #fail(where: string): never {
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) throw new DecodeError('unexpected end of JSON input');
    throw new DecodeError(`invalid character ${quoteChar(code)} ${where}`);
  }
}

function withLiterals<T extends object>(container: T, literals: Literals): T {
  if (literals.size > 0) Object.defineProperty(container, LITERALS, { value: literals });
  return container;
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

/** Go's scanner sees bytes, and quotes the first of a character's. */
function quoteChar(code: number): string {
  const char = code < 0x80 ? String.fromCharCode(code) : Buffer.from(String.fromCodePoint(code)).toString('latin1')[0];
  if (char === "'") return "'\\''";
  if (char === '"') return `'"'`;
  return `'${JSON.stringify(char).slice(1, -1)}'`;
}
