/** An expression in words. Source: cel-go parser/gen/CEL.g4. */
import { type Issue } from '../issues.js';

/** The types of tokens in the order in which messages list what they expect. */
export const TOKEN_ORDER = [
  ...['==', '!=', 'in', '<', '<=', '>=', '>', '&&', '||', '[', ']', '{', '}', '(', ')', '.', ',', '-', '!', '?', ':'],
  ...['+', '*', '/', '%', 'true', 'false', 'null', 'NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES'],
  ...['IDENTIFIER', 'ESC_IDENTIFIER', '<EOF>'],
];

export interface Token {
  readonly type: string;
  readonly text: string;
  readonly start: number;
}

const KEYWORDS: ReadonlySet<string> = new Set(['in', 'true', 'false', 'null']);
const ESCAPE = String.raw`\\(?:[abfnrtv"'\\?${'`'}]|[xX][\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-3][0-7]{2})`;

const QUOTED = [
  `"""(?:${ESCAPE}|[^\\\\])*?"""`,
  `'''(?:${ESCAPE}|[^\\\\])*?'''`,
  `[rR]"""[^]*?"""`,
  `[rR]'''[^]*?'''`,
  `"(?:${ESCAPE}|[^\\\\"\\n\\r])*"`,
  `'(?:${ESCAPE}|[^\\\\'\\n\\r])*'`,
  `[rR]"[^"\\n\\r]*"`,
  `[rR]'[^'\\n\\r]*'`,
].join('|');

/** In the order in which they are tried; undefined for what says nothing. */
const RULES: readonly (readonly [string | undefined, RegExp])[] = [
  [undefined, /[\t \r\n\f]+|\/\/[^\n]*/uy],
  ['NUM_FLOAT', /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?/uy],
  ['NUM_UINT', /(?:0x[\da-fA-F]+|\d+)[uU]/uy],
  ['NUM_INT', /0x[\da-fA-F]+|\d+/uy],
  ['STRING', new RegExp(`(?:${QUOTED})`, 'uy')],
  ['BYTES', new RegExp(`[bB](?:${QUOTED})`, 'uy')],
  ['IDENTIFIER', /[A-Za-z_]\w*/uy],
  ['ESC_IDENTIFIER', /`[A-Za-z\d_.\-/ ]+`/uy],
  ['', /==|!=|<=|>=|&&|\|\||[<>[\]{}().,\-!?:+*/%]/uy],
];

/** How far a text goes that begins as a token and turns out to be none. */
const BROKEN: readonly RegExp[] = [
  new RegExp(`"(?:${ESCAPE}|[^\\\\"\\n\\r])*`, 'uy'),
  new RegExp(`'(?:${ESCAPE}|[^\\\\'\\n\\r])*`, 'uy'),
  /`[A-Za-z\d_.\-/ ]*/uy,
];

export interface Words {
  /** The last one is the end. */
  readonly tokens: readonly Token[];
  readonly issues: readonly Issue[];
}

export function tokensOf(expression: string): Words {
  const tokens: Token[] = [];
  const issues: Issue[] = [];
  for (let at = 0; at < expression.length;) {
    const found = longest(expression, at);
    if (found === undefined) {
      const text = unknown(expression, at);
      issues.push({ at, message: `Syntax error: token recognition error at: '${visible(text)}'` });
      at += text.length;
      continue;
    }
    const { type, text } = found;
    if (type !== undefined) tokens.push({ type: typeOf(type, text), text, start: at });
    at += text.length;
  }
  tokens.push({ type: '<EOF>', text: '<EOF>', start: expression.length });
  return { tokens, issues };
}

function typeOf(type: string, text: string): string {
  return type === '' || (type === 'IDENTIFIER' && KEYWORDS.has(text)) ? text : type;
}

function longest(expression: string, at: number): { type: string | undefined; text: string } | undefined {
  let best: { type: string | undefined; text: string } | undefined;
  for (const [type, rule] of RULES) {
    const text = match(rule, expression, at);
    if (text.length > (best?.text.length ?? 0)) best = { type, text };
  }
  return best;
}

function match(rule: RegExp, expression: string, at: number): string {
  rule.lastIndex = at;
  return rule.exec(expression)?.[0] ?? '';
}

/** What is skipped: as far as it looked like a token, and the character that made it none. */
function unknown(expression: string, at: number): string {
  const begun = BROKEN.map((rule) => match(rule, expression, at)).find((text) => text !== '') ?? expression.charAt(at);
  const operator = /[=&|]/.test(begun);
  const end = at + begun.length;
  if (begun.length === 1 && !operator && !/["'`]/.test(begun)) return character(expression, at);
  const rest = expression.slice(end);
  const escape = /^\\(?:[xX][\da-fA-F]?|u[\da-fA-F]{0,3}|U[\da-fA-F]{0,7}|[0-3][0-7]?)?/.exec(rest)?.[0] ?? '';
  return begun + escape + character(expression, end + escape.length);
}

function character(expression: string, at: number): string {
  const point = expression.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
}

/** As ANTLR writes the blank characters of a message. */
function visible(text: string): string {
  return text
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\t', String.raw`\t`)
    .replaceAll('\r', String.raw`\r`);
}
