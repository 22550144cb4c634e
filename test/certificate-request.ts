/** Makes PKCS #10 certificate requests. RFC 2986. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { isIP } from 'node:net';
import * as der from '../src/server/certificates/der.js';
import { ipOctets } from '../src/server/certificates/ip.js';

export interface RequestChoice {
  /** Attributes in their order: `['2.5.4.3', 'jane']`. */
  readonly subject: readonly (readonly [type: string, value: string])[];
  /** DNS names, IP addresses, and what has an `@` or a `://`. */
  readonly names?: readonly string[];
}

export const COMMON_NAME = '2.5.4.3';
export const ORGANIZATION = '2.5.4.10';

/** A private key in PEM, and the request in base64 of PEM, as a CertificateSigningRequest has it. */
export function certificateRequest({ subject, names = [] }: RequestChoice): { key: string; request: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const extension = der.sequence(
    der.objectIdentifier('2.5.29.17'),
    der.octetString(der.sequence(...names.map(generalName))),
  );
  const attribute = der.sequence(der.objectIdentifier('1.2.840.113549.1.9.14'), der.set(der.sequence(extension)));
  const info = der.sequence(
    der.integer(Buffer.of(0)),
    der.sequence(
      ...subject.map(([type, value]) => der.set(der.sequence(der.objectIdentifier(type), der.utf8String(value)))),
    ),
    publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(0, ...(names.length === 0 ? [] : [attribute])),
  );
  const algorithm = der.sequence(der.objectIdentifier('1.2.840.10045.4.3.2'));
  const whole = der.sequence(info, algorithm, der.bitString(sign('sha256', info, privateKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${lines.join('\n')}\n-----END CERTIFICATE REQUEST-----\n`;
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { key, request: Buffer.from(pem).toString('base64') };
}

function generalName(name: string): Buffer {
  if (isIP(name) !== 0) return der.implicit(7, ipOctets(name));
  const tag = name.includes('://') ? 6 : name.includes('@') ? 1 : 2;
  return der.implicit(tag, Buffer.from(name));
}
