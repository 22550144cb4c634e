/** What of a certificate request goes into the certificate. Sources: pkg/controller/certificates/authority, Go's crypto/x509. */
import { type CertificateRequest } from '../../apis/certificates/request.js';
import { type NameAttribute } from '../../apis/certificates/subject.js';
import { extension, type Issuer } from './certificate.js';
import * as der from './der.js';

/** By the names of spec.usages: the bit of the extension keyUsage. RFC 5280 4.2.1.3. */
const KEY_USAGES: Readonly<Record<string, number>> = {
  signing: 0,
  'digital signature': 0,
  'content commitment': 1,
  'key encipherment': 2,
  'data encipherment': 3,
  'key agreement': 4,
  'cert sign': 5,
  'crl sign': 6,
  'encipher only': 7,
  'decipher only': 8,
};

/** The others, in Go's order: the identifiers of the extension extKeyUsage. */
const EXTENDED_KEY_USAGES: Readonly<Record<string, string>> = {
  any: '2.5.29.37.0',
  'server auth': '1.3.6.1.5.5.7.3.1',
  'client auth': '1.3.6.1.5.5.7.3.2',
  'code signing': '1.3.6.1.5.5.7.3.3',
  'email protection': '1.3.6.1.5.5.7.3.4',
  's/mime': '1.3.6.1.5.5.7.3.4',
  'ipsec end system': '1.3.6.1.5.5.7.3.5',
  'ipsec tunnel': '1.3.6.1.5.5.7.3.6',
  'ipsec user': '1.3.6.1.5.5.7.3.7',
  timestamping: '1.3.6.1.5.5.7.3.8',
  'ocsp signing': '1.3.6.1.5.5.7.3.9',
  'microsoft sgc': '1.3.6.1.4.1.311.10.3.3',
  'netscape sgc': '2.16.840.1.113730.4.1',
};

/** The attributes that Go knows, in the order in which it writes them; several of a type share a set. */
const NAME_ATTRIBUTES = [
  ...['2.5.4.6', '2.5.4.8', '2.5.4.7', '2.5.4.9', '2.5.4.17', '2.5.4.10', '2.5.4.11', '2.5.4.3', '2.5.4.5'],
];
/** Of these the last one counts. */
const SINGLE_ATTRIBUTES = ['2.5.4.3', '2.5.4.5'];

/** The name in DER, without attributes that Go does not know. */
export function requestedSubject({ attributes }: Pick<CertificateRequest, 'attributes'>): Buffer {
  const sets = NAME_ATTRIBUTES.flatMap((type) => {
    const found = attributes.filter((attribute) => attribute.type === type && attribute.value !== '');
    const kept = SINGLE_ATTRIBUTES.includes(type) ? found.slice(-1) : found;
    return kept.length === 0 ? [] : [der.set(...kept.map(attributeOf).sort((a, b) => Buffer.compare(a, b)))];
  });
  return der.sequence(...sets);
}

function attributeOf({ type, value }: NameAttribute): Buffer {
  return der.sequence(der.objectIdentifier(type), der.text(value));
}

/** @throws Error with upstream's text for a usage that is none. */
export function requestedExtensions(request: CertificateRequest, usages: readonly string[], issuer: Issuer): Buffer[] {
  const unknown = usages.filter((usage) => !(usage in KEY_USAGES) && !(usage in EXTENDED_KEY_USAGES));
  if (unknown.length > 0) {
    throw new Error(`unrecognized usage values: [${unknown.map((usage) => JSON.stringify(usage)).join(' ')}]`);
  }
  const bits = usages.flatMap((usage) => KEY_USAGES[usage] ?? []);
  const extended = Object.entries(EXTENDED_KEY_USAGES)
    .filter(([usage]) => usages.includes(usage))
    .map(([, identifier]) => identifier);
  const names = alternativeNames(request);
  const subjectIsEmpty = der.children(requestedSubject(request)).length === 0;
  return [
    ...(bits.length === 0 ? [] : [extension('2.5.29.15', namedBits(bits), true)]),
    ...(extended.length === 0
      ? []
      : [extension('2.5.29.37', der.sequence(...[...new Set(extended)].map(der.objectIdentifier)))]),
    extension('2.5.29.19', der.sequence(), true),
    ...(issuer.keyIdentifier === undefined
      ? []
      : [extension('2.5.29.35', der.sequence(der.implicit(0, issuer.keyIdentifier)))]),
    ...(names.length === 0 ? [] : [extension('2.5.29.17', der.sequence(...names), subjectIsEmpty)]),
  ];
}

function namedBits(bits: readonly number[]): Buffer {
  const highest = Math.max(...bits);
  const octets = Buffer.alloc(Math.floor(highest / 8) + 1);
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return der.bitString(octets, 7 - (highest & 7));
}

function alternativeNames({ dnsNames, emailAddresses, ipAddresses, uris }: CertificateRequest): Buffer[] {
  const name = (tag: number) => (text: string) => der.implicit(tag, Buffer.from(text));
  return [
    ...dnsNames.map(name(2)),
    ...emailAddresses.map(name(1)),
    ...ipAddresses.map((octets) => der.implicit(7, octets)),
    ...uris.map(name(6)),
  ];
}
