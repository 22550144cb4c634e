/** Checks certificates in PEM, in Go's words. Source: pkg/apis/certificates/validation/validation.go. */
import { X509Certificate } from 'node:crypto';
import { goQuote } from '../../apis/field/errors.js';
import { pemBlocks } from '../../apis/certificates/pem.js';

/** A certificate from DER; undefined where it is none. */
export function certificateOf(der: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

/** What is wrong with a status.certificate, in base64 of PEM; undefined where nothing is. */
export function issuedCertificateProblem(base64: string): string | undefined {
  if (base64 === '') return undefined;
  const blocks = pemBlocks(Buffer.from(base64, 'base64').toString('latin1'));
  for (const { type, hasHeaders, bytes } of blocks) {
    if (type !== 'CERTIFICATE') return `only CERTIFICATE PEM blocks are allowed, found ${goQuote(type)}`;
    if (hasHeaders) return 'no PEM block headers are permitted';
    if (bytes.length === 0) return 'found CERTIFICATE PEM block containing 0 certificates';
    if (certificateOf(bytes) === undefined) return 'x509: malformed certificate';
  }
  return blocks.length === 0 ? 'must contain at least one CERTIFICATE PEM block' : undefined;
}
