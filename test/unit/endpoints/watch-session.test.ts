import { expect, it } from 'vitest';
import { type Reader, Watching } from './watching.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const INITIAL = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';

it('shows what enters and leaves a selection as added and deleted', async () => {
  const watching = new Watching();
  const reader = await watching.open('labelSelector=colour%3Dblue');
  await watching.create('a', { colour: 'red' });
  await watching.change('a', ({ metadata }) => (metadata.labels = { colour: 'blue' }));
  await watching.change('a', ({ metadata }) => (metadata.annotations = { a: 'b' }));
  const last = await watching.change('a', ({ metadata }) => (metadata.labels = { colour: 'green' }));
  expect(reader.seen).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
  const [, , deleted] = reader.events;
  expect(deleted?.object.metadata.labels).toEqual({ colour: 'blue' });
  expect(deleted?.object.metadata.resourceVersion).toBe(last.metadata.resourceVersion);
});

it('makes an event once for all watchers that see it in the same form', async () => {
  const watching = new Watching();
  const readers = await Promise.all(Array.from({ length: 50 }, () => watching.open('')));
  const as = { group: 'meta.k8s.io', version: 'v1', kind: 'PartialObjectMetadata' };
  const metadata = await Promise.all(Array.from({ length: 2 }, () => watching.open('', false, { as })));
  await watching.create('a');
  const frames = (all: readonly Reader[]): Set<Uint8Array | undefined> =>
    new Set(all.map(({ frames: [first] }) => first));
  expect(frames(readers).size).toBe(1);
  expect(frames(metadata).size).toBe(1);
  expect(metadata[0]?.events[0]?.object.kind).toBe('PartialObjectMetadata');
});

it('ends the watch of a reader that falls behind, and breaks off when it does not read what is left', async () => {
  const watching = new Watching();
  const slow = await watching.open('');
  const quick = await watching.open('');
  for (let i = 0; i < 10; i++) {
    await watching.create(`m${i}`, {}, 'x'.repeat(1_000_000));
    quick.read();
  }
  expect(slow.ended).toBe(true);
  expect(slow.backlog).toBeLessThan(10_000_000);
  expect(quick.ended).toBe(false);
  expect(quick.seen).toHaveLength(10);
  watching.clock.advance(9_999);
  expect(slow.destroyed).toBe(false);
  watching.clock.advance(1);
  expect(slow.destroyed).toBe(true);
});

it('leaves a reader alone that was cut off and then read the rest', async () => {
  const watching = new Watching();
  const slow = await watching.open('');
  for (let i = 0; i < 10; i++) await watching.create(`m${i}`, {}, 'x'.repeat(1_000_000));
  slow.leave();
  watching.clock.advance(60_000);
  expect(slow.destroyed).toBe(false);
});

it('gives the first state as fast as it is read, and changes after its end', async () => {
  const watching = new Watching();
  for (let i = 0; i < 40; i++) await watching.create(`m${i + 10}`, {}, 'x'.repeat(100_000));
  const reader = await watching.open(INITIAL, true);
  for (let i = 0; i < 50; i++) await turn();
  const waiting = reader.seen.length;
  expect(waiting).toBeLessThan(20);
  await watching.create('z');
  expect(reader.seen).toHaveLength(waiting);
  while (!reader.seen.includes('ADDED z')) {
    reader.read();
    await turn();
  }
  expect(reader.seen.slice(-2)).toEqual(['BOOKMARK', 'ADDED z']);
  expect(reader.seen).toHaveLength(42);
});

it('has a bookmark every minute, a last one two seconds before its end, and an end', async () => {
  const watching = new Watching();
  const reader = await watching.open('resourceVersion=1&allowWatchBookmarks=true&timeoutSeconds=130');
  const { metadata } = await watching.create('a');
  watching.clock.advance(59_999);
  expect(reader.seen).toEqual(['ADDED a']);
  watching.clock.advance(1);
  expect(reader.seen).toEqual(['ADDED a', 'BOOKMARK']);
  expect(reader.events[1]?.object).toEqual({
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: { resourceVersion: metadata.resourceVersion },
  });
  watching.clock.advance(60_000);
  expect(reader.seen).toHaveLength(3);
  watching.clock.advance(8_000);
  expect(reader.seen).toHaveLength(4);
  watching.clock.advance(1_999);
  expect(reader.ended).toBe(false);
  watching.clock.advance(1);
  expect(reader.ended).toBe(true);
  await watching.create('b');
  expect(reader.seen).toHaveLength(4);
});

it('says that its end of the first state is that', async () => {
  const watching = new Watching();
  await watching.create('a');
  const reader = await watching.open(INITIAL, true);
  expect(reader.seen).toEqual(['ADDED a', 'BOOKMARK']);
  expect(reader.events[1]?.object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
});

it('ends with an error where what it missed is no longer kept', async () => {
  const watching = new Watching();
  const reader = await watching.open('resourceVersion=0');
  expect(reader.seen[0]).toBe('ERROR');
  expect(reader.events[0]?.object).toMatchObject({
    code: 410,
    reason: 'Expired',
    message: 'too old resource version: 0 (1)',
  });
  expect(reader.ended).toBe(true);
});
