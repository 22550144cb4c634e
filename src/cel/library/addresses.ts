/** Functions about IP addresses and blocks of them. Source: k8s.io/apiserver/pkg/cel/library/{ip,cidr}.go. */
import { actualSize, type CallCost, sizeOf, TRAVERSAL, traversalOf, UNIT } from '../cost/call-cost.js';
import { exactly, plus, scaled } from '../cost/range.js';
import { declare, type FunctionDeclaration, memberOverload, overload } from '../declarations.js';
import { EvaluationError } from '../values/value.js';
import { type Address } from './address.js';
import { addressOf, type Cidr, cidrOf } from './address-block.js';

function succeeds(parse: (text: string) => unknown): (text: string) => boolean {
  return (text) => {
    try {
      parse(text);
      return true;
    } catch (error) {
      if (error instanceof EvaluationError) return false;
      throw error;
    }
  };
}

const first = ({ bytes: [byte = 0] }: Address): number => byte;
const second = ({ bytes: [, byte = 0] }: Address): number => byte;

function isUnspecified({ bytes }: Address): boolean {
  return bytes.every((byte) => byte === 0);
}

function isLoopback(address: Address): boolean {
  return address.isIPv4 ? first(address) === 127 : address.toString() === '::1';
}

function isLinkLocalMulticast(address: Address): boolean {
  if (address.isIPv4) return first(address) === 224 && second(address) === 0 && address.bytes[2] === 0;
  return first(address) === 0xff && (second(address) & 0x0f) === 2;
}

function isLinkLocalUnicast(address: Address): boolean {
  if (address.isIPv4) return first(address) === 169 && second(address) === 254;
  return first(address) === 0xfe && (second(address) & 0xc0) === 0x80;
}

function isGlobalUnicast(address: Address): boolean {
  const multicast = address.isIPv4 ? (first(address) & 0xf0) === 0xe0 : first(address) === 0xff;
  const broadcast = address.isIPv4 && address.bytes.every((byte) => byte === 255);
  return !isUnspecified(address) && !broadcast && !isLoopback(address) && !multicast && !isLinkLocalUnicast(address);
}

function about(name: string, id: string, is: (address: Address) => boolean): FunctionDeclaration {
  return declare(name, memberOverload(id, '(net.IP) -> bool', is, UNIT));
}

function within(outer: Cidr, inner: Cidr): boolean {
  return outer.bits <= inner.bits && outer.contains(inner.address);
}

const ADDRESS_SIZE = { min: 4, max: 16 };

/** `parses`: the other is a text. `block`: it is a block too, which must be masked. */
function containing({ parses = false, block = false }): CallCost {
  const compared = scaled(plus(ADDRESS_SIZE, ADDRESS_SIZE), TRAVERSAL);
  const masking = block ? plus(scaled(ADDRESS_SIZE, TRAVERSAL), exactly(1)) : exactly(0);
  return {
    estimate: ([, other]) => ({
      cost: plus(compared, masking, parses ? scaled(sizeOf(other), TRAVERSAL) : exactly(0)),
    }),
    actual: ([, other]) => 1 + (block ? 2 : 0) + (parses ? Math.ceil(actualSize(other) * TRAVERSAL) : 0),
  };
}

export const ADDRESSES: readonly FunctionDeclaration[] = [
  declare(
    'ip',
    overload('string_to_ip', '(string) -> net.IP', addressOf, traversalOf(0)),
    memberOverload('cidr_ip', '(net.CIDR) -> net.IP', ({ address }: Cidr) => address, UNIT),
  ),
  declare(
    'family',
    memberOverload('ip_family', '(net.IP) -> int', ({ isIPv4 }: Address) => (isIPv4 ? 4n : 6n), UNIT),
  ),
  declare(
    'ip.isCanonical',
    overload(
      'ip_is_canonical',
      '(string) -> bool',
      (text: string) => addressOf(text).toString() === text,
      traversalOf(0, { factor: 2 }),
    ),
  ),
  about('isUnspecified', 'ip_is_unspecified', isUnspecified),
  about('isLoopback', 'ip_is_loopback', isLoopback),
  about('isLinkLocalMulticast', 'ip_is_link_local_multicast', isLinkLocalMulticast),
  about('isLinkLocalUnicast', 'ip_is_link_local_unicast', isLinkLocalUnicast),
  about('isGlobalUnicast', 'ip_is_global_unicast', isGlobalUnicast),
  declare('isIP', overload('is_ip', '(string) -> bool', succeeds(addressOf), traversalOf(0))),
  declare('cidr', overload('string_to_cidr', '(string) -> net.CIDR', cidrOf, traversalOf(0))),
  declare(
    'containsIP',
    memberOverload(
      'cidr_contains_ip_string',
      '(net.CIDR, string) -> bool',
      (cidr: Cidr, text: string) => cidr.contains(addressOf(text)),
      containing({ parses: true }),
    ),
    memberOverload(
      'cidr_contains_ip_ip',
      '(net.CIDR, net.IP) -> bool',
      (cidr: Cidr, address: Address) => cidr.contains(address),
      containing({}),
    ),
  ),
  declare(
    'containsCIDR',
    memberOverload(
      'cidr_contains_cidr_string',
      '(net.CIDR, string) -> bool',
      (cidr: Cidr, text: string) => within(cidr, cidrOf(text)),
      containing({ parses: true, block: true }),
    ),
    memberOverload('cidr_contains_cidr', '(net.CIDR, net.CIDR) -> bool', within, containing({ block: true })),
  ),
  declare(
    'prefixLength',
    memberOverload('cidr_prefix_length', '(net.CIDR) -> int', ({ bits }: Cidr) => BigInt(bits), UNIT),
  ),
  declare(
    'masked',
    memberOverload('cidr_masked', '(net.CIDR) -> net.CIDR', ({ masked }: Cidr) => masked, UNIT),
  ),
  declare('isCIDR', overload('is_cidr', '(string) -> bool', succeeds(cidrOf), traversalOf(0))),
  declare(
    'string',
    overload('ip_to_string', '(net.IP) -> string', (address: Address) => address.toString()),
    overload('cidr_to_string', '(net.CIDR) -> string', (cidr: Cidr) => cidr.toString()),
  ),
];
