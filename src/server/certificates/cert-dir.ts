/** The directory of --cert-dir: keeps what was made, so that the next start finds the same CA, certificate and key. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../../clock/clock.js';
import { type CertificatePair, isPair } from './authority.js';

/** Names of the files in the directory; certificates are `NAME.crt`, private keys `NAME.key`. */
export const CERT_DIR_FILES = { authority: 'ca', serving: 'apiserver', serviceAccountKey: 'sa.key' } as const;

const DAY = 24 * 3600 * 1000;

/** The pair kept under a name; undefined when a file is missing, unreadable as PEM, or the two do not belong together. */
export function readPair(directory: string, name: string): CertificatePair | undefined {
  const cert = readIfThere(join(directory, `${name}.crt`));
  const key = readIfThere(join(directory, `${name}.key`));
  if (cert === undefined || key === undefined) return undefined;
  return isPair({ cert, key }) ? { cert, key } : undefined;
}

export function writePair(directory: string, name: string, pair: CertificatePair): void {
  writeFile(directory, `${name}.crt`, pair.cert, 0o644);
  writeFile(directory, `${name}.key`, pair.key, 0o600);
}

/** The private key kept in a file, PEM; undefined when it is missing or no private key. */
export function readPrivateKey(directory: string, file: string): string | undefined {
  const pem = readIfThere(join(directory, file));
  if (pem === undefined) return undefined;
  try {
    createPrivateKey(pem);
    return pem;
  } catch {
    return undefined;
  }
}

export function writePrivateKey(directory: string, file: string, pem: string): void {
  writeFile(directory, file, pem, 0o600);
}

/** True when the certificate is valid by the server's clock and the machine's, for another day at least. */
export function isCurrent(cert: string, clock: Clock): boolean {
  const { validFrom, validTo } = new X509Certificate(cert);
  return [clock.now(), Date.now()].every((now) => Date.parse(validFrom) <= now && now + DAY <= Date.parse(validTo));
}

/** True when the certificate holds every one of the DNS names and IP addresses. */
export function coversSans(cert: string, sans: readonly string[]): boolean {
  const certificate = new X509Certificate(cert);
  const held = new Set((certificate.subjectAltName ?? '').split(', '));
  return sans.every((san) => (isIP(san) === 0 ? held.has(`DNS:${san}`) : certificate.checkIP(san) !== undefined));
}

/** True when the certificate was signed with the CA's key. */
export function isIssuedBy(cert: string, ca: string): boolean {
  return new X509Certificate(cert).verify(new X509Certificate(ca).publicKey);
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function writeFile(directory: string, file: string, content: string, mode: number): void {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, file);
  const draft = `${path}.${String(process.pid)}.tmp`;
  writeFileSync(draft, content, { mode });
  chmodSync(draft, mode);
  renameSync(draft, path);
}
