/** Addresses and blocks of addresses, as Go's net package reads them. Source: k8s.io/apimachinery/pkg/util/validation/ip.go. */
import { BlockList, isIP } from 'node:net';
import { type FieldError, invalid } from '../field/errors.js';
import { type Path } from '../field/path.js';

export interface Cidr {
  /** Without leading zeros. */
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** The address without the leading zeros that old objects may have; undefined for what is none. */
export function parseIP(text: string): string | undefined {
  const plain = text.includes(':') ? text : text.replace(/\b0+(?=\d)/g, '');
  return isIP(plain) === 0 || plain.includes('%') ? undefined : plain;
}

export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  const [head, tail] = [text.slice(0, slash), text.slice(slash + 1)];
  const address = slash < 0 ? undefined : parseIP(head);
  if (address === undefined || !/^\d{1,3}$/.test(tail)) return undefined;
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  const prefix = Number(tail);
  return prefix > (family === 'ipv6' ? 128 : 32) ? undefined : { address, prefix, family };
}

/** True where the first holds the second, and more. */
export function strictlyContains(outer: Cidr, inner: Cidr): boolean {
  if (outer.family !== inner.family || outer.prefix >= inner.prefix) return false;
  const list = new BlockList();
  list.addSubnet(outer.address, outer.prefix, outer.family);
  return list.check(inner.address, inner.family);
}

/** How a version words and checks addresses in fields that are old. */
export interface AddressRules {
  /** `not a valid CIDR` and no more. */
  readonly shortWords: boolean;
  /** Refuses what other software could read as another address. */
  readonly strict: boolean;
}

export function validateIPField(text: string, path: Path, { strict }: Pick<AddressRules, 'strict'>): FieldError[] {
  if (parseIP(text) === undefined) {
    return [invalid(path, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
  }
  if (strict && isIP(text) === 0) return [invalid(path, text, 'must not have leading 0s')];
  return strict && isMapped(text) ? [invalid(path, text, 'must not be an IPv4-mapped IPv6 address')] : [];
}

export function validateCidrField(text: string, path: Path, { shortWords, strict }: AddressRules): FieldError[] {
  const parsed = parseCidr(text);
  if (parsed === undefined) {
    const long = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
    return [invalid(path, text, shortWords ? 'not a valid CIDR' : long)];
  }
  if (!strict) return [];
  const [head = '', tail = ''] = text.split('/');
  if (isIP(head) === 0 || /^0\d/.test(tail)) {
    return [invalid(path, text, 'must not have leading 0s in IP or prefix length')];
  }
  if (isMapped(head)) return [invalid(path, text, 'must not have an IPv4-mapped IPv6 address')];
  return hasHostBits(parsed) ? [invalid(path, text, 'must not have bits set beyond the prefix length')] : [];
}

function isMapped(address: string): boolean {
  return /^(0*:)*:?ffff:\d+\.\d+\.\d+\.\d+$/i.test(address);
}

function hasHostBits({ address, prefix, family }: Cidr): boolean {
  const [value, width] = family === 'ipv4' ? [bitsOf4(address), 32n] : [bitsOf6(address), 128n];
  return (value & ((1n << (width - BigInt(prefix))) - 1n)) !== 0n;
}

function bitsOf4(address: string): bigint {
  return address.split('.').reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
}

function bitsOf6(address: string): bigint {
  const dotted = /(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  const tail = dotted === undefined ? 0n : bitsOf4(dotted);
  const hex =
    dotted === undefined
      ? address
      : address.replace(dotted, `${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`);
  const [head = '', rest] = hex.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = rest === undefined || rest === '' ? [] : rest.split(':');
  const zeros = rest === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}
