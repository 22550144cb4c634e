/** Reads DER as far as certificate requests need it. Source of the errors' texts: Go's encoding/asn1. */

/** One value: its tag and its bytes. */
export interface DerValue {
  /** The identifier octet. */
  readonly tag: number;
  readonly content: Buffer;
  /** Identifier, length and content. */
  readonly whole: Buffer;
}

export const SEQUENCE = 0x30;
export const SET = 0x31;
export const BIT_STRING = 0x03;
export const OBJECT_IDENTIFIER = 0x06;

const SYNTAX = 'asn1: syntax error:';

/** The value at `offset`. Throws an Error with Go's text where there is none. */
export function readDer(bytes: Buffer, offset = 0): DerValue {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined) throw new Error(`${SYNTAX} sequence truncated`);
  if (first === undefined) throw new Error(`${SYNTAX} truncated tag or length`);
  let start = offset + 2;
  let length = first;
  if (first === 0x80) throw new Error(`${SYNTAX} indefinite length found (not DER)`);
  if (first > 0x80) {
    const octets = first & 0x7f;
    if (start + octets > bytes.length) throw new Error(`${SYNTAX} truncated tag or length`);
    length = bytes.subarray(start, start + octets).reduce((sum, octet) => sum * 256 + octet, 0);
    start += octets;
  }
  if (start + length > bytes.length) throw new Error(`${SYNTAX} data truncated`);
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(offset, start + length) };
}

/** The values inside a value. Throws an Error. */
export function childrenOf({ content }: DerValue): DerValue[] {
  const found: DerValue[] = [];
  for (let offset = 0; offset < content.length; offset += found.at(-1)?.whole.length ?? 1) {
    found.push(readDer(content, offset));
  }
  return found;
}

/** `1.2.840.113549.1.1.11`. */
export function oidOf({ content }: DerValue): string {
  const [first = 0, ...rest] = content;
  const parts = [Math.min(2, Math.floor(first / 40)), first - 40 * Math.min(2, Math.floor(first / 40))];
  let part = 0;
  for (const octet of rest) {
    part = part * 128 + (octet & 0x7f);
    if ((octet & 0x80) !== 0) continue;
    parts.push(part);
    part = 0;
  }
  return parts.join('.');
}
