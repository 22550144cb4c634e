/** Go's regular expressions, made into JavaScript's. Source: regexp/syntax/{parse,regexp}.go. */

export class GoRegExpError extends Error {
  override readonly name = 'GoRegExpError';

  constructor(reason: string, near: string) {
    super(`error parsing regexp: ${reason}: \`${near}\``);
  }
}

const known = new Map<string, RegExp>();
const MOST_KNOWN = 1000;

/** Finds what the pattern finds in Go. @throws GoRegExpError with Go's text for what is no pattern. */
export function goRegExp(pattern: string): RegExp {
  let made = known.get(pattern);
  if (made === undefined) {
    made = new RegExp(new Translation(pattern).source(), 'u');
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(pattern, made);
  }
  return made;
}

const REPEAT = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/;
const MOST_REPEATS = 1000;
const CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};
const ESCAPED_CLASSES: Readonly<Record<string, string>> = {
  d: '0-9',
  s: '\\t\\n\\f\\r ',
  w: '0-9A-Za-z_',
};

/** `before`: the repetition that stands right before this one; ''. */
function checkRepeat(repeat: string, repeatable: boolean, before: string): void {
  if (!repeatable) {
    throw before === ''
      ? new GoRegExpError('missing argument to repetition operator', repeat)
      : new GoRegExpError('invalid nested repetition operator', before + repeat);
  }
  const limits = (/\d+(?:,\d+)?/.exec(repeat)?.[0] ?? '').split(',').filter(Boolean).map(Number);
  const [low = 0, high = low] = limits;
  if (low > MOST_REPEATS || high > MOST_REPEATS || high < low) throw new GoRegExpError('invalid repeat count', repeat);
}

interface Flags {
  readonly ignoresCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

class Translation {
  readonly #pattern: string;
  #at = 0;
  #flags: Flags = { ignoresCase: false, multiline: false, dotAll: false };

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  source(): string {
    const source = this.#alternatives(0);
    if (this.#at < this.#pattern.length) throw new GoRegExpError('unexpected )', this.#pattern);
    return source;
  }

  get #rest(): string {
    return this.#pattern.slice(this.#at);
  }

  #alternatives(depth: number): string {
    let out = '';
    let repeatable = false;
    let repeated = '';
    while (this.#at < this.#pattern.length) {
      const rest = this.#rest;
      if (rest.startsWith(')')) break;
      const repeat = REPEAT.exec(rest)?.[0];
      if (repeat !== undefined) {
        checkRepeat(repeat, repeatable, repeated);
        out += repeat;
        this.#at += repeat.length;
        repeatable = false;
        repeated = repeat;
        continue;
      }
      const piece = this.#piece(depth);
      repeatable = piece !== '|' && piece !== '';
      repeated = '';
      out += piece;
    }
    return out;
  }

  #piece(depth: number): string {
    const rest = this.#rest;
    const char = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    if (char === '(') return this.#group(depth);
    if (char === '[') return this.#class();
    if (char === '\\') return this.#escape();
    this.#at += char.length;
    if (char === '|') return '|';
    if (char === '.') return this.#flags.dotAll ? '[^]' : '[^\\n]';
    if (char === '^') return this.#flags.multiline ? '(?<=^|\\n)' : '^';
    if (char === '$') return this.#flags.multiline ? '(?=\\n|$)' : '$';
    return this.#cased(char);
  }

  #group(depth: number): string {
    const rest = this.#rest;
    const flags = this.#flags;
    let open = '(';
    let taken = 1;
    if (rest.startsWith('(?')) {
      const named = /^\(\?P?<([A-Za-z0-9_]+)>/.exec(rest);
      const flagged = /^\(\?([imsU]*(?:-[imsU]+)?)([:)])/.exec(rest);
      if (named !== null) taken = named[0].length;
      else if (flagged !== null) {
        this.#setFlags(flagged[1] ?? '');
        taken = flagged[0].length;
        open = '(?:';
        if (flagged[2] === ')') {
          this.#at += taken;
          return '';
        }
      } else if (rest.startsWith('(?P<')) throw new GoRegExpError('invalid named capture', rest);
      else {
        throw new GoRegExpError('invalid or unsupported Perl syntax', /^\(\?(?:P?<[=!]?|P?.)?/.exec(rest)?.[0] ?? rest);
      }
    }
    this.#at += taken;
    const inner = this.#alternatives(depth + 1);
    if (!this.#rest.startsWith(')')) throw new GoRegExpError('missing closing )', this.#pattern);
    this.#at++;
    this.#flags = flags;
    return `${open}${inner})`;
  }

  #setFlags(text: string): void {
    const [on = '', off = ''] = text.split('-');
    const value = (flag: string, before: boolean): boolean =>
      off.includes(flag) ? false : on.includes(flag) || before;
    const { ignoresCase, multiline, dotAll } = this.#flags;
    this.#flags = {
      ignoresCase: value('i', ignoresCase),
      multiline: value('m', multiline),
      dotAll: value('s', dotAll),
    };
  }

  #escape(): string {
    const rest = this.#rest;
    if (rest.length === 1) throw new GoRegExpError('trailing backslash at end of expression', '');
    const quoted = /^\\Q([^]*?)(?:\\E|$)/.exec(rest);
    if (quoted !== null) {
      this.#at += quoted[0].length;
      return Array.from(quoted[1] ?? '', (char) => this.#cased(char)).join('');
    }
    const anchor = /^\\([AzbB])/.exec(rest)?.[1];
    if (anchor !== undefined) {
      this.#at += 2;
      return anchor === 'A' ? '(?<![^])' : anchor === 'z' ? '(?![^])' : `\\${anchor}`;
    }
    const inner = this.#escapedClass();
    if (inner !== undefined) return `[${inner.negated ? '^' : ''}${inner.members}]`;
    return this.#cased(this.#escapedChar());
  }

  #escapedClass(): { readonly members: string; readonly negated: boolean } | undefined {
    const rest = this.#rest;
    const perl = /^\\([dswDSW])/.exec(rest)?.[1];
    if (perl !== undefined) {
      this.#at += 2;
      return { members: ESCAPED_CLASSES[perl.toLowerCase()] ?? '', negated: perl !== perl.toLowerCase() };
    }
    const [all, sign, caret, long, short] = /^\\([pP])(?:\{(\^?)([^}]*)\}|(.))/u.exec(rest) ?? [];
    if (all === undefined) return undefined;
    const name = long ?? short ?? '';
    const member = unicodeClass(name);
    if (member === undefined) throw new GoRegExpError('invalid character class range', all);
    this.#at += all.length;
    return { members: member, negated: (sign === 'P') !== (caret === '^') };
  }

  /** A character that is written with a backslash. */
  #escapedChar(): string {
    const rest = this.#rest;
    const [all, hex, braced, octal] =
      /^\\(?:x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]+)\}|(0[0-7]{0,2}|[1-7][0-7]{1,2}))/.exec(rest) ?? [];
    if (all !== undefined) {
      this.#at += all.length;
      return String.fromCodePoint(octal === undefined ? parseInt(hex ?? braced ?? '0', 16) : parseInt(octal, 8));
    }
    const char = String.fromCodePoint(rest.codePointAt(1) ?? 0);
    const control = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }[char];
    if (control === undefined && /[A-Za-z0-9\x80-\u{10ffff}]/u.test(char)) {
      throw new GoRegExpError('invalid escape sequence', `\\${char}`);
    }
    this.#at += 1 + char.length;
    return control ?? char;
  }

  #class(): string {
    const start = this.#at;
    const negated = this.#rest.startsWith('[^');
    this.#at += negated ? 2 : 1;
    let members = '';
    for (let first = true; first || !this.#rest.startsWith(']'); first = false) {
      if (this.#at >= this.#pattern.length) throw new GoRegExpError('missing closing ]', this.#pattern.slice(start));
      members += this.#member();
    }
    this.#at++;
    return `[${negated ? '^' : ''}${members}]`;
  }

  #member(): string {
    const named = /^\[:(\^?)([a-z]+):\]/.exec(this.#rest);
    if (named !== null) {
      const [all, caret, name = ''] = named;
      const members = CLASSES[name];
      if (members === undefined) throw new GoRegExpError('invalid character class range', all);
      this.#at += all.length;
      return caret === '^' ? complement(members) : members;
    }
    if (this.#rest.startsWith('\\')) {
      const inner = this.#escapedClass();
      if (inner !== undefined) return inner.negated ? complement(inner.members) : inner.members;
    }
    const start = this.#at;
    const low = this.#one();
    const range = this.#rest.startsWith('-') && this.#rest.length > 1 && this.#rest.charAt(1) !== ']';
    if (!range) return this.#bothCases(low);
    this.#at++;
    const high = this.#one();
    if ((high.codePointAt(0) ?? 0) < (low.codePointAt(0) ?? 0)) {
      throw new GoRegExpError('invalid character class range', this.#pattern.slice(start, this.#at));
    }
    const plain = `${escaped(low)}-${escaped(high)}`;
    return this.#flags.ignoresCase ? plain + otherCase(low, high) : plain;
  }

  #one(): string {
    if (this.#rest.startsWith('\\')) return this.#escapedChar();
    const char = String.fromCodePoint(this.#rest.codePointAt(0) ?? 0);
    this.#at += char.length;
    return char;
  }

  #cased(char: string): string {
    const cases = this.#flags.ignoresCase ? this.#bothCases(char) : '';
    return cases === '' || cases === escaped(char) ? escaped(char) : `[${cases}]`;
  }

  #bothCases(char: string): string {
    if (!this.#flags.ignoresCase) return escaped(char);
    return [...new Set([char, char.toLowerCase(), char.toUpperCase()])]
      .filter((one) => Array.from(one).length === 1)
      .map(escaped)
      .join('');
  }
}

function escaped(char: string): string {
  if (/[\\^$.*+?()[\]{}|/-]/.test(char)) return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return char;
}

/** The letters of a range in the case that they are not in. */
function otherCase(low: string, high: string): string {
  const [from, to] = [low.charCodeAt(0), high.charCodeAt(0)];
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
  const inside = (char: string): boolean => char.charCodeAt(0) >= from && char.charCodeAt(0) <= to;
  const lower = letters.filter((letter) => inside(letter.toUpperCase()));
  const upper = letters.filter(inside).map((letter) => letter.toUpperCase());
  return [...lower, ...upper].join('');
}

/** All characters but these, as members of a class. */
function complement(members: string): string {
  const inside = new RegExp(`[${members}]`, 'u');
  const ranges: [number, number][] = [];
  let start = 0;
  const last = members.includes('\\p') ? 0x10ffff : 0xff;
  for (let code = 0; code <= last + 1; code++) {
    if (code <= last && !inside.test(String.fromCodePoint(code))) continue;
    if (start < code) ranges.push([start, code - 1]);
    start = code + 1;
  }
  if (last < 0x10ffff) ranges.push([last + 1, 0x10ffff]);
  return ranges.map(([low, high]) => `\\u{${low.toString(16)}}-\\u{${high.toString(16)}}`).join('');
}

function unicodeClass(name: string): string | undefined {
  for (const candidate of [`\\p{${name}}`, `\\p{Script=${name}}`]) {
    try {
      return new RegExp(candidate, 'u').source;
    } catch {
      continue;
    }
  }
  return undefined;
}
