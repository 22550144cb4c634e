import http2 from 'node:http2';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../parity/answer.js';
import { Http1Transport } from '../parity/http1.js';
import { Http2Transport } from '../parity/http2.js';
import { ADMIN_TOKEN, type Server, startServer } from '../server.js';
import { agentOf } from './agent.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let server: Server;

beforeAll(async () => {
  server = await startServer({ httpPort: 0 });
});

afterAll(() => server.close());

describe('every answer', () => {
  it('has an audit id of its own, or the one that was sent', async () => {
    const first = await agentOf(server).get('/version').expect(200);
    const second = await agentOf(server).get('/version').expect(200);
    expect(first.headers['audit-id']).toMatch(UUID);
    expect(second.headers['audit-id']).not.toBe(first.headers['audit-id']);
    await agentOf(server).get('/version').set('Audit-ID', 'my-own-id').expect('audit-id', 'my-own-id');
  });

  it('is not to be kept by caches', async () => {
    await agentOf(server).get('/api/v1/namespaces').expect('cache-control', 'no-cache, private');
    await agentOf(server, '').get('/api/v1/namespaces').expect('cache-control', 'no-cache, private');
  });

  it('is bare application/json: some kubectls refuse a charset', async () => {
    for (const path of ['/version', '/api', '/apis', '/api/v1', '/api/v1/namespaces', '/api/v1/namespaces/default']) {
      await agentOf(server).get(path).expect('content-type', 'application/json').expect(200);
    }
  });

  it('is pretty for a browser and curl, and where asked', async () => {
    const pretty = '{\n  "kind": "Status",\n  "apiVersion": "v1",';
    const missing = '/api/v1/namespaces/missing';
    expect((await agentOf(server).get(missing).set('User-Agent', 'curl/8.0')).text).toContain(pretty);
    expect((await agentOf(server).get(`${missing}?pretty=true`)).text).toContain(pretty);
    expect((await agentOf(server).get(missing).set('User-Agent', 'kubectl')).text).not.toContain('\n  ');
  });
});

describe('health', () => {
  it('is for everyone', async () => {
    for (const path of ['/healthz', '/livez', '/readyz']) {
      const answer = await agentOf(server, '').get(path).expect(200);
      expect(answer.text, path).toBe('ok');
      expect(answer.headers['content-type'], path).toBe('text/plain; charset=utf-8');
    }
  });
});

describe('the protocol', () => {
  it.each([
    { offered: ['h2', 'http/1.1'], taken: 'h2' },
    { offered: ['http/1.1'], taken: 'http/1.1' },
    { offered: [], taken: false },
  ])('offered $offered, $taken is taken', async ({ offered, taken }) => {
    const socket = tls.connect({ port: server.port, host: '127.0.0.1', ca: server.ca, ALPNProtocols: offered });
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    const { alpnProtocol, authorized } = socket;
    socket.destroy();
    expect({ alpnProtocol, authorized }).toEqual({ alpnProtocol: taken, authorized: true });
  });

  it('does not change the answer', async () => {
    const request = {
      method: 'GET',
      path: '/api/v1/namespaces/default',
      headers: { Authorization: `Bearer ${ADMIN_TOKEN}` },
    };
    const transports = [
      new Http1Transport(server.url, server.ca),
      new Http2Transport(server.url, server.ca),
      new Http1Transport(server.httpUrl ?? ''),
    ];
    const answers = await Promise.all(transports.map((transport) => ask(transport, request)));
    for (const transport of transports) transport.close();
    const [first, ...others] = answers.map(({ status, raw }) => ({ status, raw }));
    expect(first?.status).toBe(200);
    for (const other of others) expect(other).toEqual(first);
  });

  it('keeps one HTTP/2 connection for many requests', async () => {
    const session = http2.connect(server.url, { ca: server.ca });
    const statuses = await Promise.all(
      Array.from({ length: 50 }, () => {
        const stream = session.request({ ':path': '/healthz' });
        stream.resume();
        return new Promise((resolve, reject) =>
          stream.once('response', (headers) => resolve(headers[':status'])).once('error', reject),
        );
      }),
    );
    session.destroy();
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});

describe('close', () => {
  it.each(['HTTP/1.1', 'HTTP/2'])('ends an open watch over %s at once', async (protocol) => {
    const closing = await startServer();
    const Transport = protocol === 'HTTP/2' ? Http2Transport : Http1Transport;
    const transport = new Transport(closing.url, closing.ca);
    const watch = await transport.send({
      method: 'GET',
      path: '/api/v1/namespaces?watch=true',
      headers: { Authorization: `Bearer ${ADMIN_TOKEN}` },
      streaming: true,
    });
    expect(watch.status).toBe(200);
    const ended = new Promise((resolve) => watch.stream.once('close', resolve));
    watch.stream.on('error', () => undefined).resume();
    const before = performance.now();
    await closing.close();
    await ended;
    expect(performance.now() - before).toBeLessThan(1000);
    transport.close();
  });
});
