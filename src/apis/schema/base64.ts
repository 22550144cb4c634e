/** Standard base64 as Go's encoding/base64 reads it. */
import { DecodeError } from './decode-error.js';

const CLEAN = /^(?:[A-Za-z0-9+/]{4})*$/;
const ALPHABET = /[A-Za-z0-9+/]/;

/** The text that the decoded bytes are written as. Throws DecodeError: `illegal base64 data at input byte N`. */
export function canonicalBase64(text: string): string {
  if (CLEAN.test(text)) return text;
  const fault = firstFault(text);
  if (fault !== undefined) throw new DecodeError(`illegal base64 data at input byte ${fault}`);
  return Buffer.from(text, 'base64').toString('base64');
}

/** The place that Go names: the character that is wrong, or the beginning of a group that ends early. */
function firstFault(text: string): number | undefined {
  let at = 0;
  const skipLineBreaks = (): void => {
    while (text[at] === '\n' || text[at] === '\r') at++;
  };
  while (at < text.length) {
    for (let count = 0; count < 4; count++) {
      skipLineBreaks();
      const char = text[at];
      if (char === undefined) return count === 0 ? undefined : at - count;
      at++;
      if (ALPHABET.test(char)) continue;
      if (char !== '=' || count < 2) return at - 1;
      if (count === 2) {
        skipLineBreaks();
        if (at === text.length) return text.length;
        if (text[at] !== '=') return at - 1;
        at++;
      }
      skipLineBreaks();
      return at < text.length ? at : undefined;
    }
  }
  return undefined;
}
