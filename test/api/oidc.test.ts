/** Tokens of an OpenID issuer, which answers over HTTPS on this machine. */
import { createServer, type Server as HttpsServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RealClock } from '../../src/clock/clock.js';
import { SystemRandom } from '../../src/clock/random.js';
import { createAuthority } from '../../src/server/certificates/authority.js';
import { type Server, startServer } from '../server.js';
import { agentOf, type ApiBody } from './agent.js';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

let keys: Keys;
let strangers: Keys;
let issuer: HttpsServer;
let url: string;
let server: Server;

beforeAll(async () => {
  [keys, strangers] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', use: 'sig', alg: 'RS256' };
  const authority = createAuthority({ clock: new RealClock(), random: new SystemRandom() });
  const { cert, key } = authority.issueServing(['127.0.0.1']);
  issuer = createServer({ cert: `${cert}${authority.cert}`, key }, (request, response) => {
    response.setHeader('Content-Type', 'application/json');
    const discovery = { issuer: url, jwks_uri: `${url}/keys` };
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : discovery));
  });
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${String((issuer.address() as AddressInfo).port)}`;
  server = await startServer({
    authenticationConfiguration: {
      jwt: [
        {
          issuer: { url, audiences: ['kubernetes'], certificateAuthority: authority.cert },
          claimValidationRules: [{ claim: 'tenant', requiredValue: 'blue' }],
          claimMappings: {
            username: { claim: 'sub', prefix: 'oidc:' },
            groups: { claim: 'groups', prefix: 'oidc:' },
          },
        },
      ],
    },
  });
});

afterAll(async () => {
  await server.close();
  issuer.closeAllConnections();
  issuer.close();
});

const CLAIMS = { sub: 'jane', groups: ['dev'], tenant: 'blue' };

function signed(claims: JWTPayload = {}, { privateKey }: Keys = keys, lifetime = '10m'): Promise<string> {
  return new SignJWT({ ...CLAIMS, iss: url, aud: 'kubernetes', ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuedAt()
    .setExpirationTime(lifetime)
    .sign(privateKey);
}

async function reviewed(token: string): Promise<ApiBody['status']> {
  const question = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } };
  const response = await agentOf(server).post('/apis/authentication.k8s.io/v1/tokenreviews').send(question).expect(201);
  return (response.body as ApiBody).status;
}

it('names the user and its groups by the claims', async () => {
  const { authenticated, user } = await reviewed(await signed());
  expect([authenticated, user]).toEqual([
    true,
    { username: 'oidc:jane', groups: ['oidc:dev', 'system:authenticated'] },
  ]);
});

it('lets the user in, who may do what RBAC says', async () => {
  const response = await agentOf(server, await signed())
    .get('/api/v1/namespaces')
    .expect(403);
  expect((response.body as ApiBody).message).toContain('User "oidc:jane" cannot list resource "namespaces"');
});

it.each<[string, () => string | Promise<string>, string]>([
  ['for somebody else', () => signed({ aud: 'vault' }), 'expected audience "kubernetes" got ["vault"]'],
  ['that has expired', () => signed({}, keys, '-1m'), 'token is expired'],
  ['that another key signed', () => signed({}, strangers), 'failed to verify signature'],
  ['without a claim that must be there', () => signed({ tenant: 'red' }), 'tenant'],
])('refuses a token %s', async (_what, make, error) => {
  const status = await reviewed(await make());
  expect(status.authenticated).toBeUndefined();
  expect(status.error).toContain(error);
});

it('refuses a token that nobody signed', async () => {
  const token = new UnsecuredJWT({ ...CLAIMS, iss: url, aud: 'kubernetes' })
    .setIssuedAt()
    .setExpirationTime('10m')
    .encode();
  expect((await reviewed(token)).authenticated).toBeUndefined();
  await agentOf(server, token).get('/api/v1/namespaces').expect(401);
});

it('does not know a token of another issuer', async () => {
  expect((await reviewed(await signed({ iss: 'https://elsewhere.example' }))).authenticated).toBeUndefined();
});

it('says at the start what is wrong with an expression', async () => {
  const jwt = [
    { issuer: { url, audiences: ['kubernetes'] }, claimMappings: { username: { expression: 'claim.sub' } } },
  ];
  await expect(startServer({ authenticationConfiguration: { jwt } })).rejects.toThrow(
    'jwt[0].claimMappings.username.expression: Invalid value: "claim.sub": compilation failed: ERROR: <input>:1:1: ' +
      "undeclared reference to 'claim' (in container '')\n | claim.sub\n | ^",
  );
});
