import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../src/clock/random.js';
import { type ClaimsRequest, claims } from '../../../src/serviceaccount/claims.js';
import { TokenGenerator } from '../../../src/serviceaccount/generator.js';
import { generateSigningKey, serviceAccountKey } from '../../../src/serviceaccount/keys.js';
import { legacyClaims } from '../../../src/serviceaccount/legacy-claims.js';
import { ISSUER, RSA_KEY, START, cluster, featuresOf, verdict } from '../authentication/cluster.js';
import { object } from '../authentication/forge.js';

const ACCOUNT = object('demo', 'sa-uid');
const REQUEST: ClaimsRequest = {
  account: ACCOUNT,
  audiences: [ISSUER],
  expirationSeconds: 3600,
  warnAfterSeconds: 0,
  now: START + 999,
};

function generator(
  version = '1.37',
  signingKey: ConstructorParameters<typeof TokenGenerator>[0]['signingKey'] = RSA_KEY,
) {
  const features = featuresOf(version);
  const options = {
    signingKey,
    issuer: ISSUER,
    apiAudiences: [ISSUER],
    maxExpirationSeconds: 0,
    extendExpiration: true,
  };
  return new TokenGenerator({ ...options, features });
}

function parts(token: string): string[] {
  return token.split('.').map((part, i) => (i < 2 ? Buffer.from(part, 'base64url').toString() : part));
}

function claimsFor(version: string, request: Partial<ClaimsRequest> = {}) {
  return claims({ ...REQUEST, ...request }, featuresOf(version), new SeededRandom(1));
}

describe('claims, byte by byte', () => {
  it('of a token in a secret', async () => {
    const secret = object('leg', 'leg-uid');
    const [header, payload] = parts(await generator().issueLegacy(legacyClaims(ACCOUNT, secret)));
    expect(header).toBe(`{"alg":"RS256","kid":"${serviceAccountKey(RSA_KEY).keyId}"}`);
    expect(payload).toBe(
      '{"iss":"kubernetes/serviceaccount","kubernetes.io/serviceaccount/namespace":"ns",' +
        '"kubernetes.io/serviceaccount/secret.name":"leg","kubernetes.io/serviceaccount/service-account.name":"demo",' +
        '"kubernetes.io/serviceaccount/service-account.uid":"sa-uid","sub":"system:serviceaccount:ns:demo"}',
    );
  });

  it.each([
    ['1.28', ''],
    ['1.29', ''],
    ['1.30', '"jti":"'],
    ['1.37', '"jti":"'],
  ])('of a bound token in %s', async (version, jti) => {
    const [, payload = ''] = parts(await generator(version).issue(claimsFor(version)));
    const times = `"exp":1795474800,"iat":1795471200,"iss":"${ISSUER}",`;
    const rest =
      '"kubernetes.io":{"namespace":"ns","serviceaccount":{"name":"demo","uid":"sa-uid"}},"nbf":1795471200,"sub":"system:serviceaccount:ns:demo"}';
    expect(payload.startsWith(`{"aud":["${ISSUER}"],${times}${jti}`)).toBe(true);
    expect(payload.replace(/"jti":"[0-9a-f-]{36}",/, '')).toBe(`{"aud":["${ISSUER}"],${times}${rest}`);
  });

  it('of a pod on a node, to be warned of', async () => {
    const bound = { kind: 'Pod', object: object('web', 'pod-uid'), node: { metadata: { name: 'gone' } } } as const;
    const all = claimsFor('1.37', { bound, expirationSeconds: 31536000, warnAfterSeconds: 3607 });
    const [, payload = ''] = parts(await generator().issue(all));
    expect(payload).toContain(
      '"kubernetes.io":{"namespace":"ns","node":{"name":"gone"},"pod":{"name":"web","uid":"pod-uid"},"serviceaccount":{"name":"demo","uid":"sa-uid"},"warnafter":1795474807}',
    );
    expect(payload).toContain('"exp":1827007200');
  });

  it('escapes as Go does', async () => {
    const [, payload] = parts(await generator('1.28').issue(claimsFor('1.28', { audiences: ['<a&b>\u2028"'] })));
    expect(payload).toContain('"aud":["\\u003ca\\u0026b\\u003e\\u2028\\""]');
  });
});

describe('signing', () => {
  it.each([
    ['P-256', 'ES256', 'sha256', 64],
    ['P-384', 'ES384', 'sha384', 96],
    ['P-521', 'ES512', 'sha512', 132],
  ] as const)('with a key on %s', async (namedCurve, alg, hash, size) => {
    const { privateKey, publicKey: key } = generateKeyPairSync('ec', { namedCurve });
    const token = await generator('1.37', privateKey).issue(claimsFor('1.37'));
    const [header = '', , signature = ''] = parts(token);
    expect(JSON.parse(header)).toEqual({ alg, kid: serviceAccountKey(key).keyId });
    const bytes = Buffer.from(signature, 'base64url');
    expect(bytes).toHaveLength(size);
    const input = Buffer.from(token.slice(0, token.lastIndexOf('.')));
    expect(verify(hash, input, { key, dsaEncoding: 'ieee-p1363' }, bytes)).toBe(true);
    const made = cluster('1.37', { key: privateKey });
    made.objects.put('serviceaccounts', ACCOUNT);
    expect(await verdict(made, token)).toBe('ok: system:serviceaccount:ns:demo');
  });

  it('waits for a key in the making', async () => {
    const token = await generator('1.37', generateSigningKey()).issue(claimsFor('1.37'));
    expect(token.split('.')).toHaveLength(3);
  });

  it('a public key cannot sign', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await expect(generator('1.37', publicKey).issue({})).rejects.toThrow(
      'the service account signing key must be a private key',
    );
  });
});
