/** What node:crypto does not tell of a certificate. RFC 5280. */
import { X509Certificate } from 'node:crypto';
import { childrenOf, type DerValue, oidOf, readDer } from './der.js';
import { pemBlocks } from './pem.js';
import { readSubject, type Subject } from './subject.js';

const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';
const BASIC_CONSTRAINTS = '2.5.29.19';
const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35';
const INTEGER = 0x02;
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const KEY_IDENTIFIER = 0x80;

/** The certificates of a PEM bundle, in their order. Throws an Error where there is none, or one that cannot be read. */
export function parseCertificates(pem: string): X509Certificate[] {
  const blocks = pemBlocks(pem).filter(({ type }) => type === 'CERTIFICATE');
  if (blocks.length === 0) throw new Error('it holds no PEM certificate');
  return blocks.map(({ bytes }, index) => {
    try {
      return new X509Certificate(bytes);
    } catch {
      throw new Error(`certificate ${index + 1} in it cannot be read`);
    }
  });
}

/** PEM with lines of 64 characters, as Go writes it. */
export function encodeCertificate({ raw }: X509Certificate): string {
  const lines = raw.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

export function subjectOf(certificate: X509Certificate): Subject {
  const fields = fieldsOf(certificate);
  const name = fields[fields[0]?.tag === VERSION ? 5 : 4];
  if (name === undefined) throw new Error('the certificate has no subject field');
  return readSubject(name);
}

/** How many CA certificates may stand below this one; undefined: any number. */
export function pathLengthOf(certificate: X509Certificate): number | undefined {
  const constraints = extensionOf(certificate, BASIC_CONSTRAINTS);
  const length = constraints && childrenOf(constraints).find(({ tag }) => tag === INTEGER);
  return length?.content.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** `SN=…, SKID=…, AKID=…`, as upstream names a certificate that it refuses. */
export function certificateIdentifier(certificate: X509Certificate): string {
  const own = extensionOf(certificate, SUBJECT_KEY_IDENTIFIER);
  const authority = extensionOf(certificate, AUTHORITY_KEY_IDENTIFIER);
  const key = authority && childrenOf(authority).find(({ tag }) => tag === KEY_IDENTIFIER);
  const serial = BigInt(`0x${certificate.serialNumber}`);
  return `SN=${serial.toString()}, SKID=${hex(own?.content)}, AKID=${hex(key?.content)}`;
}

function hex(octets: Buffer = Buffer.alloc(0)): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0').toUpperCase()).join(':');
}

function fieldsOf({ raw }: X509Certificate): DerValue[] {
  const [toBeSigned] = childrenOf(readDer(raw));
  return toBeSigned === undefined ? [] : childrenOf(toBeSigned);
}

/** The value inside an extension's octets. */
function extensionOf(certificate: X509Certificate, type: string): DerValue | undefined {
  const list = fieldsOf(certificate).find(({ tag }) => tag === EXTENSIONS);
  const [extensions] = list === undefined ? [] : childrenOf(list);
  for (const extension of extensions === undefined ? [] : childrenOf(extensions)) {
    const parts = childrenOf(extension);
    const [id] = parts;
    const octets = parts.at(-1);
    if (id !== undefined && octets !== undefined && oidOf(id) === type) return readDer(octets.content);
  }
  return undefined;
}
