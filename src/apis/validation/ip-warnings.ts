/** Warnings about addresses that are valid and yet written unusually. Source: k8s.io/apimachinery/pkg/util/validation/ip.go. */
import { isIP } from 'node:net';
import { goQuote } from '../field/errors.js';
import { type Path } from '../field/path.js';
import { parseIP } from './cidr.js';

export function ipWarnings(path: Path, text: string): string[] {
  const address = parseIP(text);
  if (address === undefined) return [];
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/.exec(canonicalIPv6(address) ?? '')?.[1];
  const preferred = mapped ?? (isIP(text) === 0 ? address : undefined);
  if (preferred !== undefined) {
    return [`${path.toString()}: non-standard IP address ${goQuote(text)} is invalid: use ${goQuote(preferred)}`];
  }
  const canonical = canonicalIPv6(address);
  if (canonical === undefined || canonical === text) return [];
  const form = `should be in RFC 5952 canonical format (${goQuote(canonical)})`;
  return [`${path.toString()}: IPv6 address ${goQuote(text)} ${form}`];
}

/** As RFC 5952 wants it; mapped IPv4 addresses with dots. Undefined for an IPv4 address. */
function canonicalIPv6(address: string): string | undefined {
  if (!address.includes(':')) return undefined;
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(text) ?? [];
  if (high === undefined || low === undefined) return text;
  const bytes = [high, low].flatMap((hex) => [parseInt(hex, 16) >> 8, parseInt(hex, 16) & 255]);
  return `::ffff:${bytes.join('.')}`;
}
