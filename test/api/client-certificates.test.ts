import { connect as connectHttp2 } from 'node:http2';
import { request } from 'node:https';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuthority } from '../../src/server/certificates/authority.js';
import { RealClock, SystemRandom } from '../../src/index.js';
import { type Server, startServer } from '../server.js';
import { agentOf } from './agent.js';

const authority = () => createAuthority({ clock: new RealClock(), random: new SystemRandom() });
const users = authority();
const proxies = authority();
const PATH = '/apis/authentication.k8s.io/v1/selfsubjectreviews';

let server: Server;

beforeAll(async () => {
  server = await startServer({
    clientCA: users.cert,
    requestHeader: {
      ...{ clientCA: proxies.cert, allowedNames: ['front-proxy-client'] },
      ...{ usernameHeaders: ['X-Remote-User'], groupHeaders: ['X-Remote-Group'] },
      ...{ extraHeaderPrefixes: ['X-Remote-Extra-'], uidHeaders: ['X-Remote-Uid'] },
    },
  });
});
afterAll(() => server.close());

interface Pair {
  readonly cert: string;
  readonly key: string;
}

type Headers = Readonly<Record<string, string | string[]>>;

/** Who the server takes the client for; the code where it is not answered with 201. */
function whoami(pair: Pair | undefined, headers: Headers = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      ca: server.ca,
      agent: false,
      headers: { ...headers, 'content-type': 'application/json' },
    };
    request(new URL(PATH, server.url), { ...options, ...pair }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => {
        const { status } = JSON.parse(body) as { status: { userInfo: unknown } };
        resolve(response.statusCode === 201 ? status.userInfo : response.statusCode);
      });
    })
      .on('error', reject)
      .end('{}');
  });
}

it('users show a certificate of their authority, and the administrator one of the CA that was made', async () => {
  const jane = users.issueClient({ commonName: 'jane', organizations: ['qa'] });
  expect(await whoami(jane)).toMatchObject({ username: 'jane', groups: ['qa', 'system:authenticated'] });
  expect(await whoami(authority().issueClient({ commonName: 'jane' }))).toBe(401);
  expect(await whoami(users.issueServing(['jane']))).toBe(401);
  const kubeconfig = server.kubeconfig();
  const pem = (key: string): string =>
    Buffer.from(new RegExp(`${key}: (\\S+)`).exec(kubeconfig)?.[1] ?? '', 'base64').toString();
  const admin = { cert: pem('client-certificate-data'), key: pem('client-key-data') };
  expect(await whoami(admin)).toMatchObject({ username: 'kubernetes-admin' });
});

it('a proxy names users in headers, and nobody else does', async () => {
  const proxy = proxies.issueClient({ commonName: 'front-proxy-client' });
  const headers = {
    ...{ 'X-Remote-User': 'jane', 'X-Remote-Uid': 'j', 'X-Remote-Group': ['a, b', 'c'] },
    'X-Remote-Extra-Scopes': 'x',
  };
  expect(await whoami(proxy, headers)).toEqual({
    ...{ username: 'jane', uid: 'j', groups: ['a, b', 'c', 'system:authenticated'] },
    extra: { scopes: ['x'] },
  });
  expect(await whoami(proxy)).toBe(401);
  expect(await whoami(proxies.issueClient({ commonName: 'somebody' }), headers)).toBe(401);
  expect(await whoami(users.issueClient({ commonName: 'joe' }), headers)).toMatchObject({ username: 'joe' });
  expect(await whoami(undefined, headers)).toBe(403);
});

it('a resumed session is as good as the one before it', async () => {
  const jane = users.issueClient({ commonName: 'jane' });
  const ask = (session?: Buffer): Promise<{ session: Buffer | undefined; reused: boolean; text: string }> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      const options = { ca: server.ca, ...jane, host: hostname, port: Number(port), ALPNProtocols: ['http/1.1'] };
      const head = `POST ${PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n`;
      const socket = connectTls({ ...options, ...(session && { session }) }, () => socket.write(`${head}{}`));
      let text = '';
      let ticket: Buffer | undefined;
      // The tickets come ahead of the answer.
      socket.on('session', (made: Buffer) => (ticket = made));
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (!text.includes('"username"')) return;
        resolve({ session: ticket, reused: socket.isSessionReused(), text });
        socket.destroy();
      });
      socket.on('error', reject);
    });
  const first = await ask();
  const second = await ask(first.session);
  expect(second.reused).toBe(true);
  expect(second.text).toContain('"username":"jane"');
});

it('HTTP/2 knows the certificate as well', async () => {
  const jane = users.issueClient({ commonName: 'jane' });
  const session = connectHttp2(server.url, { ca: server.ca, ...jane });
  const who = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const stream = session.request({ ':method': 'POST', ':path': PATH, 'content-type': 'application/json' });
      let body = '';
      stream.on('data', (chunk: Buffer) => (body += chunk.toString()));
      stream.on('end', () => resolve(body));
      stream.on('error', reject);
      stream.end('{}');
    });
  for (const body of [await who(), await who()]) expect(body).toContain('"username":"jane"');
  session.destroy();
});

it('authorities and the serving certificate may change', async () => {
  const others = await startServer({ clientCA: users.cert });
  const ask = (pair: Pair): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(new URL('/version', others.url), { ca: others.ca, agent: false, ...pair }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  const [old, next] = [users.issueClient({ commonName: 'jane' }), proxies.issueClient({ commonName: 'jane' })];
  expect([await ask(old), await ask(next)]).toEqual([200, 401]);
  await others.update({ clientCA: proxies.cert });
  expect([await ask(old), await ask(next)]).toEqual([401, 200]);
  const { body } = (await agentOf(others).get(
    '/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication',
  )) as {
    body: { data: Record<string, string> };
  };
  expect(body.data['client-ca-file']).toContain(proxies.cert.trim());

  const elsewhere = authority();
  const { cert, key } = elsewhere.issueServing(['127.0.0.1']);
  const served = others.ca;
  await others.update({ tls: { cert: `${cert}${elsewhere.cert}`, key } });
  expect(others.ca).not.toBe(served);
  expect(await ask(next)).toBe(200);
  await others.close();
});
