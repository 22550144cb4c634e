/** JSON Web Signatures in compact form, as strict as go-jose. Sources: go-jose's jws.go, asymmetric.go; RFC 7515, 7518. */
import { type KeyObject, constants, sign, verify } from 'node:crypto';
import { type SigningAlgorithm } from './keys.js';

export interface Jws {
  readonly algorithm: string;
  /** '' where the header has none. */
  readonly keyId: string;
  /** True where `crit` names extensions that must be understood: none is. */
  readonly critical: boolean;
  readonly payload: Buffer;
  readonly signingInput: Buffer;
  readonly signature: Buffer;
}

type JsonObject = Readonly<Record<string, unknown>>;

interface Scheme {
  readonly hash: 'sha256' | 'sha384' | 'sha512';
  readonly keyType: 'rsa' | 'ec';
  readonly pss?: true;
}

const SCHEMES: Readonly<Record<string, Scheme>> = {
  RS256: { hash: 'sha256', keyType: 'rsa' },
  RS384: { hash: 'sha384', keyType: 'rsa' },
  RS512: { hash: 'sha512', keyType: 'rsa' },
  PS256: { hash: 'sha256', keyType: 'rsa', pss: true },
  PS384: { hash: 'sha384', keyType: 'rsa', pss: true },
  PS512: { hash: 'sha512', keyType: 'rsa', pss: true },
  ES256: { hash: 'sha256', keyType: 'ec' },
  ES384: { hash: 'sha384', keyType: 'ec' },
  ES512: { hash: 'sha512', keyType: 'ec' },
};

/** The `iss` of what looks like a JWT, unverified; undefined where it is none. */
export function unverifiedIssuer(token: string): string | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  const issuer = readObject(decodeBase64Url(parts[1] ?? ''))?.iss;
  return typeof issuer === 'string' ? issuer : undefined;
}

/** Undefined where the text is no JWS in compact form. */
export function parseJws(token: string): Jws | undefined {
  const [header, payload, signature, ...more] = token.replace(/\s/gu, '').split('.').map(decodeBase64Url);
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) return undefined;
  const fields = readHeader(header);
  if (fields === undefined) return undefined;
  const { alg = '', kid = '', crit } = fields;
  if (typeof alg !== 'string' || typeof kid !== 'string') return undefined;
  // Encoded anew, as go-jose does: stray bits behind the last byte are no part of what was signed.
  const signingInput = Buffer.from(`${header.toString('base64url')}.${payload.toString('base64url')}`);
  return {
    algorithm: alg,
    keyId: kid,
    critical: crit != null && !(Array.isArray(crit) && crit.length === 0),
    payload,
    signingInput,
    signature,
  };
}

// An empty header and one that is null have no fields; they fail where the algorithm is looked at.
function readHeader(json: Buffer): JsonObject | undefined {
  return json.length === 0 || json.toString() === 'null' ? {} : readObject(json);
}

/** The object in a payload; undefined where it is not JSON or no object. */
export function readObject(json: Buffer | undefined): JsonObject | undefined {
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** True where the key made the signature. Runs in the thread pool. */
export function verifyJws(jws: Jws, key: KeyObject): Promise<boolean> {
  const scheme = SCHEMES[jws.algorithm];
  if (scheme === undefined || jws.critical || scheme.keyType !== key.asymmetricKeyType) return Promise.resolve(false);
  const padding = scheme.pss
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
    : {};
  return new Promise((resolve) => {
    verify(
      scheme.hash,
      jws.signingInput,
      { key, dsaEncoding: 'ieee-p1363', ...padding },
      jws.signature,
      (error, good) => {
        resolve(error === null && good);
      },
    );
  });
}

/** The signature, base64url. Runs in the thread pool. */
export function signJws(signingInput: string, algorithm: SigningAlgorithm, key: KeyObject): Promise<string> {
  const hash = SCHEMES[algorithm]?.hash ?? 'sha256';
  return new Promise((resolve, reject) => {
    sign(hash, Buffer.from(signingInput), { key, dsaEncoding: 'ieee-p1363' }, (error, signature) => {
      if (error === null) resolve(signature.toString('base64url'));
      else reject(error);
    });
  });
}

// Buffer skips what is not base64; Go's RawURLEncoding skips line breaks alone and refuses the rest.
function decodeBase64Url(text: string): Buffer | undefined {
  const packed = text.replace(/[\r\n]/g, '');
  return /^[\w-]*$/.test(packed) && packed.length % 4 !== 1 ? Buffer.from(packed, 'base64url') : undefined;
}
