/** Writes the few ASN.1 types that a certificate is made of, in DER (ITU-T X.690). */

/** Tag, length and content. */
function element(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(tag), lengthOctets(content.length), content]);
}

function lengthOctets(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Buffer.of(0x80 | octets.length, ...octets);
}

export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

export function set(...parts: readonly Uint8Array[]): Buffer {
  return element(0x31, Buffer.concat(parts));
}

/** A non-negative INTEGER from its big-endian octets. */
export function integer(octets: Uint8Array): Buffer {
  let start = 0;
  while (start < octets.length - 1 && octets[start] === 0) start++;
  const digits = octets.subarray(start);
  return element(0x02, (digits[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), digits]) : digits);
}

export function boolean(value: boolean): Buffer {
  return element(0x01, Buffer.of(value ? 0xff : 0));
}

export function bitString(octets: Uint8Array, unusedBits = 0): Buffer {
  return element(0x03, Buffer.concat([Buffer.of(unusedBits), octets]));
}

export function octetString(octets: Uint8Array): Buffer {
  return element(0x04, octets);
}

export function nothing(): Buffer {
  return element(0x05, Buffer.alloc(0));
}

export function utf8String(text: string): Buffer {
  return element(0x0c, Buffer.from(text));
}

/** A PrintableString where it can be one, as Go's encoding/asn1 chooses. */
export function text(value: string): Buffer {
  return /^[A-Za-z0-9 '()+,./:=?-]*$/.test(value) ? element(0x13, Buffer.from(value)) : utf8String(value);
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(arc: number): number[] {
  const digits = [arc & 0x7f];
  for (let rest = arc >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

/** UTCTime up to 2049, GeneralizedTime after, as RFC 5280 4.1.2.5 asks. */
export function time(ms: number): Buffer {
  const digits = new Date(ms)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  return Number(digits.slice(0, 4)) < 2050
    ? element(0x17, Buffer.from(digits.slice(2)))
    : element(0x18, Buffer.from(digits));
}

/** A context-specific tag around complete elements (`[n] EXPLICIT`). */
export function explicit(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  return element(0xa0 | tag, Buffer.concat(parts));
}

/** A context-specific tag in place of a primitive's own (`[n] IMPLICIT`). */
export function implicit(tag: number, content: Uint8Array): Buffer {
  return element(0x80 | tag, content);
}

/** The elements inside a constructed element, each with its tag and length. */
export function children(constructed: Uint8Array): Buffer[] {
  const whole = Buffer.from(constructed);
  const parts: Buffer[] = [];
  for (let at = contentStart(whole, 0); at < whole.length;) {
    const end = contentEnd(whole, at);
    parts.push(whole.subarray(at, end));
    at = end;
  }
  return parts;
}

/** What an element holds, without its tag and length. */
export function contentOf(bytes: Uint8Array): Buffer {
  const whole = Buffer.from(bytes);
  return whole.subarray(contentStart(whole, 0));
}

function contentStart(bytes: Buffer, at: number): number {
  const first = bytes[at + 1] ?? 0;
  return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
}

function contentEnd(bytes: Buffer, at: number): number {
  const start = contentStart(bytes, at);
  const first = bytes[at + 1] ?? 0;
  return start + (first < 0x80 ? first : bytes.readUIntBE(at + 2, first & 0x7f));
}
