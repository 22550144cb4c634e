/** Watches over WebSockets, and other requests that ask for another protocol. As recorded from 1.37.2. */
import { once } from 'node:events';
import tls from 'node:tls';
import type supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ManualClock } from '../../src/clock/clock.js';
import { ADMIN_TOKEN, type Server, startServer } from '../server.js';
import { agentOf } from './agent.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const WATCH = `${MAPS}?watch=true`;
const ADMIN = { authorization: `Bearer ${ADMIN_TOKEN}` };
const ORIGIN = 'https://page.example';
const BEARER = `base64url.bearer.authorization.k8s.io.${Buffer.from(ADMIN_TOKEN).toString('base64url')}`;
const clock = new ManualClock(Date.now());

let server: Server;

beforeAll(async () => {
  server = await startServer({ kubernetesVersion: '1.37.2', clock });
});

afterAll(() => server.close());

interface Offer {
  readonly headers?: Record<string, string>;
  readonly protocols?: string[];
  readonly origin?: string | undefined;
}

class Client {
  readonly socket: WebSocket;
  readonly messages: { text: string; binary: boolean }[] = [];

  constructor(path: string, { headers = ADMIN, protocols = [], ...offer }: Offer = {}) {
    const origin = 'origin' in offer ? offer.origin : ORIGIN;
    const url = server.url.replace(/^https/, 'wss') + path;
    const given = origin === undefined ? {} : { origin };
    this.socket = new WebSocket(url, protocols, { headers, ca: server.ca, ...given });
    this.socket.on('message', (data: Buffer, binary: boolean) => {
      this.messages.push({ text: data.toString('latin1'), binary });
    });
  }

  /** Rejects where the handshake is refused. */
  async opened(): Promise<this> {
    await once(this.socket, 'open');
    return this;
  }

  /** The answer in place of a handshake. */
  refused(): Promise<{ code: number; body: string }> {
    return new Promise((resolve, reject) => {
      this.socket.on('open', () => reject(new Error('it was accepted')));
      this.socket.on('error', () => undefined);
      this.socket.on('unexpected-response', (_request, response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () => resolve({ code: response.statusCode ?? 0, body }));
      });
    });
  }

  /** Waits for as many messages: the events they hold. */
  async events(count: number): Promise<string[]> {
    while (this.messages.length < count) await once(this.socket, 'message');
    return this.messages.map(({ text }) => {
      const { type, object } = JSON.parse(text) as { type: string; object: { metadata: { name: string } } };
      return `${type} ${object.metadata.name}`;
    });
  }

  async closed(): Promise<number> {
    const [code] = (await once(this.socket, 'close')) as [number];
    return code;
  }
}

const post = (body: object): supertest.Test => agentOf(server).post(MAPS).send(body);

describe('a watch over a WebSocket', () => {
  it('has a message of text for each event, and ends with its time', async () => {
    await post({ metadata: { name: 'one', labels: { of: 'text' } } });
    const client = await new Client(`${WATCH}&labelSelector=of=text&timeoutSeconds=60`).opened();
    expect(await client.events(1)).toEqual(['ADDED one']);
    await post({ metadata: { name: 'two', labels: { of: 'text' } } });
    expect(await client.events(2)).toEqual(['ADDED one', 'ADDED two']);
    expect(client.messages[1]?.binary).toBe(false);
    expect(client.messages[1]?.text).toMatch(/^\{"type":"ADDED".*\}\n$/s);
    clock.advance(60_000);
    expect(await client.closed()).toBe(1000);
  });

  it('has binary messages without their lengths for protobuf', async () => {
    await post({ metadata: { name: 'three', labels: { of: 'bytes' } } });
    const headers = { ...ADMIN, accept: 'application/vnd.kubernetes.protobuf' };
    const client = await new Client(`${WATCH}&labelSelector=of=bytes`, { headers }).opened();
    while (client.messages.length === 0) await once(client.socket, 'message');
    // Field 1 of metav1.WatchEvent, five bytes long.
    expect(client.messages[0]?.binary).toBe(true);
    expect(client.messages[0]?.text).toMatch(/^\n\x05ADDED/);
    client.socket.terminate();
  });

  it('passes over what the client says', async () => {
    const client = await new Client(`${WATCH}&labelSelector=of=talk`).opened();
    client.socket.send('hello');
    client.socket.ping();
    await once(client.socket, 'pong');
    await post({ metadata: { name: 'four', labels: { of: 'talk' } } });
    expect(await client.events(1)).toEqual(['ADDED four']);
    client.socket.close();
    await client.closed();
  });

  it('knows a user by a protocol, and speaks the other one', async () => {
    const client = await new Client(WATCH, { headers: {}, protocols: [BEARER, 'kubernetes'] }).opened();
    expect(client.socket.protocol).toBe('kubernetes');
    client.socket.terminate();
  });

  it('speaks no protocol where none is named', async () => {
    const client = new Client(WATCH, { headers: { ...ADMIN, 'sec-websocket-protocol': '' } });
    await client.opened();
    expect(client.socket.protocol).toBe('');
    client.socket.terminate();
  });

  it('says that its version is too old in a message, and ends', async () => {
    const client = await new Client(`${WATCH}&resourceVersion=1`).opened();
    expect(await client.closed()).toBe(1000);
    expect(client.messages.map(({ text }) => JSON.parse(text) as unknown)).toEqual([
      { type: 'ERROR', object: expect.objectContaining({ kind: 'Status', reason: 'Expired', code: 410 }) as unknown },
    ]);
  });

  it('is cut off when its client does not read', async () => {
    const client = await new Client(`${WATCH}&fieldSelector=metadata.name=big`).opened();
    client.socket.pause();
    const text = 'x'.repeat(1_000_000);
    const agent = agentOf(server);
    await agent.post(MAPS).send({ metadata: { name: 'big' } });
    // What the kernel takes in for a reader comes on top of what the server keeps for it.
    for (let i = 0; i < 30; i++) {
      await agent.put(`${MAPS}/big`).send({ metadata: { name: 'big' }, data: { text: `${i}${text}` } });
    }
    clock.advance(10_000);
    const closed = client.closed();
    client.socket.resume();
    // Nobody said goodbye.
    expect(await closed).toBe(1006);
    expect(client.messages.length).toBeLessThan(31);
  });
});

describe('refused', () => {
  const wrong = `${BEARER.slice(0, 38)}eHh4`;

  it.each([
    ['a token that is nobody’s', { headers: {}, protocols: [wrong, 'kubernetes'] }, 401],
    ['a token and no protocol to speak', { headers: {}, protocols: [BEARER] }, 401],
    ['two tokens', { headers: {}, protocols: [BEARER, wrong, 'kubernetes'] }, 401],
    ['nobody', { headers: {} }, 403],
    ['no origin', { origin: undefined }, 403],
    ['an origin that is no URL', { origin: 'page' }, 403],
    ['several protocols', { protocols: ['one', 'two'] }, 400],
    ['a protocol and one without a name', { headers: { ...ADMIN, 'sec-websocket-protocol': 'one,' } }, 400],
  ])('%s', async (_name, offer, code) => {
    expect((await new Client(WATCH, offer).refused()).code).toBe(code);
  });

  it('a selector that cannot be read, with a Status', async () => {
    const { code, body } = await new Client(`${WATCH}&labelSelector=a==b==c`).refused();
    expect(code).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ kind: 'Status', message: "found '==', expected: ',' or 'end of string'" });
  });

  it('a version that is no number, with a Status', async () => {
    const { code, body } = await new Client(`${WATCH}&resourceVersion=abc`).refused();
    expect(code).toBe(500);
    expect(JSON.parse(body)).toMatchObject({
      kind: 'Status',
      message: 'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
    });
  });

  it('a user who may not, with a Status', async () => {
    const { code, body } = await new Client(WATCH, { headers: {}, protocols: [] }).refused();
    expect(code).toBe(403);
    expect(JSON.parse(body)).toMatchObject({ kind: 'Status', reason: 'Forbidden', details: { kind: 'configmaps' } });
  });
});

/** Sends a request as it is, and reads until the server hangs up. */
async function exchange(request: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = tls.connect({ host: hostname, port: Number(port), ca: server.ca, ALPNProtocols: ['http/1.1'] });
  socket.write(request);
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  await once(socket, 'close');
  return answer;
}

describe('answered as if it had not asked', () => {
  const head = (method: string, path: string, ...more: string[]): string =>
    [`${method} ${path} HTTP/1.1`, 'Host: x', `Authorization: Bearer ${ADMIN_TOKEN}`, ...more, '', ''].join('\r\n');

  it('a list', async () => {
    const { code, body } = await new Client(`${MAPS}?labelSelector=of=nothing`).refused();
    expect([code, (JSON.parse(body) as { kind: string }).kind]).toEqual([200, 'ConfigMapList']);
  });

  it('a request with a body that comes in pieces, for HTTP/2', async () => {
    const body = JSON.stringify({ metadata: { name: 'upgraded' }, data: { text: 'x'.repeat(100_000) } });
    const upgrade = ['Upgrade: h2c', 'Connection: Upgrade, HTTP2-Settings', `Content-Length: ${body.length}`];
    const answer = await exchange(head('POST', MAPS, 'Content-Type: application/json', ...upgrade) + body);
    expect(answer).toMatch(/^HTTP\/1.1 201 Created\r\n/);
    expect(answer).toContain('"name":"upgraded"');
  });

  it('exec in a pod that is not there', async () => {
    const path = '/api/v1/namespaces/default/pods/nope/exec?command=ls';
    const answer = await exchange(head('POST', path, 'Upgrade: SPDY/3.1', 'Connection: Upgrade', 'Content-Length: 0'));
    expect(answer).toMatch(/^HTTP\/1.1 404 Not Found\r\n/);
    expect(answer).toContain('pods \\"nope\\" not found');
  });
});

it('a server that closes ends its WebSockets', async () => {
  const own = await startServer({ kubernetesVersion: '1.37.2' });
  const url = `${own.url.replace(/^https/, 'wss')}${WATCH}`;
  const socket = new WebSocket(url, { headers: ADMIN, ca: own.ca, origin: ORIGIN });
  await once(socket, 'open');
  const closed = once(socket, 'close');
  await own.close();
  await closed;
});
