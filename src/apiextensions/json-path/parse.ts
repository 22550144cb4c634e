/** Reads JSON paths of printer columns and selectable fields: `.spec.size`, `.status.conditions[?(@.type=="Ready")].status`. Source: k8s.io/client-go/util/jsonpath/parser.go. */

/** What a path asks for, step by step. */
export type Step =
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | {
      readonly type: 'slice';
      readonly start?: number;
      readonly end?: number;
      readonly one: boolean;
      readonly by?: number;
    }
  | { readonly type: 'union'; readonly paths: readonly (readonly Step[])[] }
  | {
      readonly type: 'filter';
      readonly left: readonly Step[];
      readonly operator: string;
      readonly right: readonly Step[];
    }
  | { readonly type: 'value'; readonly value: string | number | boolean }
  | { readonly type: 'identifier'; readonly name: string };

export class JsonPathError extends Error {
  override readonly name = 'JsonPathError';
}

/** @throws JsonPathError for what is no path. */
export function parseSteps(text: string): readonly Step[] {
  return new Reader(text).steps();
}

const TERMINATORS = ' \t\r\n.,[]$@{}';

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  steps(): readonly Step[] {
    const steps: Step[] = [];
    while (this.#at < this.#text.length) steps.push(...this.#next(steps));
    return steps;
  }

  #next(before: readonly Step[]): readonly Step[] {
    const rest = this.#text.slice(this.#at);
    if (rest.startsWith('[?(')) return [this.#filter()];
    if (rest.startsWith('..')) return this.#recursive(before);
    const char = rest.charAt(0);
    if (char === ' ' || char === '@' || char === '$') {
      this.#at++;
      return [];
    }
    if (char === '[') return this.#brackets();
    if (char === '"' || char === "'") return [this.#quoted(char)];
    if (char === '.') {
      this.#at++;
      return [this.#field()];
    }
    if (/[+\-\d]/.test(char)) return [this.#number()];
    if (/[\p{L}_]/u.test(char)) return [this.#word()];
    throw new JsonPathError(
      char === '\n' || char === '\r' ? 'unclosed action' : `unrecognized character in action: ${unicode(char)}`,
    );
  }

  #recursive(before: readonly Step[]): readonly Step[] {
    if (before.at(-1)?.type === 'recursive') throw new JsonPathError('invalid multiple recursive descent');
    this.#at += 2;
    const named = /^[\p{L}\d_]/u.test(this.#text.slice(this.#at));
    return [{ type: 'recursive' }, ...(named ? [this.#field()] : [])];
  }

  #field(): Step {
    let name = '';
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text.charAt(this.#at);
      if (char === '\\') name += this.#text.charAt(++this.#at);
      else if (TERMINATORS.includes(char)) break;
      else name += char;
    }
    return name === '*' ? { type: 'wildcard' } : { type: 'field', name };
  }

  #number(): Step {
    const [text = ''] = /^[+-]?[\d.]*/.exec(this.#text.slice(this.#at)) ?? [];
    this.#at += text.length;
    const value = Number(text);
    if (text === '' || Number.isNaN(value)) throw new JsonPathError(`cannot parse number ${text}`);
    return { type: 'value', value };
  }

  #word(): Step {
    const rest = this.#text.slice(this.#at);
    const end = Array.from(rest).findIndex((char) => TERMINATORS.includes(char));
    const name = end < 0 ? rest : rest.slice(0, end);
    this.#at += name.length;
    return name === 'true' || name === 'false'
      ? { type: 'value', value: name === 'true' }
      : { type: 'identifier', name };
  }

  #quoted(quote: string): Step {
    const text = this.#text;
    let end = this.#at + 1;
    while (end < text.length && !(text.charAt(end) === quote && text.charAt(end - 1) !== '\\')) end++;
    if (end >= text.length) throw new JsonPathError('unterminated quoted string');
    const value = text.slice(this.#at + 1, end).replace(/\\(.)/g, '$1');
    this.#at = end + 1;
    return { type: 'value', value };
  }

  #brackets(): readonly Step[] {
    const end = this.#text.indexOf(']', this.#at);
    if (end < 0) throw new JsonPathError('unterminated array');
    const inner = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    const parts = inner.split(',');
    if (parts.length > 1) return [{ type: 'union', paths: parts.map((part) => parseSteps(`[${part.trim()}]`)) }];
    const key = /^'([^']*)'$/.exec(inner)?.[1];
    if (key !== undefined) return parseSteps(`.${key}`);
    return [sliceOf(inner === '*' ? ':' : inner)];
  }

  #filter(): Step {
    const end = this.#endOfFilter();
    const inner = this.#text.slice(this.#at + 3, end);
    if (this.#text.charAt(end + 1) !== ']') throw new JsonPathError('unclosed array expect ]');
    this.#at = end + 2;
    const [, left, operator = '', right = ''] = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(inner) ?? [];
    if (left === undefined) return { type: 'filter', left: parseSteps(inner), operator: 'exists', right: [] };
    return { type: 'filter', left: parseSteps(left), operator, right: parseSteps(right) };
  }

  /** Where the parenthesis closes that is in no quotes. */
  #endOfFilter(): number {
    let quote = '';
    for (let i = this.#at + 3; i < this.#text.length; i++) {
      const char = this.#text.charAt(i);
      if (quote === '' && char === ')') return i;
      if (quote === '' && (char === '"' || char === "'")) quote = char;
      else if (char === quote && this.#text.charAt(i - 1) !== '\\') quote = '';
    }
    throw new JsonPathError('unterminated filter');
  }
}

function sliceOf(text: string): Step {
  const found = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (found === null) throw new JsonPathError(`invalid array index ${text}`);
  const [, first = '', second, third] = found;
  const start = numberIn(first);
  const by = numberIn(third?.slice(1) ?? '');
  const one = second === undefined;
  const end = one ? (start ?? 0) + 1 : numberIn(second.slice(1));
  return {
    ...{ type: 'slice', one },
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...(by === undefined ? {} : { by }),
  };
}

function numberIn(text: string): number | undefined {
  if (text === '') return undefined;
  const value = Number(text);
  if (Number.isNaN(value)) throw new JsonPathError(`array index ${text} is not a number`);
  return value;
}

/** As Go prints a rune with `%#U`: `U+002D '-'`. */
function unicode(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code} '${char}'`;
}
