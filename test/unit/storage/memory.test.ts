import { describe, expect, it } from 'vitest';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { ManualClock } from '../../../src/clock/clock.js';
import { MemoryStorage } from '../../../src/storage/memory.js';
import { type WatchEvent } from '../../../src/storage/storage.js';

const KEY = '/registry/things/ns/';
const thing = (name: string, labels: Record<string, string> = {}): KubeObject => ({
  metadata: { name, uid: `uid-${name}`, labels },
});
const relabel =
  (value: string) =>
  (current: KubeObject): KubeObject => ({ ...current, metadata: { ...current.metadata, labels: { value } } });
const names = ({ items }: { items: readonly KubeObject[] }): (string | undefined)[] =>
  items.map(({ metadata }) => metadata.name);

function record(storage: MemoryStorage, prefix: string, from: number): WatchEvent[] {
  const seen: WatchEvent[] = [];
  storage.watch(prefix, from, (event) => seen.push(event));
  return seen;
}

describe('objects', () => {
  it('counts revisions over all keys and refuses a key that is taken', async () => {
    const storage = new MemoryStorage();
    const a = await storage.create(`${KEY}a`, thing('a'));
    const b = await storage.create(`${KEY}b`, thing('b'));
    expect(Number(b.metadata.resourceVersion)).toBe(Number(a.metadata.resourceVersion) + 1);
    expect(await storage.get(`${KEY}a`)).toBe(a);
    await expect(storage.create(`${KEY}a`, thing('a'))).rejects.toMatchObject({ reason: 'KeyExists' });
    await expect(storage.get(`${KEY}c`)).rejects.toMatchObject({ reason: 'KeyNotFound' });
  });

  it('lists in order of keys, now and as it was', async () => {
    const storage = new MemoryStorage();
    await storage.create(`${KEY}b`, thing('b'));
    await storage.create(`${KEY}a`, thing('a'));
    const before = storage.revision;
    await storage.guaranteedUpdate(`${KEY}a`, undefined, relabel('x'));
    await storage.delete(`${KEY}b`, undefined);
    await storage.create(`${KEY}c`, thing('c'));
    expect(names(await storage.list(KEY))).toEqual(['a', 'c']);
    const then = await storage.list(KEY, before);
    expect(names(then)).toEqual(['a', 'b']);
    expect(then.items[0]?.metadata.labels).toEqual({});
    expect(then.revision).toBe(before);
    await expect(storage.list(KEY, storage.revision + 1)).rejects.toMatchObject({ reason: 'ResourceVersionTooLarge' });
  });

  it('asks again where another writer came between', async () => {
    const storage = new MemoryStorage();
    await storage.create(`${KEY}a`, thing('a'));
    let asked = 0;
    const slow = storage.guaranteedUpdate(`${KEY}a`, undefined, async (current) => {
      if (asked++ === 0) await storage.guaranteedUpdate(`${KEY}a`, undefined, relabel('quick'));
      return { ...current, metadata: { ...current.metadata, annotations: { by: 'slow' } } };
    });
    expect((await slow).metadata).toMatchObject({ labels: { value: 'quick' }, annotations: { by: 'slow' } });
    expect(asked).toBe(2);
  });

  it('stores nothing where the update gives back what it got', async () => {
    const storage = new MemoryStorage();
    const stored = await storage.create(`${KEY}a`, thing('a'));
    expect(await storage.guaranteedUpdate(`${KEY}a`, undefined, (current) => current)).toBe(stored);
    expect(String(storage.revision)).toBe(stored.metadata.resourceVersion);
  });

  it('holds to preconditions', async () => {
    const storage = new MemoryStorage();
    await storage.create(`${KEY}a`, thing('a'));
    await expect(storage.delete(`${KEY}a`, { uid: 'other' })).rejects.toMatchObject({
      reason: 'InvalidObject',
      message: expect.stringContaining(
        'Precondition failed: UID in precondition: other, UID in object meta: uid-a',
      ) as string,
    });
    await storage.delete(`${KEY}a`, { uid: 'uid-a' });
    expect(names(await storage.list(KEY))).toEqual([]);
  });
});

describe('watches', () => {
  it('give what was missed, then what comes, each once and in order', async () => {
    const storage = new MemoryStorage();
    const from = storage.revision;
    await storage.create(`${KEY}a`, thing('a'));
    await storage.create('/registry/others/b', thing('b'));
    const seen = record(storage, KEY, from);
    const deleted = await storage.delete(`${KEY}a`, undefined);
    expect(seen.map(({ type }) => type)).toEqual(['ADDED', 'DELETED']);
    expect(seen[1]?.object.metadata.resourceVersion).toBe(deleted.metadata.resourceVersion);
    expect(seen[1]?.previous).toBe(seen[0]?.object);
  });

  it('keep the order for all where a listener writes', async () => {
    const storage = new MemoryStorage();
    const writes: Promise<unknown>[] = [];
    storage.watch(KEY, storage.revision, ({ type }) => {
      if (type === 'ADDED') writes.push(storage.guaranteedUpdate(`${KEY}a`, undefined, relabel('x')));
    });
    const second = record(storage, KEY, storage.revision);
    await storage.create(`${KEY}a`, thing('a'));
    await Promise.all(writes);
    expect(second.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED']);
  });

  it('wait for a revision that is still to come', async () => {
    const storage = new MemoryStorage();
    const seen = record(storage, KEY, storage.revision + 1);
    await storage.create(`${KEY}a`, thing('a'));
    await storage.create(`${KEY}b`, thing('b'));
    expect(seen.map(({ object }) => object.metadata.name)).toEqual(['b']);
  });

  it('say nothing once they are stopped', async () => {
    const storage = new MemoryStorage();
    const seen: WatchEvent[] = [];
    storage.watch(KEY, storage.revision, (event) => seen.push(event)).stop();
    await storage.create(`${KEY}a`, thing('a'));
    expect(seen).toEqual([]);
  });

  it('do not start at a revision that is no longer kept', async () => {
    const storage = new MemoryStorage({ history: { changes: 2 } });
    const from = storage.revision;
    for (const name of ['a', 'b', 'c', 'd']) await storage.create(`${KEY}${name}`, thing(name));
    expect(() => record(storage, KEY, from)).toThrow(expect.objectContaining({ reason: 'ResourceVersionTooOld' }));
    expect(record(storage, KEY, storage.revision - 2)).toHaveLength(2);
    await expect(storage.list(KEY, from)).rejects.toMatchObject({ reason: 'ResourceVersionTooOld' });
  });
});

describe('history', () => {
  const heavy = (name: string): KubeObject => ({ ...thing(name), data: { text: 'x'.repeat(10_000) } }) as KubeObject;

  it('is bounded by its weight too', async () => {
    const storage = new MemoryStorage({ history: { bytes: 50_000 } });
    const from = storage.revision;
    await storage.create(`${KEY}a`, heavy('a'));
    for (let i = 0; i < 20; i++) await storage.guaranteedUpdate(`${KEY}a`, undefined, relabel(String(i)));
    expect(() => record(storage, KEY, from)).toThrow(expect.objectContaining({ reason: 'ResourceVersionTooOld' }));
    const kept = record(storage, KEY, storage.revision - 4);
    expect(kept.map(({ revision }) => revision)).toEqual([1, 2, 3, 4].map((n) => storage.revision - 4 + n));
  });

  it('is listed for five minutes after it was replaced, and watched for longer', async () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    const storage = new MemoryStorage({ clock });
    const { revision } = await storage.list(KEY);
    clock.advance(3_600_000);
    expect(names(await storage.list(KEY, revision))).toEqual([]);
    await storage.create(`${KEY}a`, thing('a'));
    clock.advance(299_999);
    expect(names(await storage.list(KEY, revision))).toEqual([]);
    clock.advance(1);
    await expect(storage.list(KEY, revision)).rejects.toMatchObject({ reason: 'ResourceVersionTooOld' });
    expect(names(await storage.list(KEY, storage.revision))).toEqual(['a']);
    expect(record(storage, KEY, revision)).toHaveLength(1);
  });

  it('is forgotten when it is compacted', async () => {
    const storage = new MemoryStorage();
    await storage.create(`${KEY}a`, thing('a'));
    const { revision } = storage;
    await storage.create(`${KEY}b`, thing('b'));
    storage.compact();
    await expect(storage.list(KEY, revision)).rejects.toMatchObject({ reason: 'ResourceVersionTooOld' });
    expect(() => record(storage, KEY, revision)).toThrow(expect.objectContaining({ reason: 'ResourceVersionTooOld' }));
    await storage.create(`${KEY}c`, thing('c'));
    expect(record(storage, KEY, storage.revision - 1)).toHaveLength(1);
    expect(names(await storage.list(KEY))).toEqual(['a', 'b', 'c']);
  });
});
