import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PublicKeys } from '../../../src/serviceaccount/public-keys.js';
import { serviceAccountKey } from '../../../src/serviceaccount/keys.js';
import { SignatureCache } from '../../../src/serviceaccount/signature-cache.js';
import { TokenVerifier } from '../../../src/serviceaccount/verifier.js';
import { type VerifiedToken } from '../../../src/serviceaccount/verified-token.js';
import { ISSUER, RSA_KEY, cluster, featuresOf, verdict } from '../authentication/cluster.js';
import { claimsOf, forge, object } from '../authentication/forge.js';

const EC_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const ES256 = { alg: 'ES256', kid: serviceAccountKey(EC_KEY).keyId };
const VERIFIED: VerifiedToken = {
  public: { issuer: '', subject: '', audience: [], expiry: 0, notBefore: 0, issuedAt: 0, id: '' },
  all: {},
};

describe('several keys and issuers', () => {
  const OTHER = 'https://other.example';

  it.each(['1.37', '1.24'])('%s takes tokens of any of them', async (version) => {
    const publicKeys = new PublicKeys([RSA_KEY, EC_KEY]);
    const made = cluster(version, {
      publicKeys,
      serviceAccountIssuers: [ISSUER, OTHER],
      apiAudiences: [ISSUER, OTHER],
    });
    made.objects.put('serviceaccounts', object('demo', 'sa-uid'));
    const ok = 'ok: system:serviceaccount:ns:demo';
    expect(await verdict(made, forge(claimsOf()))).toBe(ok);
    expect(await verdict(made, forge(claimsOf({ iss: OTHER }), ES256, EC_KEY))).toBe(ok);
    expect(await verdict(made, forge(claimsOf(), { alg: 'ES256' }, EC_KEY))).toBe(ok);
    const library = version === '1.37' ? 'go-jose' : 'square';
    const neither = forge(claimsOf(), { alg: 'RS256' }).replace(/.{6}$/, 'AAAAAA');
    expect(await verdict(made, neither)).toBe(
      `[invalid bearer token, ${library}/go-jose: error in cryptographic primitive]`,
    );
  });
});

describe('SignatureCache', () => {
  it('forgets the least recently used', () => {
    const cache = new SignatureCache<VerifiedToken>(2);
    cache.set('a', VERIFIED);
    cache.set('b', VERIFIED);
    cache.get('a');
    cache.set('c', VERIFIED);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([VERIFIED, undefined, VERIFIED]);
    expect(cache.size).toBe(2);
    cache.clear();
    expect(cache.get('a')).toBeUndefined();
  });
});

describe('TokenVerifier', () => {
  it('remembers what was signed well and nothing else', async () => {
    const verifier = new TokenVerifier(new PublicKeys([RSA_KEY]), featuresOf('1.37'));
    const good = forge(claimsOf());
    const bad = good.replace(/.{6}$/, 'AAAAAA');
    await expect(verifier.verify(bad)).rejects.toThrow('error in cryptographic primitive');
    const verified = await verifier.verify(good);
    expect(verified?.public.subject).toBe('system:serviceaccount:ns:demo');
    expect(verifier.remembered(good)).toBe(verified);
    expect(verifier.remembered(bad)).toBeUndefined();
    expect(await verifier.verify('no token')).toBeUndefined();
  });

  it('verifies once for all who ask at the same time', () => {
    const verifier = new TokenVerifier(new PublicKeys([RSA_KEY]), featuresOf('1.37'));
    const good = forge(claimsOf());
    expect(verifier.verify(good)).toBe(verifier.verify(good));
  });
});
