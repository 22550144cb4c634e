import { decodeJwt } from 'jose';
import { beforeAll, expect, it } from 'vitest';
import { type ApiServer, describeOnEach } from './api-server.js';
import { KeySet } from './key-set.js';
import { Realm } from './keycloak.js';
import { itFollows } from './recipe.js';

const REALM = 'https://keycloak.example/realms/shop';
const UNKNOWN = '401 Invalid client or Invalid client credentials';

itFollows('keycloak.md');

describeOnEach('Keycloak', (context) => {
  let server: ApiServer;

  beforeAll(async () => {
    server = context.server;
    await server.account('orders');
  });

  const realm = (options: { issuer?: string; keys?: KeySet; later?: number } = {}): Realm =>
    new Realm({
      url: REALM,
      issuer: options.issuer ?? server.issuer,
      keys: options.keys ?? server.keys(),
      clients: [{ clientId: 'orders-client', subject: `system:serviceaccount:${server.namespace}:orders` }],
      now: () => server.now() + (options.later ?? 0),
    });

  const asked = async (token: string, by = realm()): Promise<string> => {
    const { status, body } = await by.token(form(token));
    return status === 200 ? '200' : `${status} ${String(body.error_description)}`;
  };

  it('gives an access token to the client whose account it is', async () => {
    const { status, body } = await realm().token(form(await server.token('orders', { audiences: [REALM] })));
    expect({ status, body }).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 300 } });
    expect(decodeJwt(String(body.access_token))).toMatchObject({ iss: REALM, azp: 'orders-client' });
  });

  it('wants the realm for an audience, and no other beside it', async () => {
    expect(await asked(await server.token('orders'))).toBe('400 Invalid token audience');
    expect(await asked(await server.token('orders', { audiences: [REALM, 'vault'] }))).toBe(
      '400 Multiple audiences not allowed',
    );
  });

  it('tells nobody which of account, issuer and signature was wrong', async () => {
    await server.account('stranger');
    const token = await server.token('orders', { audiences: [REALM] });
    expect(await asked(await server.token('stranger', { audiences: [REALM] }))).toBe(UNKNOWN);
    expect(await asked(token, realm({ issuer: 'https://issuer.example' }))).toBe(UNKNOWN);
    expect(await asked(`${token.slice(0, -8)}AAAAAAAA`)).toBe(UNKNOWN);
    expect(await asked('nothing')).toBe(UNKNOWN);
    const keys = new KeySet({ discovery: server.issuer, fetch: () => Promise.reject(new Error('no route')) });
    expect(await asked(token, realm({ keys }))).toBe(UNKNOWN);
  });

  it('does not see that a pod was deleted, nor that an account was made anew', async () => {
    const token = await server.token('orders', { audiences: [REALM], pod: await server.pod('orders-0', 'orders') });
    await server.delete('pods', 'orders-0');
    expect(await asked(token)).toBe('200');
    await server.delete('serviceaccounts', 'orders');
    await server.account('orders');
    expect(await asked(token)).toBe('200');
  });

  it('takes a token until it expires, and no longer than an hour', async () => {
    const short = await server.token('orders', { audiences: [REALM], seconds: 600 });
    expect(await asked(short, realm({ later: 590_000 }))).toBe('200');
    expect(await asked(short, realm({ later: 601_000 }))).toBe('400 Token is not active');
    const long = await server.token('orders', { audiences: [REALM], seconds: 7200 });
    expect(await asked(long, realm({ later: 3_602_000 }))).toBe(
      '400 Token was issued too far in the past to be used now',
    );
    expect(await asked(short, realm({ later: -60_000 }))).toBe('400 Token is not active');
  });

  it('finds a new key by itself, which is when it learns that the old one is gone', async (context) => {
    const { ours } = server;
    if (ours === undefined) return context.skip('a real server’s key is not rotated');
    const kept = realm();
    const old = await server.token('orders', { audiences: [REALM] });
    expect(await asked(old, kept)).toBe('200');
    await ours.rotateServiceAccountKey({ keepOldKeys: false });
    expect(await asked(old, kept)).toBe('200');
    const young = await server.token('orders', { audiences: [REALM] });
    expect(await asked(young, kept)).toBe('200');
    // To find the new key it has read all of them again.
    expect(await asked(old, kept)).toBe(UNKNOWN);
    await ours.clock.advance('1h1m');
    expect(await asked(young, kept)).toBe('400 Token is not active');
  });
});

function form(token: string): URLSearchParams {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: token,
  });
}
