/** The key of a PodCertificateRequest, and the proof that the pod has it. Source: pkg/apis/certificates/validation. */
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type CertificateRequest, parseRequest } from '../../apis/certificates/request.js';
import { type PodCertificateRequest } from '../../apis/certificates/v1.js';
import { type FieldError, invalid } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { tooLongBytes } from '../../apis/validation/labels.js';
import { type ValidationWording } from '../../apis/validation/wording.js';

const SPEC = Path.of('spec');
const PKIX = SPEC.child('pkixPublicKey');
const PROOF = SPEC.child('proofOfPossession');
const STUB = SPEC.child('stubPKCS10Request');
const MAX_SIZE = 10 * 1024;
const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };
const RSA_SIZES = [3072, 4096];

type Spec = PodCertificateRequest['spec'];

/** `Invalid value` that does not show the value. */
export function invalidUnshown(path: Path, detail: string): FieldError {
  return { type: 'FieldValueInvalid', field: path.toString(), value: undefined, detail };
}

export function validateKey(spec: Spec, wording: ValidationWording): FieldError[] {
  const { stubPKCS10Request: stub = '', pkixPublicKey: key = '', proofOfPossession: proof = '' } = spec;
  if (stub !== '' && key === '' && proof === '') return validateStub(Buffer.from(stub, 'base64'), wording);
  if (stub === '' && key !== '' && proof !== '') return validatePublicKey(spec, wording);
  const text = 'exactly one of (stubPKCS10Request) or (pkixPublicKey, proofOfPossession) must be set';
  return [invalidUnshown(SPEC, text)];
}

/** The key that a certificate must be for; undefined where the spec has none that can be read. */
export function requestedKey({ stubPKCS10Request, pkixPublicKey = '' }: Spec): KeyObject | undefined {
  const request = requestOf(Buffer.from(stubPKCS10Request ?? '', 'base64'));
  return request?.publicKey ?? keyOf(Buffer.from(pkixPublicKey, 'base64'));
}

function validateStub(der: Buffer, wording: ValidationWording): FieldError[] {
  if (der.length > MAX_SIZE) return [tooLongBytes(STUB, MAX_SIZE, wording)];
  const request = requestOf(der);
  if (request === undefined) return [invalidUnshown(STUB, 'must be a valid PKCS#10 CSR')];
  const problem = keyProblem(request.publicKey, STUB, 'P256, P384, or P521');
  if (problem !== undefined) return [problem];
  return request.signatureProblem === undefined ? [] : [invalidUnshown(STUB, 'invalid signature')];
}

function requestOf(der: Buffer): CertificateRequest | undefined {
  try {
    return parseRequest(der);
  } catch {
    return undefined;
  }
}

function keyOf(der: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

function keyProblem(key: KeyObject, path: Path, curves: string): FieldError | undefined {
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'ed25519':
      return undefined;
    case 'ec':
      if (namedCurve in CURVES) return undefined;
      return invalid(path, `curve ${namedCurve}`, `elliptic public keys must use curve ${curves}`);
    case 'rsa':
      if (RSA_SIZES.includes(modulusLength)) return undefined;
      return invalid(path, `${modulusLength}-bit modulus`, 'RSA keys must have modulus size 3072 or 4096');
    default:
      return invalidUnshown(path, 'unknown public key type; supported types are Ed25519, ECDSA, and RSA');
  }
}

function validatePublicKey(spec: Spec, wording: ValidationWording): FieldError[] {
  const { pkixPublicKey = '', proofOfPossession = '', podUID } = spec;
  const [der, proof] = [pkixPublicKey, proofOfPossession].map((text) => Buffer.from(text, 'base64')) as [
    Buffer,
    Buffer,
  ];
  if (der.length > MAX_SIZE) return [tooLongBytes(PKIX, MAX_SIZE, wording)];
  if (proof.length > MAX_SIZE) return [tooLongBytes(PROOF, MAX_SIZE, wording)];
  const key = keyOf(der);
  if (key === undefined) return [invalid(PKIX, pkixPublicKey, 'must be a valid PKIX-serialized public key')];
  const problem = keyProblem(key, PKIX, 'P256 or P384');
  if (problem !== undefined) return [problem];
  const proven = verifies(key, Buffer.from(podUID), proof);
  return proven ? [] : [invalidUnshown(PROOF, 'could not verify proof-of-possession signature')];
}

function verifies(key: KeyObject, data: Buffer, signature: Buffer): boolean {
  if (key.asymmetricKeyType === 'ed25519') return verify(undefined, data, key, signature);
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
  return verify('sha256', data, key.asymmetricKeyType === 'rsa' ? { key, ...pss } : key, signature);
}
