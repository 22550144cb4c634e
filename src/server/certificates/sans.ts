/** The names that a serving certificate holds. */
import { hostname } from 'node:os';
import { isIP } from 'node:net';

/** Names and addresses by which a pod, a container or the machine itself may call the server. */
const ALWAYS = [
  'localhost',
  'host.docker.internal',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
  '127.0.0.1',
  '::1',
  '10.0.0.1',
];

const WILDCARDS = new Set(['0.0.0.0', '::']);

/** The usual names, this machine's, the addresses the server is told of, and --tls-san; each once. */
export function servingSans(addresses: readonly (string | undefined)[], further: readonly string[] = []): string[] {
  const given = [hostname(), ...addresses, ...further].filter((san): san is string => san !== undefined);
  const usable = given.filter((san) => isIP(san) !== 0 || isName(san)).filter((san) => !WILDCARDS.has(san));
  return [...new Set([...ALWAYS, ...usable])];
}

/** A name that a certificate can hold: ASCII letters, digits, `-`, `_`, `.`, and a wildcard as the first label. */
export function isName(text: string): boolean {
  return /^(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$/.test(text);
}
