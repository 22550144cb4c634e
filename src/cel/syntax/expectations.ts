/** What a place of an expression may hold. Source: cel-go parser/gen/CEL.g4. */
import { TOKEN_ORDER } from './tokens.js';

/** What an expression begins with. */
const BEGINS = [
  ...['[', '{', '(', '.', '-', '!', 'true', 'false', 'null'],
  ...['NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER'],
];

export const EXPRESSION: ReadonlySet<string> = new Set(BEGINS);
export const ARGUMENTS: ReadonlySet<string> = new Set([...BEGINS, ')']);
export const INDEX: ReadonlySet<string> = new Set([...BEGINS, '?']);
export const ELEMENTS: ReadonlySet<string> = new Set([...BEGINS, '?', ',', ']']);
export const ENTRIES: ReadonlySet<string> = new Set([...BEGINS, '?', ',', '}']);
export const FIELDS: ReadonlySet<string> = new Set(['}', ',', '?', 'IDENTIFIER', 'ESC_IDENTIFIER']);

/** What may stand after a closing bracket. */
export const AFTER: ReadonlySet<string> = new Set('<EOF> && || == != < <= > >= in + - * / % . [ ?'.split(' '));

/** As the parser lists them: alone as it is, many in braces. */
export function expectedText(expected: ReadonlySet<string>): string {
  const names = TOKEN_ORDER.filter((type) => expected.has(type)).map(named);
  return names.length === 1 ? (names[0] ?? '') : `{${names.join(', ')}}`;
}

function named(type: string): string {
  return /^[A-Z]|^<EOF>$/.test(type) ? type : `'${type}'`;
}
