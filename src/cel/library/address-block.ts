/** Blocks of IP addresses, and texts that are addresses or blocks. Source: Go's net/netip; k8s.io/apiserver/pkg/cel/library/{ip,cidr}.go. */
import { EvaluationError, LibraryValue } from '../values/value.js';
import { Address, AddressError, parseAddress } from './address.js';

export class Cidr extends LibraryValue {
  readonly typeName = 'net.CIDR';
  readonly address: Address;
  readonly bits: number;

  constructor(address: Address, bits: number) {
    super();
    this.address = address;
    this.bits = bits;
  }

  get masked(): Cidr {
    const bytes = this.address.bytes.map((byte, index) => {
      const kept = Math.min(Math.max(this.bits - index * 8, 0), 8);
      return byte & (0xff << (8 - kept)) & 0xff;
    });
    return new Cidr(new Address(bytes), this.bits);
  }

  contains(address: Address): boolean {
    if (address.isIPv4 !== this.address.isIPv4) return false;
    return new Cidr(address, this.bits).masked.address.equals(this.masked.address);
  }

  equals(other: LibraryValue): boolean {
    return other instanceof Cidr && other.toString() === this.toString();
  }

  override toString(): string {
    return `${this.address.toString()}/${this.bits}`;
  }
}

/** @throws EvaluationError */
export function addressOf(text: string): Address {
  const quoted = JSON.stringify(text);
  const address = attempt(
    text,
    (reason) => `IP Address ${quoted} parse error during conversion from string: ${reason}`,
  );
  if (address.zone !== '') throw new EvaluationError(`IP address ${quoted} with zone value is not allowed`);
  if (address.isMapped) throw new EvaluationError(`IPv4-mapped IPv6 address ${quoted} is not allowed`);
  return address;
}

function attempt(text: string, wording: (reason: string) => string): Address {
  try {
    return parseAddress(text);
  } catch (error) {
    if (error instanceof AddressError) throw new EvaluationError(wording(error.message));
    throw error;
  }
}

/** @throws EvaluationError */
export function cidrOf(text: string): Cidr {
  // Upstream says this twice.
  const failed = 'network address parse error during conversion from string: ';
  const quoted = JSON.stringify(text);
  const wording = (reason: string): string => `${failed}${failed}netip.ParsePrefix(${quoted}): ${reason}`;
  const refuse = (reason: string): never => {
    throw new EvaluationError(wording(reason));
  };
  const slash = text.lastIndexOf('/');
  if (slash < 0) return refuse("no '/'");
  const [head, tail] = [text.slice(0, slash), text.slice(slash + 1)];
  const address = attempt(head, wording);
  if (address.zone !== '') return refuse('IPv6 zones cannot be present in a prefix');
  if (!/^(?:0|[1-9]\d*)$/.test(tail)) return refuse(`bad bits after slash: ${JSON.stringify(tail)}`);
  const bits = Number(tail);
  if (bits > address.bytes.length * 8) return refuse('prefix length out of range');
  if (address.isMapped) throw new EvaluationError(`${failed}IPv4-mapped IPv6 address ${quoted} is not allowed`);
  return new Cidr(address, bits);
}
