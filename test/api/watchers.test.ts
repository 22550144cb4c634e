import http from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ManualClock } from '../../src/clock/clock.js';
import { ADMIN_TOKEN, type Server, startServer } from '../server.js';
import { agentOf, type ApiBody } from './agent.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const clock = new ManualClock(Date.now());

let server: Server;

beforeAll(async () => {
  server = await startServer({ httpPort: 0, clock });
});

afterAll(() => server.close());

/** A watch over a connection of its own, and the types of the events that came. */
class Watcher {
  readonly types: string[] = [];
  readonly response: http.IncomingMessage;
  #rest = '';

  constructor(response: http.IncomingMessage) {
    this.response = response;
  }

  static open(query: string, headers: Record<string, string> = {}): Promise<Watcher> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(server.httpUrl ?? '');
      const options = { hostname, port, path: `${MAPS}?watch=true&${query}`, agent: false };
      const authorization = { Authorization: `Bearer ${ADMIN_TOKEN}` };
      http
        .get({ ...options, headers: { ...authorization, ...headers } }, (response) => resolve(new Watcher(response)))
        .on('error', reject);
    });
  }

  read(): this {
    this.response.setEncoding('utf8');
    this.response.on('data', (text: string) => {
      const lines = (this.#rest + text).split('\n');
      this.#rest = lines.pop() ?? '';
      this.types.push(...lines.map((line) => /^\{"type":"(\w+)"/.exec(line)?.[1] ?? line));
    });
    return this;
  }

  /** Resolves as soon as so many events came. */
  has(count: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.types.length >= count) resolve();
        else this.response.once('data', look);
      };
      look();
    });
  }

  close(): void {
    this.response.destroy();
  }
}

async function newest(): Promise<string> {
  const answer = await agentOf(server).get(MAPS).query({ limit: 1 });
  return (answer.body as ApiBody).metadata.resourceVersion ?? '';
}

it('tells 1,000 watchers of every change, quickly and in bounded memory', async () => {
  const query = `resourceVersion=${await newest()}`;
  const watchers: Watcher[] = [];
  for (let i = 0; i < 20; i++) {
    watchers.push(...(await Promise.all(Array.from({ length: 50 }, () => Watcher.open(query)))));
  }
  for (const watcher of watchers) watcher.read();
  const before = process.memoryUsage();
  const text = 'x'.repeat(20_000);
  const started = performance.now();
  for (let i = 0; i < 10; i++) {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `many-${i}` }, data: { text } };
    await agentOf(server).post(MAPS).send(body).expect(201);
  }
  await Promise.all(watchers.map((watcher) => watcher.has(10)));
  const took = performance.now() - started;
  const after = process.memoryUsage();
  for (const watcher of watchers) watcher.close();
  expect(new Set(watchers.map(({ types }) => types.join()))).toEqual(new Set(['ADDED,'.repeat(10).slice(0, -1)]));
  // 200 MB came to readers in this very process; encoding it for each of them would take many times as long.
  expect(took).toBeLessThan(15_000);
  expect(after.rss - before.rss).toBeLessThan(300_000_000);
}, 60_000);

it('cuts off who does not read, and nobody else', async () => {
  const query = `resourceVersion=${await newest()}`;
  const slow = await Watcher.open(query);
  slow.response.pause();
  const quick = (await Watcher.open(query)).read();
  const text = 'x'.repeat(1_000_000);
  const agent = agentOf(server);
  await agent
    .post(MAPS)
    .send({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'big' } })
    .expect(201);
  // What the kernel takes in for a reader comes on top of what the server keeps for it.
  for (let i = 0; i < 30; i++) {
    await agent
      .put(`${MAPS}/big`)
      .send({ kind: 'ConfigMap', metadata: { name: 'big' }, data: { text: `${i}${text}` } });
  }
  await quick.has(31);
  const broken = new Promise<boolean>((resolve) => {
    slow.response.on('error', () => resolve(true)).on('end', () => resolve(false));
  });
  clock.advance(10_000);
  slow.response.resume();
  expect(await broken).toBe(true);
  await agent.delete(`${MAPS}/big`).expect(200);
  await quick.has(32);
  expect(quick.types.at(-1)).toBe('DELETED');
  quick.close();
}, 60_000);
