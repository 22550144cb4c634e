import { type KeyObject, createPublicKey, sign } from 'node:crypto';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { serviceAccountKey } from '../../../src/serviceaccount/keys.js';
import { ISSUER, RSA_KEY, START } from './cluster.js';

export type Members = Readonly<Record<string, unknown>>;

export const NOW = START / 1000;
export const NAMESPACE = 'ns';

export function object(name: string, uid: string, more: object = {}, namespace: string = NAMESPACE): KubeObject {
  return { metadata: { name, uid, ...(namespace === '' ? {} : { namespace }) }, ...more };
}

export const KEY_ID = serviceAccountKey(createPublicKey(RSA_KEY)).keyId;

/** Header and payload as texts, whatever they are, signed all the same. */
export function signText(header: string, payload: string, key: KeyObject = RSA_KEY, hash = 'sha256'): string {
  const input = `${base64Url(header)}.${base64Url(payload)}`;
  return `${input}.${sign(hash, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** The claims of a good token of ns/demo, with changes; undefined takes a claim away. */
export function claimsOf(changes: Members = {}, kubernetes: Members = {}): Members {
  return {
    aud: [ISSUER],
    exp: NOW + 3600,
    iat: NOW,
    nbf: NOW,
    iss: ISSUER,
    jti: 'a-jti',
    sub: 'system:serviceaccount:ns:demo',
    'kubernetes.io': { namespace: NAMESPACE, serviceaccount: { name: 'demo', uid: 'sa-uid' }, ...kubernetes },
    ...changes,
  };
}

export function forge(claims: Members, header: Members = { alg: 'RS256', kid: KEY_ID }, key?: KeyObject): string {
  return signText(JSON.stringify(header), JSON.stringify(claims), key);
}

/** The claims of a good token that lives in the secret ns/leg, with changes. */
export function legacyClaimsOf(changes: Members = {}): Members {
  return {
    iss: 'kubernetes/serviceaccount',
    'kubernetes.io/serviceaccount/namespace': NAMESPACE,
    'kubernetes.io/serviceaccount/secret.name': 'leg',
    'kubernetes.io/serviceaccount/service-account.name': 'demo',
    'kubernetes.io/serviceaccount/service-account.uid': 'sa-uid',
    sub: 'system:serviceaccount:ns:demo',
    ...changes,
  };
}

function base64Url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
