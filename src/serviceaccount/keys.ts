/**
 * Keys that sign and verify service account tokens.
 * Sources: pkg/serviceaccount/jwt.go, k8s.io/client-go/util/keyutil/key.go, RFC 7518.
 */
import {
  type KeyObject,
  X509Certificate,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
} from 'node:crypto';

export type SigningAlgorithm = 'RS256' | 'ES256' | 'ES384' | 'ES512';

export interface ServiceAccountKey {
  /** base64url(SHA-256(DER of SubjectPublicKeyInfo)). */
  readonly keyId: string;
  readonly algorithm: SigningAlgorithm;
  readonly publicKey: KeyObject;
}

const CURVES: Readonly<Record<string, SigningAlgorithm>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

/** What a public or private key verifies with. Throws where it is neither RSA nor on P-256, P-384 or P-521. */
export function serviceAccountKey(key: KeyObject): ServiceAccountKey {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const keyId = createHash('sha256').update(der).digest('base64url');
  return { keyId, algorithm: signingAlgorithm(key), publicKey };
}

/** The algorithm upstream signs with for this type of key. Throws as serviceAccountKey does. */
export function signingAlgorithm(key: KeyObject): SigningAlgorithm {
  if (key.asymmetricKeyType === 'rsa') return 'RS256';
  if (key.asymmetricKeyType !== 'ec') {
    throw new Error(`a ${key.asymmetricKeyType ?? key.type} key cannot sign service account tokens, use RSA or ECDSA`);
  }
  const algorithm = CURVES[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (algorithm === undefined) throw new Error('unknown private key curve, must be 256, 384, or 521');
  return algorithm;
}

/** A new RSA key, made off the main thread. */
export function generateSigningKey(): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    generateKeyPair('rsa', { modulusLength: 2048 }, (error, _publicKey, privateKey) => {
      if (error === null) resolve(privateKey);
      else reject(error);
    });
  });
}

/**
 * Every RSA and ECDSA public key in a PEM file that may hold several, public, private or in certificates. Other blocks
 * are passed over. Throws where no key is left.
 */
export function parsePublicKeys(pem: string): KeyObject[] {
  const keys = pemBlocks(pem).flatMap(({ der }) => readPublicKey(der) ?? []);
  if (keys.length === 0) {
    throw new Error('no RSA or ECDSA key found: give PEM blocks with public keys, private keys or certificates');
  }
  return keys;
}

/** The first RSA or ECDSA private key in a PEM file. Throws where there is none. */
export function parsePrivateKey(pem: string): KeyObject {
  for (const { label, der } of pemBlocks(pem)) {
    const type = PRIVATE_LABELS[label];
    const key = type === undefined ? undefined : readKey(() => createPrivateKey({ key: der, format: 'der', type }));
    if (key !== undefined) return key;
  }
  throw new Error(
    'no RSA or ECDSA private key found: give a PEM block PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY, unencrypted',
  );
}

const PRIVATE_LABELS: Readonly<Record<string, 'pkcs1' | 'pkcs8' | 'sec1'>> = {
  'PRIVATE KEY': 'pkcs8',
  'RSA PRIVATE KEY': 'pkcs1',
  'EC PRIVATE KEY': 'sec1',
};

interface PemBlock {
  readonly label: string;
  readonly der: Buffer;
}

function pemBlocks(pem: string): PemBlock[] {
  const blocks = pem.matchAll(/-----BEGIN ([^\n-]+)-----([^-]*)-----END \1-----/g);
  return Array.from(blocks, ([, label = '', body = '']) => ({ label, der: Buffer.from(body, 'base64') }));
}

// Upstream goes by what a block holds and not by its label.
function readPublicKey(der: Buffer): KeyObject | undefined {
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    const key = readKey(() => createPrivateKey({ key: der, format: 'der', type }));
    if (key !== undefined) return createPublicKey(key);
  }
  return (
    readKey(() => createPublicKey({ key: der, format: 'der', type: 'spki' })) ??
    readKey(() => new X509Certificate(der).publicKey)
  );
}

function readKey(read: () => KeyObject): KeyObject | undefined {
  try {
    const key = read();
    return key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'ec' ? key : undefined;
  } catch {
    return undefined;
  }
}
