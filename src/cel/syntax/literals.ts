/** The values of literals. Source: cel-go parser/parser.go. */
import { Uint } from '../values/uint.js';
import { type Token } from './tokens.js';
import { type Literal } from './tree.js';
import { unescapeBytes, unescapeText } from './unescape.js';

const LEAST_INT = -(2n ** 63n);
const MOST_INT = 2n ** 63n - 1n;
const MOST_UINT = 2n ** 64n - 1n;

/** Undefined for a number out of range. @throws UnescapeError for a text that means nothing. */
export function literalOf({ type, text }: Token, sign: string): Literal | undefined {
  switch (type) {
    case 'NUM_INT': {
      const value = sign === '-' ? -BigInt(text) : BigInt(text);
      return value < LEAST_INT || value > MOST_INT ? undefined : value;
    }
    case 'NUM_UINT': {
      const value = BigInt(text.slice(0, -1));
      return value > MOST_UINT ? undefined : new Uint(value);
    }
    case 'NUM_FLOAT': {
      const value = Number(sign + text);
      return Number.isFinite(value) ? value : undefined;
    }
    case 'STRING':
      return unescapeText(text);
    case 'BYTES':
      return unescapeBytes(text.slice(1));
    case 'null':
      return null;
    default:
      return text === 'true';
  }
}
