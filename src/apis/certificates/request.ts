/**
 * PKCS #10 certificate requests: who asks for what, and whether the signature holds. RFC 2986.
 * Source of the errors' texts: Go's crypto/x509; pkg/apis/certificates/helpers.go.
 */
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { BIT_STRING, childrenOf, type DerValue, OBJECT_IDENTIFIER, oidOf, readDer, SEQUENCE } from './der.js';
import { pemBlocks } from './pem.js';
import { readSubject, type Subject } from './subject.js';

export interface CertificateRequest extends Subject {
  readonly dnsNames: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly ipAddresses: readonly Buffer[];
  readonly uris: readonly string[];
  readonly publicKey: KeyObject;
  /** Why the signature does not hold; undefined where it does. */
  readonly signatureProblem: string | undefined;
}

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
const SUBJECT_ALT_NAME = '2.5.29.17';

type Verification = (key: KeyObject, data: Buffer, signature: Buffer) => string | undefined;

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };

/** By the signature algorithm's identifier. */
const VERIFICATIONS: Readonly<Record<string, Verification>> = {
  '1.2.840.113549.1.1.5': rsa('sha1'),
  '1.2.840.113549.1.1.11': rsa('sha256'),
  '1.2.840.113549.1.1.12': rsa('sha384'),
  '1.2.840.113549.1.1.13': rsa('sha512'),
  '1.2.840.113549.1.1.10': (key, data, signature) =>
    ['sha256', 'sha384', 'sha512'].some((hash) => verify(hash, data, { key, ...PSS }, signature))
      ? undefined
      : 'crypto/rsa: verification error',
  '1.2.840.10045.4.1': ecdsa('sha1'),
  '1.2.840.10045.4.3.2': ecdsa('sha256'),
  '1.2.840.10045.4.3.3': ecdsa('sha384'),
  '1.2.840.10045.4.3.4': ecdsa('sha512'),
  '1.3.101.112': (key, data, signature) =>
    verify(undefined, data, key, signature) ? undefined : 'x509: Ed25519 verification failure',
};

function rsa(hash: string): Verification {
  return (key, data, signature) => (verify(hash, data, key, signature) ? undefined : 'crypto/rsa: verification error');
}

function ecdsa(hash: string): Verification {
  return (key, data, signature) =>
    verify(hash, data, key, signature) ? undefined : 'x509: ECDSA verification failure';
}

/** The request in base64 of PEM, as a CertificateSigningRequest has it. Throws an Error with Go's text. */
export function parsePemRequest(base64: string): CertificateRequest {
  const [block] = pemBlocks(Buffer.from(base64, 'base64').toString('latin1'));
  if (block?.type !== 'CERTIFICATE REQUEST') throw new Error('PEM block type must be CERTIFICATE REQUEST');
  return parseRequest(block.bytes);
}

/** A request in DER. Throws an Error with Go's text. */
export function parseRequest(der: Buffer): CertificateRequest {
  const request = readDer(der);
  if (request.tag !== SEQUENCE) throw new Error(wrongTag(request));
  if (request.whole.length !== der.length) throw new Error('asn1: syntax error: trailing data');
  const [info, algorithm, signature] = childrenOf(request);
  const [, subject, spki, ...attributes] = info === undefined ? [] : childrenOf(info);
  if (info === undefined || subject === undefined || spki === undefined || signature?.tag !== BIT_STRING) {
    throw new Error('asn1: syntax error: sequence truncated');
  }
  const publicKey = publicKeyOf(spki);
  const sans = attributes.flatMap((attribute) => childrenOf(attribute)).flatMap(alternativeNames);
  return {
    ...readSubject(subject),
    emailAddresses: sans.filter(({ tag }) => tag === 0x81).map(({ content }) => content.toString()),
    dnsNames: sans.filter(({ tag }) => tag === 0x82).map(({ content }) => content.toString()),
    uris: sans.filter(({ tag }) => tag === 0x86).map(({ content }) => content.toString()),
    ipAddresses: sans.filter(({ tag }) => tag === 0x87).map(({ content }) => content),
    publicKey,
    signatureProblem: signatureProblem(algorithm, publicKey, info.whole, signature.content.subarray(1)),
  };
}

function signatureProblem(
  algorithm: DerValue | undefined,
  key: KeyObject,
  data: Buffer,
  signature: Buffer,
): string | undefined {
  const [identifier] = algorithm === undefined ? [] : childrenOf(algorithm);
  const check = identifier?.tag === OBJECT_IDENTIFIER ? VERIFICATIONS[oidOf(identifier)] : undefined;
  if (check === undefined) return 'x509: cannot verify signature: algorithm unimplemented';
  try {
    return check(key, data, signature);
  } catch {
    return `x509: signature algorithm specifies another kind of public key than ${key.asymmetricKeyType ?? 'this'}`;
  }
}

function publicKeyOf(spki: DerValue): KeyObject {
  try {
    return createPublicKey({ key: spki.whole, format: 'der', type: 'spki' });
  } catch {
    throw new Error('x509: failed to parse public key');
  }
}

function alternativeNames(attribute: DerValue): DerValue[] {
  const [type, values] = childrenOf(attribute);
  if (type === undefined || values === undefined || oidOf(type) !== EXTENSION_REQUEST) return [];
  return childrenOf(values)
    .flatMap(childrenOf)
    .flatMap((extension) => {
      const parts = childrenOf(extension);
      const [id] = parts;
      const octets = parts.at(-1);
      if (id === undefined || octets === undefined || oidOf(id) !== SUBJECT_ALT_NAME) return [];
      return childrenOf(readDer(octets.content));
    });
}

const PARAMETERS =
  '{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}';

function wrongTag({ tag, content, whole }: DerValue): string {
  const found = `{class:${tag >> 6} tag:${tag & 0x1f} length:${content.length} isCompound:${(tag & 0x20) !== 0}}`;
  const offset = whole.length - content.length;
  return `asn1: structure error: tags don't match (16 vs ${found}) ${PARAMETERS} certificateRequest @${offset}`;
}
