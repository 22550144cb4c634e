import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { serviceAccountKey } from '../../src/serviceaccount/keys.js';
import { ADMIN_TOKEN, type Server, signingKey, startServer } from '../server.js';
import { agentOf, type ApiBody } from './agent.js';

const ec = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const TOKEN_PATH = '/api/v1/namespaces/default/serviceaccounts/default/token';
const REVIEW_PATH = '/apis/authentication.k8s.io/v1/tokenreviews';
const INVALID = { user: {}, error: '[invalid bearer token, invalid signature, no keys found]' };

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function start(...options: Parameters<typeof startServer>): Promise<Server> {
  const server = await startServer(...options);
  servers.push(server);
  return server;
}

async function mint(server: Server): Promise<string> {
  const answer = await agentOf(server).post(TOKEN_PATH).send({ spec: {} }).expect(201);
  return (answer.body as ApiBody).status.token;
}

async function review(server: Server, token: string): Promise<ApiBody['status']> {
  const answer = await agentOf(server).post(REVIEW_PATH).send({ spec: { token } }).expect(201);
  return (answer.body as ApiBody).status;
}

async function keyIds(server: Server): Promise<unknown[]> {
  // Its media type is none that supertest takes for JSON.
  const answer = await agentOf(server).get('/openid/v1/jwks').responseType('blob').expect(200);
  return (JSON.parse((answer.body as Buffer).toString()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
}

const idOf = (key: KeyObject): string => serviceAccountKey(key).keyId;

it('the old key goes on to verify beside the new one until it is dropped', async () => {
  const server = await start();
  const old = await mint(server);
  expect(await review(server, old)).toMatchObject({ authenticated: true });
  const next = ec();
  expect(await server.rotateServiceAccountKey({ key: next })).toBe(next);
  const young = await mint(server);
  expect(JSON.parse(Buffer.from(young.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({
    alg: 'ES256',
    kid: idOf(next),
  });
  expect(await keyIds(server)).toEqual([idOf(signingKey()), idOf(next)]);
  for (const token of [old, young]) expect(await review(server, token)).toMatchObject({ authenticated: true });

  await server.update({ serviceAccountKeys: [next] });
  expect(await review(server, old)).toEqual(INVALID);
  expect(await review(server, young)).toMatchObject({ authenticated: true });
  expect(await keyIds(server)).toEqual([idOf(next)]);
  const discovery = await agentOf(server).get('/.well-known/openid-configuration').expect(200);
  expect(discovery.body).toMatchObject({ id_token_signing_alg_values_supported: ['ES256'] });
});

it('a key that is not kept is gone at once, and a key is made where none is given', async () => {
  const server = await start();
  const old = await mint(server);
  const made = await server.rotateServiceAccountKey({ keepOldKeys: false });
  expect(made.asymmetricKeyType).toBe('rsa');
  expect(await review(server, old)).toEqual(INVALID);
  expect(await keyIds(server)).toEqual([idOf(made)]);
});

it('a signing key alone replaces the one that was alone, and leaves those that were given', async () => {
  const alone = await start();
  const next = ec();
  await alone.update({ serviceAccountSigningKey: next });
  expect(await keyIds(alone)).toEqual([idOf(next)]);
  const keys = [
    createPublicKey(signingKey().export({ type: 'pkcs1', format: 'pem' })),
    createPublicKey(ec().export({ type: 'pkcs8', format: 'pem' })),
  ];
  const given = await start({ serviceAccountKeys: keys });
  await given.update({ serviceAccountSigningKey: next });
  expect(await keyIds(given)).toEqual(keys.map(idOf));
});

it('nothing changes where a part is not good', async () => {
  const server = await start();
  const before = await keyIds(server);
  const other = generateKeyPairSync('ed25519').privateKey;
  const changes = { staticTokens: [], serviceAccountSigningKey: ec() };
  await expect(server.update({ ...changes, serviceAccountKeys: [other] })).rejects.toThrow(
    'a ed25519 key cannot sign service account tokens',
  );
  await expect(server.update({ ...changes, clientCA: 'garbage' })).rejects.toThrow(
    'the client CA bundle: it holds no PEM',
  );
  await expect(server.update({ ...changes, tls: { cert: server.ca, key: 'garbage' } })).rejects.toThrow(
    'the TLS private key does not belong to the TLS certificate',
  );
  await expect(server.rotateServiceAccountKey({ key: createPublicKey(server.ca) })).rejects.toThrow(
    'must be a private key',
  );
  expect(await keyIds(server)).toEqual(before);
  await agentOf(server).get('/version').expect(200);
});

it('under load no valid token fails and no invalid one passes', async () => {
  const server = await start({ httpPort: 0 });
  const foreign = await mint(await start({ serviceAccountSigningKey: ec() }));
  // Without a handshake per request.
  const review = async (token: string): Promise<ApiBody['status']> => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ spec: { token } });
    const answer = await fetch(`${server.httpUrl ?? ''}${REVIEW_PATH}`, { method: 'POST', headers, body });
    return ((await answer.json()) as ApiBody).status;
  };
  const tokens = await Promise.all(Array.from({ length: 8 }, () => mint(server)));
  let valid: readonly string[] = tokens;
  let going = true;
  let asked = 0;
  const progress = new EventEmitter();
  const failures: unknown[] = [];
  const load = Array.from({ length: 8 }, async (_, worker) => {
    while (going) {
      const token = valid[worker % valid.length] ?? '';
      const [good, bad] = await Promise.all([review(token), review(foreign)]);
      // A token that was good when it was asked about, and still is, was good all the time.
      if (good.authenticated !== true && valid.includes(token)) failures.push(good);
      if (bad.authenticated === true) failures.push('a foreign token passed');
      asked += 2;
      progress.emit('asked');
    }
  });
  const until = async (count: number): Promise<void> => {
    const enough = asked + count;
    while (asked < enough) await new Promise((resolve) => progress.once('asked', resolve));
  };
  for (let round = 0; round < 3; round++) {
    await until(60);
    const next = await server.rotateServiceAccountKey({ key: ec() });
    await until(60);
    const young = await Promise.all(Array.from({ length: 8 }, () => mint(server)));
    const old = valid;
    valid = young;
    await until(60);
    await server.update({ serviceAccountKeys: [next] });
    // From this moment on, even where they were verified before or are just being verified.
    const verdicts = await Promise.all(old.map((token) => review(token)));
    expect(verdicts).toEqual(old.map(() => INVALID));
  }
  going = false;
  await Promise.all(load);
  expect(failures).toEqual([]);
  expect(asked).toBeGreaterThan(500);
});
