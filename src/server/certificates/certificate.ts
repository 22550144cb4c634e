/** Builds and signs X.509 version 3 certificates (RFC 5280). */
import { createHash, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import * as der from './der.js';
import { ipOctets } from './ip.js';

/** What a certificate may be used for. */
export type CertificateUse = 'authority' | 'server' | 'client';

export interface Subject {
  readonly commonName: string;
  readonly organizations?: readonly string[];
}

export interface Validity {
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface Issuer {
  /** DER. */
  readonly name: Uint8Array;
  readonly keyIdentifier: Uint8Array | undefined;
}

export interface CertificateTemplate {
  /** Or the name in DER. */
  readonly subject: Subject | Uint8Array;
  readonly use: CertificateUse;
  /** In place of those that its use asks for. */
  readonly extensions?: readonly Uint8Array[];
  readonly validity: Validity;
  /** Big-endian, up to 20 octets. */
  readonly serial: Uint8Array;
  readonly publicKey: KeyObject;
  /** DNS names and IP addresses. */
  readonly sans?: readonly string[];
  /** issuerOf its certificate; undefined: the certificate signs itself. */
  readonly issuer?: Issuer;
  readonly issuerKey: KeyObject;
}

const EXTENDED_KEY_USAGE = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const;
const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';
/** Bit strings: keyCertSign, cRLSign and digitalSignature; digitalSignature alone. */
const KEY_USAGE = { authority: [0x86, 1], leaf: [0x80, 7] } as const;

/** The certificate in PEM. The issuer's key may be EC or RSA; both sign with SHA-256. */
export function signCertificate(template: CertificateTemplate): string {
  const algorithm = signatureAlgorithm(template.issuerKey);
  const spki = template.publicKey.export({ type: 'spki', format: 'der' });
  const subject = 'commonName' in template.subject ? distinguishedName(template.subject) : template.subject;
  const toBeSigned = der.sequence(
    der.explicit(0, der.integer(Buffer.of(2))),
    der.integer(template.serial),
    algorithm,
    template.issuer?.name ?? subject,
    der.sequence(der.time(template.validity.notBefore), der.time(template.validity.notAfter)),
    subject,
    spki,
    der.explicit(3, der.sequence(...(template.extensions ?? extensions(template)))),
  );
  const signature = sign('sha256', toBeSigned, template.issuerKey);
  return pem(der.sequence(toBeSigned, algorithm, der.bitString(signature)));
}

function signatureAlgorithm(key: KeyObject): Buffer {
  return key.asymmetricKeyType === 'ec'
    ? der.sequence(der.objectIdentifier('1.2.840.10045.4.3.2'))
    : der.sequence(der.objectIdentifier('1.2.840.113549.1.1.11'), der.nothing());
}

function distinguishedName({ organizations = [], commonName }: Subject): Buffer {
  const attribute = (type: string, value: string): Buffer =>
    der.set(der.sequence(der.objectIdentifier(type), der.utf8String(value)));
  return der.sequence(
    ...organizations.map((organization) => attribute('2.5.4.10', organization)),
    attribute('2.5.4.3', commonName),
  );
}

/** Reads the issuer out of its certificate, its name in DER as it stands there. */
export function issuerOf(cert: string): Issuer {
  const [toBeSigned = Buffer.alloc(0)] = der.children(new X509Certificate(cert).raw);
  const fields = der.children(toBeSigned);
  const name = fields[fields[0]?.[0] === 0xa0 ? 5 : 4];
  if (name === undefined) throw new Error('the certificate has no subject field');
  const [list = Buffer.alloc(0)] = fields.filter((field) => field[0] === 0xa3).flatMap(der.children);
  const held = der.children(list).map(der.children);
  const extension = held.find(([type]) => type?.equals(der.objectIdentifier(SUBJECT_KEY_IDENTIFIER)));
  const value = extension?.at(-1);
  return { name, keyIdentifier: value === undefined ? undefined : der.contentOf(der.contentOf(value)) };
}

function extensions({ use, publicKey, issuer, sans = [] }: CertificateTemplate): Buffer[] {
  const [bits, unused] = use === 'authority' ? KEY_USAGE.authority : KEY_USAGE.leaf;
  const authorityKey = issuer === undefined ? keyIdentifier(publicKey) : issuer.keyIdentifier;
  const list = [
    extension('2.5.29.19', use === 'authority' ? der.sequence(der.boolean(true)) : der.sequence(), true),
    extension('2.5.29.15', der.bitString(Buffer.of(bits), unused), true),
    extension(SUBJECT_KEY_IDENTIFIER, der.octetString(keyIdentifier(publicKey))),
  ];
  if (authorityKey !== undefined) list.push(extension('2.5.29.35', der.sequence(der.implicit(0, authorityKey))));
  if (use !== 'authority') {
    list.push(extension('2.5.29.37', der.sequence(der.objectIdentifier(EXTENDED_KEY_USAGE[use]))));
  }
  if (sans.length > 0) list.push(extension('2.5.29.17', der.sequence(...sans.map(generalName))));
  return list;
}

/** One extension around its value in DER. */
export function extension(type: string, value: Buffer, critical = false): Buffer {
  const flag = critical ? [der.boolean(true)] : [];
  return der.sequence(der.objectIdentifier(type), ...flag, der.octetString(value));
}

function generalName(san: string): Buffer {
  return isIP(san) === 0 ? der.implicit(2, Buffer.from(san, 'latin1')) : der.implicit(7, ipOctets(san));
}

/** SHA-1 of the key's bits (RFC 5280 4.2.1.2, method 1). */
function keyIdentifier(key: KeyObject): Buffer {
  const [, bits = Buffer.alloc(0)] = der.children(key.export({ type: 'spki', format: 'der' }));
  return createHash('sha1').update(der.contentOf(bits).subarray(1)).digest();
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
