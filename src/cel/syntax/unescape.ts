/** What a written text or bytes mean. Source: cel-go parser/unescape.go. */

const SIMPLE: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const ESCAPE = /\\(?:[xX]([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-3][0-7]{2})|([^]))/g;

export class UnescapeError extends Error {
  override readonly name = 'UnescapeError';
}

interface Quoted {
  readonly raw: boolean;
  readonly text: string;
}

function unquote(written: string): Quoted {
  const normal = written.replaceAll(/\r\n?/g, '\n');
  const raw = /^[rR]/.test(normal);
  const quoted = raw ? normal.slice(1) : normal;
  const quotes = /^(?:"""|''')/.test(quoted) ? 3 : 1;
  return { raw, text: quoted.slice(quotes, quoted.length - quotes) };
}

/** The text between the quotes. @throws UnescapeError */
export function unescapeText(written: string): string {
  const { raw, text } = unquote(written);
  if (raw) return text;
  return text.replaceAll(ESCAPE, (_, hex?: string, short?: string, long?: string, octal?: string, other?: string) => {
    const digits = hex ?? short ?? long;
    if (digits !== undefined) return character(Number.parseInt(digits, 16));
    if (octal !== undefined) return character(Number.parseInt(octal, 8));
    return SIMPLE[other ?? ''] ?? other ?? '';
  });
}

function character(point: number): string {
  if (point > 0x10_ff_ff || (point >= 0xd8_00 && point <= 0xdf_ff))
    throw new UnescapeError('invalid unicode code point');
  return String.fromCodePoint(point);
}

/** The bytes of what stands after the b. @throws UnescapeError */
export function unescapeBytes(written: string): Uint8Array {
  const { raw, text } = unquote(written);
  if (raw) return Buffer.from(text);
  const parts: Buffer[] = [];
  let end = 0;
  for (const found of text.matchAll(ESCAPE)) {
    const [all, hex, short, long, octal, other = ''] = found;
    if (short !== undefined || long !== undefined) throw new UnescapeError('unable to unescape string');
    parts.push(Buffer.from(text.slice(end, found.index)));
    if (hex !== undefined) parts.push(Buffer.from([Number.parseInt(hex, 16)]));
    else if (octal === undefined) parts.push(Buffer.from(SIMPLE[other] ?? other));
    else parts.push(Buffer.from([Number.parseInt(octal, 8)]));
    end = found.index + all.length;
  }
  parts.push(Buffer.from(text.slice(end)));
  return Buffer.concat(parts);
}
