/** IP addresses. Source: Go's net/netip. */
import { LibraryValue } from '../values/value.js';

/** Says what is wrong as Go's netip does. */
export class AddressError extends Error {
  override readonly name = 'AddressError';

  constructor(text: string, reason: string) {
    super(`ParseAddr(${JSON.stringify(text)}): ${reason}`);
  }
}

export class Address extends LibraryValue {
  readonly typeName = 'net.IP';
  /** 4 or 16. */
  readonly bytes: readonly number[];
  readonly zone: string;

  constructor(bytes: readonly number[], zone = '') {
    super();
    this.bytes = bytes;
    this.zone = zone;
  }

  get isIPv4(): boolean {
    return this.bytes.length === 4;
  }

  /** IPv6 that holds IPv4. */
  get isMapped(): boolean {
    const zeros = this.bytes.slice(0, 10).every((byte) => byte === 0);
    return !this.isIPv4 && zeros && this.bytes[10] === 255 && this.bytes[11] === 255;
  }

  equals(other: LibraryValue): boolean {
    return other instanceof Address && other.toString() === this.toString();
  }

  override toString(): string {
    return this.isIPv4 ? this.bytes.join('.') : writeIPv6(this.bytes);
  }
}

/** @throws AddressError */
export function parseAddress(text: string): Address {
  const mark = /[.:%]/.exec(text)?.[0];
  if (mark === '.') return new Address(parseIPv4(text, text));
  if (mark === ':') return parseIPv6(text);
  throw new AddressError(text, mark === '%' ? 'missing IPv6 address' : 'unable to parse IP');
}

function parseIPv4(text: string, whole: string): number[] {
  const fields = text.split('.');
  for (const [index, field] of fields.entries()) {
    const start = fields.slice(0, index).reduce((sum, one) => sum + one.length + 1, 0);
    const odd = /[^\d]/.exec(field);
    if (odd !== null) throw new AddressError(whole, `unexpected character ${from(text, start + odd.index)}`);
    if (/^0\d/.test(field)) throw new AddressError(whole, 'IPv4 field has octet with leading zero');
    if (Number(field) > 255) throw new AddressError(whole, 'IPv4 field has value >255');
    if (field === '') {
      const at = Math.min(start, text.length - 1);
      throw new AddressError(whole, `IPv4 field must have at least one digit ${from(text, at)}`);
    }
    if (index === 4) throw new AddressError(whole, 'IPv4 address too long');
  }
  if (fields.length < 4) throw new AddressError(whole, 'IPv4 address too short');
  return fields.map(Number);
}

/** Where something is wrong. */
function from(text: string, at: number): string {
  return `(at ${JSON.stringify(text.slice(at))})`;
}

function parseIPv6(text: string): Address {
  const percent = text.indexOf('%');
  const [address, zone] = percent < 0 ? [text, ''] : [text.slice(0, percent), text.slice(percent + 1)];
  if (percent >= 0 && zone === '') throw new AddressError(text, 'zone must be a non-empty string');
  const halves = address.split('::');
  if (halves.length > 2) {
    throw new AddressError(text, `multiple :: in address ${from(address, address.lastIndexOf('::'))}`);
  }
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : groupsOf(half, text)));
  const missing = 16 - head.length - tail.length;
  if (halves.length === 1 && missing > 0) throw new AddressError(text, 'address string too short');
  if (missing < 0) throw new AddressError(text, 'trailing garbage after address');
  if (halves.length === 2 && missing === 0) {
    throw new AddressError(text, 'the :: must expand to at least one field of zeros');
  }
  return new Address([...head, ...Array.from({ length: missing }, () => 0), ...tail], zone);
}

const NO_DIGIT = 'each colon-separated field must have at least one digit';

function groupsOf(part: string, whole: string): number[] {
  const groups = part.split(':');
  return groups.flatMap((group, index) => {
    const rest = groups.slice(index).join(':');
    const last = index === groups.length - 1;
    if (last && group.includes('.')) return parseIPv4(group, whole);
    if (last && group === '') throw new AddressError(whole, 'colon must be followed by more characters (at ":")');
    const digits = /^[\da-fA-F]*/.exec(group)?.[0] ?? '';
    if (digits === '') throw new AddressError(whole, `${NO_DIGIT} ${from(rest, 0)}`);
    if (digits.length > 4) throw new AddressError(whole, `each group must have 4 or less digits ${from(rest, 0)}`);
    if (digits !== group) {
      throw new AddressError(whole, `unexpected character, want colon ${from(rest, digits.length)}`);
    }
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

/** RFC 5952: the longest run of zeros is left out. */
function writeIPv6(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  let [start, length] = [-1, 1];
  for (let at = 0; at < 8; at += 1) {
    const end = groups.findIndex((group, index) => index >= at && group !== 0);
    const run = (end < 0 ? 8 : end) - at;
    if (run > length) [start, length] = [at, run];
  }
  const written = groups.map((group) => group.toString(16));
  if (start < 0) return written.join(':');
  return `${written.slice(0, start).join(':')}::${written.slice(start + length).join(':')}`;
}
