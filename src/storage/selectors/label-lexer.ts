/** Tokens of a labelSelector. Source: k8s.io/apimachinery/pkg/labels/selector.go (Lexer). */

const SYMBOLS = new Set(['=', '!', '(', ')', ',', '>', '<']);
const SPACES = new Set([' ', '\t', '\r', '\n']);
const LITERALS = new Set(['=', '==', '!=', '!', '>', '<', '(', ')', ',', 'in', 'notin']);

export interface Token {
  readonly kind: 'end' | 'identifier' | 'symbol';
  readonly text: string;
}

/** The text's tokens, the last one of kind `end`. A NUL ends the text. */
export function tokenize(source: string): Token[] {
  const [text = ''] = source.split('\0', 1);
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const character = text.charAt(position);
    if (SPACES.has(character)) {
      position++;
      continue;
    }
    const end = SYMBOLS.has(character) ? endOfSymbol(text, position) : endOfWord(text, position);
    const word = text.slice(position, end);
    position = end;
    tokens.push({ kind: LITERALS.has(word) ? 'symbol' : 'identifier', text: word });
  }
  return [...tokens, { kind: 'end', text: '' }];
}

function endOfWord(text: string, start: number): number {
  let end = start;
  while (end < text.length && !SYMBOLS.has(text.charAt(end)) && !SPACES.has(text.charAt(end))) end++;
  return end;
}

// The longest known symbol wins: `=` and `!` may go on with `=`, nothing else does.
function endOfSymbol(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && LITERALS.has(text.slice(start, end + 1))) end++;
  return end;
}
