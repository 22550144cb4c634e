import { describe, expect, it } from 'vitest';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { map, openStore } from './maps.js';

const withFinalizers = (...finalizers: string[]) => ({
  name: 'f',
  change: (current: KubeObject) => ({ ...current, metadata: { ...current.metadata, finalizers } }),
});

describe('creations', () => {
  it('fill system fields and keep the generation that was given', async () => {
    const { store, context } = openStore();
    const { metadata } = await store.create(map({ name: 'a', uid: 'mine', generation: 7, selfLink: '/x' }), context);
    expect(metadata).toMatchObject({ namespace: 'ns', generation: 7, creationTimestamp: '2026-01-01T00:00:00Z' });
    expect(metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(metadata.selfLink).toBeUndefined();
  });

  it('refuse a resourceVersion', async () => {
    const { store, context } = openStore();
    await expect(store.create(map({ name: 'a', resourceVersion: '5' }), context)).rejects.toMatchObject({
      status: { code: 500, message: 'resourceVersion should not be set on objects to be created' },
    });
  });

  it('leave nothing behind in a dry run', async () => {
    const { store, context } = openStore();
    await store.create(map({ name: 'a' }), { ...context, dryRun: true });
    await expect(store.get('ns', 'a')).rejects.toMatchObject({ status: { reason: 'NotFound' } });
  });

  it('generate another name where one is taken', async () => {
    let calls = 0;
    // The second object draws the first one's suffix twice before it draws one of its own.
    const bytes = (size: number): Uint8Array => new Uint8Array(size).fill(size === 5 && ++calls > 3 ? 1 : 0);
    const { store, context } = openStore('configmaps', { bytes });
    const first = await store.create(map({ generateName: 'g-' }), context);
    const second = await store.create(map({ generateName: 'g-' }), context);
    expect([first.metadata.name, second.metadata.name]).toEqual(['g-bbbbb', 'g-ccccc']);
  });

  it('say so where the object is being deleted', async () => {
    const { store, context } = openStore();
    await store.create(map({ name: 'f', finalizers: ['example.com/hold'] }), context);
    await store.remove('f', {}, context);
    await expect(store.create(map({ name: 'f' }), context)).rejects.toMatchObject({
      status: { code: 409, message: 'object is being deleted: configmaps "f" already exists' },
    });
  });
});

describe('updates', () => {
  it.each([
    ['1', 409, 'Operation cannot be fulfilled on configmaps "a": the object has been modified'],
    ['abc', 500, 'strconv.ParseUint: parsing "abc": invalid syntax'],
  ])('of version %s are refused with %i', async (resourceVersion, code, message) => {
    const { store, context } = openStore();
    await store.create(map({ name: 'a' }), context);
    const change = () => map({ name: 'a', resourceVersion });
    await expect(store.write({ name: 'a', change }, context)).rejects.toMatchObject({
      status: { code, message: expect.stringContaining(message) as string },
    });
  });

  it('that change nothing keep the version', async () => {
    const { store, context } = openStore();
    const created = await store.create(map({ name: 'a' }), context);
    expect(await store.write({ name: 'a', change: (current) => structuredClone(current) }, context)).toBe(created);
  });
});

describe('deletions', () => {
  it('wait for finalizers, and the update that takes the last away answers with its object', async () => {
    const { store, context } = openStore();
    await store.create(map({ name: 'f', finalizers: ['example.com/hold'] }), context);
    const { object, deleted } = await store.remove('f', {}, context);
    expect(deleted).toBe(false);
    expect(object.metadata).toMatchObject({ deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 });
    const last = await store.write(withFinalizers(), { ...context, dryRun: true });
    expect(last.metadata.finalizers).toBeUndefined();
    expect((await store.get('ns', 'f')).metadata.finalizers).toEqual(['example.com/hold']);
    expect((await store.write(withFinalizers(), context)).metadata.finalizers).toBeUndefined();
    await expect(store.get('ns', 'f')).rejects.toMatchObject({ status: { code: 404 } });
  });

  it('do not undo what another writer did while admission looked', async () => {
    const { store, context } = openStore();
    await store.create(map({ name: 'f', finalizers: ['example.com/hold'] }), context);
    let asked = 0;
    const { object } = await store.remove('f', {}, context, async () => {
      if (asked++ === 0) await store.write(withFinalizers('example.com/hold', 'example.com/more'), context);
    });
    expect(object.metadata.finalizers).toEqual(['example.com/hold', 'example.com/more']);
  });

  it('hold to preconditions and leave nothing behind in a dry run', async () => {
    const { store, context } = openStore();
    await store.create(map({ name: 'a' }), context);
    await expect(store.remove('a', { preconditions: { uid: 'x' } }, context)).rejects.toMatchObject({
      status: {
        code: 409,
        message: expect.stringContaining('the UID in the precondition (x) does not match') as string,
      },
    });
    expect(await store.remove('a', {}, { ...context, dryRun: true })).toMatchObject({ deleted: true });
    expect((await store.named('ns', 'a')).items).toHaveLength(1);
    expect(await store.remove('a', {}, context)).toMatchObject({ deleted: true });
    expect((await store.named('ns', 'a')).items).toEqual([]);
  });

  it('of namespaces begin with the phase Terminating and end with the last of spec.finalizers', async () => {
    const { store, context } = openStore('namespaces');
    await store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } }, context);
    const begun = await store.remove('n', {}, context);
    expect(begun).toMatchObject({ deleted: false, object: { status: { phase: 'Terminating' } } });
    const change = (current: KubeObject) => ({ ...structuredClone(current), spec: {} });
    const finalized = await store.write({ name: 'n', change, strategy: {} }, context);
    expect(finalized).toMatchObject({ spec: {}, status: { phase: 'Terminating' } });
    expect((await store.named('', 'n')).items).toEqual([]);
  });
});

it('service accounts keep no more than names of their secrets, and are warned of an annotation', async () => {
  const { store, context, warnings } = openStore('serviceaccounts');
  const annotations = { 'kubernetes.io/enforce-mountable-secrets': 'true' };
  const account = { metadata: { name: 'a', annotations }, secrets: [{ name: 's', namespace: 'other' }] };
  expect(await store.create(account as KubeObject, context)).toMatchObject({ secrets: [{ name: 's' }] });
  expect(warnings).toEqual([
    'metadata.annotations[kubernetes.io/enforce-mountable-secrets]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets',
  ]);
});
