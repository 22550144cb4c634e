import { X509Certificate, createHash, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PublicKeys } from '../../../src/serviceaccount/public-keys.js';
import {
  generateSigningKey,
  parsePrivateKey,
  parsePublicKeys,
  serviceAccountKey,
} from '../../../src/serviceaccount/keys.js';
import { RSA_KEY } from '../authentication/cluster.js';

const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const P256 = ec('P-256');

// Of `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 36500 -subj /CN=test`.
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBdDCCARugAwIBAgIUYnv9h9x4DRyVl+o7SysFV0bBWZswCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjMyMjU5MjBaGA8yMTI2MTAzMDIyNTky
MFowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJ1p
NYMBKsrr6dsO7ddRFR6u5FiWCXTw1bp1PPsudhVi7WKezQJEMziODMSPhKcjnYY1
hPTj1/dRPLsJnOBJcfqjUzBRMB0GA1UdDgQWBBRhkPF0sr1r3dZxDhQw3wpmOvWt
DzAfBgNVHSMEGDAWgBRhkPF0sr1r3dZxDhQw3wpmOvWtDzAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0cAMEQCIFVUmEwJ8x2HuuJb+98XlaMVTlJaw5xwMmXG
FyyI5NrdAiAAt38CDKaI3TV33AQXjCpe1K4o5dd1SqPyBxY0s0b3Xw==
-----END CERTIFICATE-----
`;

describe('serviceAccountKey', () => {
  it('names a key by the hash of its SubjectPublicKeyInfo', () => {
    const der = createPublicKey(RSA_KEY).export({ type: 'spki', format: 'der' });
    const { keyId, algorithm } = serviceAccountKey(RSA_KEY);
    expect(keyId).toBe(createHash('sha256').update(der).digest('base64url'));
    expect(algorithm).toBe('RS256');
    expect(serviceAccountKey(createPublicKey(RSA_KEY)).keyId).toBe(keyId);
  });

  it.each([
    ['P-256', 'ES256'],
    ['P-384', 'ES384'],
    ['P-521', 'ES512'],
  ])('%s signs %s', (curve, algorithm) => {
    expect(serviceAccountKey(ec(curve).privateKey).algorithm).toBe(algorithm);
  });

  it('refuses other keys', () => {
    expect(() => serviceAccountKey(ec('secp224r1').privateKey)).toThrow(
      'unknown private key curve, must be 256, 384, or 521',
    );
    expect(() => serviceAccountKey(generateKeyPairSync('ed25519').privateKey)).toThrow(
      'a ed25519 key cannot sign service account tokens, use RSA or ECDSA',
    );
  });
});

describe('key files', () => {
  const rsaPkcs1 = RSA_KEY.export({ type: 'pkcs1', format: 'pem' }).toString();
  const rsaPublic = createPublicKey(RSA_KEY).export({ type: 'spki', format: 'pem' }).toString();
  const ecSec1 = P256.privateKey.export({ type: 'sec1', format: 'pem' }).toString();
  const ecPkcs8 = P256.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const ecPublic = P256.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';

  it('may hold several keys, public and private, and other blocks', () => {
    const keys = parsePublicKeys(`# keys\n${parameters}${ecSec1}${rsaPublic}${rsaPkcs1}${ecPkcs8}${ecPublic}`);
    expect(keys.map(({ type }) => type)).toEqual(Array(5).fill('public'));
    const [rsa, p256] = [serviceAccountKey(RSA_KEY).keyId, serviceAccountKey(P256.publicKey).keyId];
    expect(keys.map((key) => serviceAccountKey(key).keyId)).toEqual([p256, rsa, rsa, p256, p256]);
  });

  it('may have Windows line ends', () => {
    expect(parsePublicKeys(rsaPublic.replaceAll('\n', '\r\n'))).toHaveLength(1);
  });

  it('may be certificates', () => {
    const [key, ...more] = parsePublicKeys(CERTIFICATE);
    expect(key?.equals(new X509Certificate(CERTIFICATE).publicKey)).toBe(true);
    expect(more).toEqual([]);
  });

  it.each([
    '',
    'no PEM',
    parameters,
    `-----BEGIN PUBLIC KEY-----\n${randomBytes(64).toString('base64')}\n-----END PUBLIC KEY-----`,
  ])('without a key are refused', (pem) => {
    expect(() => parsePublicKeys(pem)).toThrow(
      'no RSA or ECDSA key found: give PEM blocks with public keys, private keys or certificates',
    );
  });

  it('the first private key signs', () => {
    expect(parsePrivateKey(`${parameters}${ecSec1}`).equals(P256.privateKey)).toBe(true);
    expect(parsePrivateKey(rsaPkcs1).equals(RSA_KEY)).toBe(true);
    expect(() => parsePrivateKey(rsaPublic)).toThrow('no RSA or ECDSA private key found');
  });
});

describe('PublicKeys', () => {
  it('waits for keys in the making', async () => {
    const keys = new PublicKeys([generateSigningKey(), P256.publicKey]);
    expect((await keys.all()).map(({ algorithm }) => algorithm)).toEqual(['RS256', 'ES256']);
    const { keyId } = serviceAccountKey(P256.publicKey);
    expect(await keys.withId(keyId)).toHaveLength(1);
    expect(await keys.withId('')).toHaveLength(2);
    expect(await keys.withId('other')).toEqual([]);
  });

  it('tells whoever asks of a key that could not be made', async () => {
    await expect(new PublicKeys([Promise.reject(new Error('no entropy'))]).all()).rejects.toThrow('no entropy');
  });
});
