import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/clock/clock.js';
import { Http1Transport } from '../parity/http1.js';
import { ask } from '../parity/answer.js';
import { ADMIN_TOKEN, type Server, startServer } from '../server.js';
import { agentOf } from './agent.js';

interface List {
  readonly metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  readonly items: readonly { metadata: { name: string } }[];
}

interface Refusal {
  readonly reason: string;
  readonly metadata: { continue?: string };
}

const clock = new ManualClock(Date.now());
const PATH = '/api/v1/namespaces/pages/configmaps';
const ALL = Array.from({ length: 25 }, (_, i) => `m${i + 10}`);

let server: Server;

beforeAll(async () => {
  server = await startServer({ clock });
  await agentOf(server)
    .post('/api/v1/namespaces')
    .send({ metadata: { name: 'pages' } })
    .expect(201);
  for (const name of ALL) await create(name);
});

afterAll(() => server.close());

function create(name: string, text = ''): Promise<unknown> {
  const body = { metadata: { name, labels: { pages: 'yes' } }, data: { text } };
  return agentOf(server).post(PATH).send(body).expect(201).then();
}

async function page(query: Record<string, string | number>): Promise<List> {
  const answer = await agentOf(server)
    .get(PATH)
    .query({ labelSelector: 'pages', ...query })
    .expect(200);
  return answer.body as List;
}

const names = ({ items }: List): string[] => items.map(({ metadata }) => metadata.name);

describe('pages', () => {
  it('are of one moment, whatever is written between them', async () => {
    const seen: string[] = [];
    let { metadata, ...rest } = await page({ limit: 10 });
    seen.push(...names({ metadata, ...rest }));
    const { resourceVersion } = metadata;
    await create('m15-too-late');
    await agentOf(server).delete(`${PATH}/m30`).expect(200);
    while (metadata.continue !== undefined) {
      ({ metadata, ...rest } = await page({ limit: 10, continue: metadata.continue }));
      expect(metadata.resourceVersion).toBe(resourceVersion);
      seen.push(...names({ metadata, ...rest }));
    }
    expect(seen).toEqual(ALL);
    await agentOf(server).delete(`${PATH}/m15-too-late`).expect(200);
    await create('m30');
  });

  it('count what is left, unless a selector would have to look at it', async () => {
    const first = await page({ limit: 10, labelSelector: '' });
    const { metadata } = await page({ limit: 10, continue: first.metadata.continue ?? '', labelSelector: '' });
    expect([first.metadata.remainingItemCount, metadata.remainingItemCount]).toEqual([16, 6]);
    expect((await page({ limit: 10 })).metadata.remainingItemCount).toBeUndefined();
  });

  it('expire, and the list then goes on from what is there', async () => {
    const { metadata } = await page({ limit: 10 });
    await create('m11-new');
    await create('m21-new');
    clock.advance(300_000);
    const expired = await agentOf(server)
      .get(PATH)
      .query({ labelSelector: 'pages', continue: metadata.continue })
      .expect(410);
    const { reason, metadata: next } = expired.body as Refusal;
    expect(reason).toBe('Expired');
    const rest = await page({ continue: next.continue ?? '' });
    expect(names(rest)).toEqual(['m20', 'm21', 'm21-new', ...ALL.slice(12)]);
  });
});

describe('an answer of 128 KiB', () => {
  const sized = async (bytes: number): Promise<unknown> => {
    await create(`size-${bytes}`, 'x'.repeat(bytes));
    const transport = new Http1Transport(server.url, server.ca);
    const headers = { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Accept-Encoding': 'gzip' };
    const answer = await ask(transport, { method: 'GET', path: `${PATH}/size-${bytes}`, headers });
    transport.close();
    return answer.headers['content-encoding'];
  };

  it('is compressed for who can read that, and a smaller one is not', async () => {
    expect(await sized(132_000)).toBe('gzip');
    expect(await sized(130_000)).toBeUndefined();
  });
});
