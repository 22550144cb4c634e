import { generateKeyPairSync } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { serviceAccountKey } from '../../../src/serviceaccount/keys.js';
import {
  accepts,
  discoveryProblem,
  discoveryServed,
  jwks,
  notAcceptable,
  openidConfiguration,
} from '../../../src/server/openid.js';
import { ISSUER, RSA_KEY, featuresOf } from './cluster.js';
import { claimsOf, forge } from './forge.js';

const RSA = serviceAccountKey(RSA_KEY);
const EC_KEY = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
const EC = serviceAccountKey(EC_KEY);
const JWKS = 'application/jwk-set+json';

describe('the discovery document', () => {
  const config = { issuer: ISSUER, advertised: '127.0.0.1:6443', keys: [RSA, EC, RSA] };

  it('has its members in order and the algorithms once', () => {
    expect(openidConfiguration(config)).toBe(
      `{"issuer":"${ISSUER}","jwks_uri":"https://127.0.0.1:6443/openid/v1/jwks","response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["ES384","RS256"]}`,
    );
  });

  it('may have a jwks_uri of its own', () => {
    const jwksUri = 'https://keys.example/?a=1&b=2';
    expect(openidConfiguration({ ...config, jwksUri })).toContain('"jwks_uri":"https://keys.example/?a=1\\u0026b=2"');
  });

  it.each([
    [{ issuer: ISSUER }, undefined],
    [{ issuer: 'HTTPS://x' }, undefined],
    [{ issuer: 'kubernetes/serviceaccount' }, 'issuer URL must use https scheme, got: kubernetes/serviceaccount'],
    [{ issuer: 'http://x' }, 'issuer URL must use https scheme, got: http://x'],
    [{ issuer: 'https://x?a' }, 'issuer URL may not include a query, got: https://x?a'],
    [{ issuer: 'https://x#a' }, 'issuer URL may not include a fragment, got: https://x#a'],
    [{ issuer: '' }, 'empty issuer URL'],
    [{ issuer: ISSUER, jwksUri: 'http://x' }, 'jwksURI requires https scheme, parsed as: http://x'],
  ])('%j', (made, problem) => {
    expect(discoveryProblem(made)).toBe(problem);
    expect(discoveryServed(made, featuresOf('1.37'))).toBe(problem === undefined);
  });

  it('is not served where the gate is off', () => {
    const features = featuresOf('1.20', { ServiceAccountIssuerDiscovery: false });
    expect(discoveryServed({ issuer: ISSUER }, features)).toBe(false);
  });
});

describe('the key set', () => {
  it('has the members of each key in order', () => {
    const [rsa, ec] = jwks({ keys: [RSA, EC] }).split('},{');
    expect(rsa).toMatch(
      new RegExp(
        `^{"keys":\\[{"use":"sig","kty":"RSA","kid":"${RSA.keyId}","alg":"RS256","n":"[\\w-]{342}","e":"AQAB"$`,
      ),
    );
    expect(ec).toMatch(
      new RegExp(
        `^"use":"sig","kty":"EC","kid":"${EC.keyId}","crv":"P-384","alg":"ES384","x":"[\\w-]{64}","y":"[\\w-]{64}"}\\]}$`,
      ),
    );
  });

  it('verifies tokens', async () => {
    const keys = createLocalJWKSet(JSON.parse(jwks({ keys: [RSA, EC] })) as Parameters<typeof createLocalJWKSet>[0]);
    const currentDate = new Date('2026-11-23T22:00:00Z');
    const { payload } = await jwtVerify(forge(claimsOf()), keys, { issuer: ISSUER, audience: ISSUER, currentDate });
    expect(payload.sub).toBe('system:serviceaccount:ns:demo');
  });
});

describe('who asks for keys', () => {
  it.each([
    [undefined, true],
    ['', true],
    ['*/*', true],
    [JWKS, true],
    [`text/html, ${JWKS};q=0.1`, true],
    ['application/json, */*;q=0.5', true],
    ['application/json', false],
    ['application/*', false],
  ])('accepting %s', (accept, accepted) => {
    expect(accepts(accept, JWKS)).toBe(accepted);
  });

  it.each([
    ['1.24', '406: Not Acceptable'],
    ['1.25', '406: Not Acceptable\n\nAvailable representations: application/jwk-set+json'],
    ['1.37', '406: Not Acceptable\n\nAvailable representations: application/jwk-set+json'],
  ])('hears in %s what there is', (version, message) => {
    expect(notAcceptable(JWKS, featuresOf(version)).status).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason: 'NotAcceptable',
      details: {},
      code: 406,
    });
  });
});
