/** The ranges of pod addresses that nodes are given, and the nodes' own addresses. Source: pkg/controller/nodeipam/ipam/cidrset. */

/** The cluster's range, 10.244.0.0/14, in parts of 256 addresses. */
const RANGES = 1024;
const FIRST = (10 << 16) | (244 << 8);

/** `10.244.7.0/24` for 7. */
export function podRange(index: number): string {
  const network = FIRST + index;
  return `${String(network >> 16)}.${String((network >> 8) & 255)}.${String(network & 255)}.0/24`;
}

/** The lowest range that is in none of `used`; undefined where all are. */
export function freePodRange(used: ReadonlySet<string>): string | undefined {
  for (let index = 0; index < RANGES; index++) {
    const range = podRange(index);
    if (!used.has(range)) return range;
  }
  return undefined;
}

/** The address of the node that has a range: 172.18.0.2 with the first one. */
export function nodeAddress(range: string): string {
  const [, b = '0', c = '0'] = range.split('.');
  const host = ((Number(b) & 3) << 8) + Number(c) + 2;
  return `172.18.${String(host >> 8)}.${String(host & 255)}`;
}

/** The addresses that pods of a range can have, in order. */
export function podAddresses(range: string): readonly string[] {
  const network = range.slice(0, range.lastIndexOf('.'));
  return Array.from({ length: 253 }, (_, i) => `${network}.${String(i + 2)}`);
}
