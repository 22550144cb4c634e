/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- the client's models are classes that its users write as literals */
import https from 'node:https';
import { AuthenticationV1Api, CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  errors,
  type JSONWebKeySet,
  jwtVerify,
  type JWTPayload,
} from 'jose';
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/index.js';
import { type Server, startServer } from '../server.js';

const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const ECDSA = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

describe.each([
  { alg: 'RS256', options: {} },
  { alg: 'ES256', options: { serviceAccountSigningKey: ECDSA } },
])('a relying party that verifies $alg tokens with jose', ({ alg, options }) => {
  let server: Server;
  let token: string;
  let apiToken: string;

  beforeAll(async () => {
    server = await startServer(options);
    token = await mint(server, ['vault']);
    apiToken = await mint(server, []);
  });

  afterAll(() => server.close());

  it('reads the keys through discovery, as a service account', async () => {
    const fetchWithCA = fetcher(server.ca, apiToken);
    const discovery = await fetchWithCA(new URL('/.well-known/openid-configuration', server.url).href);
    const configuration = (await discovery.json()) as Record<string, unknown>;
    expect(configuration).toMatchObject({ issuer: ISSUER, id_token_signing_alg_values_supported: [alg] });
    const keys = createRemoteJWKSet(new URL(String(configuration.jwks_uri)), { [customFetch]: fetchWithCA });
    const { payload, protectedHeader } = await jwtVerify(token, keys, { issuer: ISSUER, audience: 'vault' });
    expect(protectedHeader.alg).toBe(alg);
    expect(payload.sub).toBe('system:serviceaccount:default:default');
    await expect(jwtVerify(token, keys, { audience: 'consul' })).rejects.toThrow(errors.JWTClaimValidationFailed);
  });

  it('verifies offline, with keys it kept', async () => {
    const response = await fetcher(server.ca, apiToken)(new URL('/openid/v1/jwks', server.url).href);
    expect(response.headers.get('content-type')).toBe('application/jwk-set+json');
    const keys = createLocalJWKSet((await response.json()) as JSONWebKeySet);
    const { payload } = await jwtVerify(token, keys, { issuer: ISSUER, audience: 'vault' });
    expect(kubernetesClaim(payload)).toMatchObject({ namespace: 'default', serviceaccount: { name: 'default' } });
    await expect(jwtVerify(`${token.slice(0, -8)}AAAAAAAA`, keys)).rejects.toThrow(
      errors.JWSSignatureVerificationFailed,
    );
  });
});

it('signs times of the clock it was given', async () => {
  const clock = new ManualClock('2030-01-01T00:00:00Z');
  const server = await startServer({ clock });
  try {
    const { iat = 0, exp = 0, nbf } = decodeJwt(await mint(server, ['vault'], 1200));
    expect([new Date(iat * 1000).toISOString(), exp - iat, nbf]).toEqual(['2030-01-01T00:00:00.000Z', 1200, iat]);
  } finally {
    await server.close();
  }
});

async function mint(server: Server, audiences: string[], expirationSeconds = 600): Promise<string> {
  const config = new KubeConfig();
  config.loadFromString(server.kubeconfig());
  const body = { spec: { audiences, expirationSeconds } };
  const answer = await config
    .makeApiClient(CoreV1Api)
    .createNamespacedServiceAccountToken({ namespace: 'default', name: 'default', body });
  const token = answer.status?.token ?? '';
  const review = await config
    .makeApiClient(AuthenticationV1Api)
    .createTokenReview({ body: { spec: { token, audiences } } });
  expect(review.status?.authenticated).toBe(true);
  return token;
}

function kubernetesClaim(payload: JWTPayload): unknown {
  return payload['kubernetes.io'];
}

/** fetch that trusts a CA and sends a bearer token, as a workload in a cluster does. */
function fetcher(ca: string, token: string): (url: string) => Promise<Response> {
  const agent = new https.Agent({ ca });
  return (url) =>
    new Promise((resolve, reject) => {
      https
        .get(url, { agent, headers: { Authorization: `Bearer ${token}` } }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const headers = { 'content-type': response.headers['content-type'] ?? '' };
            resolve(new Response(Buffer.concat(chunks), { status: response.statusCode ?? 0, headers }));
          });
        })
        .on('error', reject);
    });
}
