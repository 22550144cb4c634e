/** Why a certificate and a key are no pair, in the words of Go's crypto/tls (X509KeyPair), which a Secret's warning quotes. */
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

interface PemBlock {
  readonly type: string;
  readonly text: string;
}

function blocksOf(pem: string): PemBlock[] {
  return Array.from(pem.matchAll(BLOCK), ([text, type = '']) => ({ type, text }));
}

function isKey({ type }: PemBlock): boolean {
  return type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY');
}

function isCertificate({ type }: PemBlock): boolean {
  return type === 'CERTIFICATE';
}

function goList(blocks: readonly PemBlock[]): string {
  return `[${blocks.map(({ type }) => type).join(' ')}]`;
}

/** Undefined where the two belong together. Both in PEM. */
export function keyPairProblem(certificates: string, key: string): string | undefined {
  const given = blocksOf(certificates);
  const certificate = given.find(isCertificate);
  if (certificate === undefined) {
    if (given.length === 0) return 'tls: failed to find any PEM data in certificate input';
    if (given.length === 1 && given.some(isKey)) {
      return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
    }
    return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: ${goList(given)}`;
  }
  const keys = blocksOf(key);
  const privateKey = keys.find(isKey);
  if (privateKey === undefined) {
    if (keys.length === 0) return 'tls: failed to find any PEM data in key input';
    if (keys.length === 1 && keys.some(isCertificate)) {
      return 'tls: found a certificate rather than a key in the PEM for the private key';
    }
    return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: ${goList(keys)}`;
  }
  return matchProblem(certificate.text, privateKey.text);
}

function matchProblem(certificate: string, key: string): string | undefined {
  let publicKey;
  try {
    publicKey = new X509Certificate(certificate).publicKey;
  } catch {
    return 'x509: malformed certificate';
  }
  try {
    if (publicKey.equals(createPublicKey(createPrivateKey(key)))) return undefined;
  } catch {
    return 'tls: failed to parse private key';
  }
  return publicKey.asymmetricKeyType === createPrivateKey(key).asymmetricKeyType
    ? 'tls: private key does not match public key'
    : 'tls: private key type does not match public key type';
}
