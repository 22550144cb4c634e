import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/clock/clock.js';
import { encodeObject } from '../../../src/apis/schema/encode.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { type ApplyBehaviours } from '../../../src/features/apply-behaviours.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { builtinType } from '../../../src/managedfields/builtin-types.js';
import { FieldManager } from '../../../src/managedfields/field-manager.js';
import { type ManagedFieldsEntry } from '../../../src/managedfields/managed-fields.js';
import { type ValueMap } from '../../../src/managedfields/value.js';

const DEFINITION = 'io.k8s.api.core.v1.ConfigMap';
const TYPE = { kind: 'ConfigMap', apiVersion: 'v1' };
const START = Date.parse('2026-01-02T03:04:05Z');

type Entries = readonly ManagedFieldsEntry[] | undefined;

interface ConfigMap {
  kind?: string;
  apiVersion?: string;
  metadata: {
    name?: string;
    generateName?: string;
    uid?: string;
    annotations?: Record<string, string>;
    managedFields?: readonly object[];
  };
  data?: Record<string, string>;
}

function managerOf(minor: number, { subresource = '' } = {}): { manager: FieldManager; clock: ManualClock } {
  const features = resolveFeatures({ version: `1.${String(minor)}`, featureGates: undefined });
  const schemas = loadSchemas(minor);
  const behaviours: ApplyBehaviours = features.behaviours;
  const clock = new ManualClock(START);
  const manager = new FieldManager({
    gvk: { group: '', version: 'v1', kind: 'ConfigMap' },
    ...{ subresource, clock, behaviours, reset: [] },
    type: builtinType(schemas, DEFINITION, behaviours),
    versions: { convert: (object, version) => (version === 'v1' ? object : undefined), filter: () => undefined },
    knows: ({ kind }) => kind === 'Secret',
    empty: encodeObject(schemas, DEFINITION, { ...TYPE, metadata: {} }) as ValueMap,
  });
  return { manager, clock };
}

function live(data: Record<string, string>, managedFields: Entries, annotations?: Record<string, string>): ConfigMap {
  const metadata = {
    name: 'x',
    uid: 'u',
    ...(annotations && { annotations }),
    ...(managedFields && { managedFields }),
  };
  return { ...TYPE, metadata, data };
}

function patch(data: Record<string, unknown>): ValueMap {
  return { ...TYPE, metadata: { name: 'x' }, data };
}

const own = (manager: string, ...keys: string[]): ManagedFieldsEntry => ({
  manager,
  operation: 'Update',
  apiVersion: 'v1',
  time: '2026-01-01T00:00:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1: { 'f:data': Object.fromEntries(keys.map((key) => [`f:${key}`, {}])) },
});

describe('updates', () => {
  it('name who creates, by the subresource where the version does', () => {
    const created: ConfigMap = { ...TYPE, metadata: { name: 'x', generateName: 'x-' }, data: { a: '1' } };
    const fieldsV1 = { 'f:data': { '.': {}, 'f:a': {} }, 'f:metadata': { 'f:generateName': {} } };
    const entry = { manager: 'me', operation: 'Update', apiVersion: 'v1', time: '2026-01-02T03:04:05Z', fieldsV1 };
    expect(managerOf(37).manager.update(undefined, created, undefined, 'me')).toMatchObject([entry]);
    const [below] = managerOf(37, { subresource: 'status' }).manager.update(undefined, created, undefined, '') ?? [];
    expect(below).toMatchObject({ manager: 'unknown', subresource: 'status' });
    const [old] = managerOf(21, { subresource: 'status' }).manager.update(undefined, created, undefined, 'me') ?? [];
    expect(old).not.toHaveProperty('subresource');
  });

  it('take what they change from others, and nothing else', () => {
    const { manager } = managerOf(37);
    const entries = manager.update(
      live({ a: '1', b: '2' }, [own('one', 'a', 'b')]),
      live({ a: '9', b: '2' }, undefined),
      undefined,
      'two',
    );
    expect(entries).toMatchObject([
      { manager: 'one', time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:data': { 'f:b': {} } } },
      { manager: 'two', time: '2026-01-02T03:04:05Z', fieldsV1: { 'f:data': { 'f:a': {} } } },
    ]);
  });

  it('leave all as it is where nothing changes', () => {
    const { manager } = managerOf(37);
    const before = [own('one', 'a')];
    expect(manager.update(live({ a: '1' }, before), live({ a: '1' }, undefined), undefined, 'two')).toEqual(before);
  });

  it.each([[[]], [[{}]]])('forget everything where a writer sends %j', (sent) => {
    const { manager } = managerOf(37);
    const before = live({ a: '1' }, [own('one', 'a')]);
    expect(manager.update(before, live({ a: '2' }, undefined), sent, 'two')).toBeUndefined();
  });

  it.each([
    [[{ operation: 'Update', fieldsType: 'FieldsV1', fieldsV1: {} }]],
    [[{ ...own('x'), fieldsType: 'FieldsV2' }]],
    [[{ ...own('x'), operation: 'Delete' }]],
    [[{ ...own('x'), fieldsV1: { bad: {} } }]],
  ])('go by what is stored where a writer sends what cannot be read: %j', (sent) => {
    const { manager } = managerOf(37);
    const before = live({ a: '1' }, [own('one', 'a')]);
    expect(manager.update(before, live({ a: '1' }, undefined), sent, 'two')).toMatchObject([{ manager: 'one' }]);
  });

  it('drop what is owned in versions that are no more', () => {
    const { manager } = managerOf(37);
    const before = live({ a: '1' }, [{ ...own('old', 'a'), apiVersion: 'v0' }, own('one', 'a')]);
    expect(manager.update(before, live({ a: '1' }, undefined), undefined, 'two')).toMatchObject([{ manager: 'one' }]);
  });

  it('keep ten updaters and put the oldest together', () => {
    const { manager, clock } = managerOf(37);
    let current = live({}, undefined);
    current.metadata.managedFields = [own('m00', 'z')];
    for (let i = 1; i <= 12; i++) {
      clock.advance(1000);
      const data = { ...current.data, [`k${String(i)}`]: '1' };
      const name = `m${String(i).padStart(2, '0')}`;
      current = live(data, manager.update(current, live(data, undefined), undefined, name));
    }
    const entries = current.metadata.managedFields as readonly ManagedFieldsEntry[];
    expect(entries).toHaveLength(10);
    expect(entries[0]).toMatchObject({ manager: 'ancient-changes', operation: 'Update', time: '2026-01-02T03:04:08Z' });
    expect(entries[0]?.fieldsV1).toEqual({
      'f:data': { 'f:k1': {}, 'f:k2': {}, 'f:k3': {}, 'f:z': {} },
    });
  });
});

describe('applies', () => {
  it('are refused where others own what they change', () => {
    const { manager } = managerOf(37);
    const before = live({ a: '1', b: '2' }, [own('one', 'a'), { ...own('two', 'a', 'b'), operation: 'Apply' }]);
    expect(() => manager.apply(before, patch({ a: '9', b: '9' }), 'me', false)).toThrow(
      expect.objectContaining({
        code: 409,
        message:
          'Apply failed with 3 conflicts: conflicts with "one" using v1:\n- .data.a\nconflicts with "two":\n- .data.a\n- .data.b',
      }) as Error,
    );
    const { object, managedFields } = manager.apply(before, patch({ a: '9' }), 'me', true);
    expect(object).toMatchObject({ data: { a: '9', b: '2' } });
    expect(managedFields).toMatchObject([
      { manager: 'two', operation: 'Apply', fieldsV1: { 'f:data': { 'f:b': {} } } },
      { manager: 'me', operation: 'Apply', fieldsV1: { 'f:data': { 'f:a': {} } } },
    ]);
  });

  it('own what was there before the first of them under a name of its own', () => {
    const { manager } = managerOf(37);
    const message = 'Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.a';
    expect(() => manager.apply(live({ a: '1' }, undefined), patch({ a: '2' }), 'me', false)).toThrow(message);
  });

  it('take over from client-side apply, for kubectl alone', () => {
    const { manager } = managerOf(37);
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(patch({ a: '1' })) };
    const before = live({ a: '1' }, [own('kubectl-client-side-apply', 'a')], annotations);
    expect(() => manager.apply(before, patch({ a: '2' }), 'me', false)).toThrow('conflict');
    const { object } = manager.apply(before, patch({ a: '2' }), 'kubectl', false);
    expect(object).toMatchObject({
      data: { a: '2' },
      metadata: {
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration':
            '{"apiVersion":"v1","data":{"a":"2"},"kind":"ConfigMap","metadata":{"name":"x"}}\n',
        },
      },
    });
  });

  it.each([
    [37, { ...patch({}), kind: 'Secret' }, 400, 'invalid object type: /v1, Kind=Secret'],
    [
      24,
      { ...patch({}), kind: 'Nope' },
      500,
      'failed to create typed patch object (/x; /v1, Kind=Nope): no corresponding type for /v1, Kind=Nope',
    ],
    [24, { ...patch({}), kind: 'Secret' }, 500, 'failed to merge config: expected objects of the same type'],
    [
      24,
      { ...patch({}), apiVersion: 'v2' },
      400,
      'Incorrect version specified in apply patch. Specified patch version: v2, expected: v1',
    ],
    [
      37,
      patch({ a: 1 }),
      500,
      'failed to create typed patch object (/x; /v1, Kind=ConfigMap): .data.a: expected string, got &value.valueUnstructured{Value:1}',
    ],
    [22, { ...patch({}), nope: 1 }, 500, 'failed to create typed patch object: .nope: field not declared in schema'],
    [37, { ...patch({}), metadata: { managedFields: [] } }, 400, 'metadata.managedFields must be nil'],
  ])('on 1.%i refuse %j with %i', (minor, body, code, message) => {
    const { manager } = managerOf(minor);
    expect(() => manager.apply(undefined, body, 'me', false)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as unknown }) as Error,
    );
  });

  it.each([
    [37, undefined],
    [24, '2026-01-02T03:04:05Z'],
  ])('on 1.%i, sharing a value makes an entry with the time %s', (minor, time) => {
    const { manager } = managerOf(minor);
    const { object, managedFields } = manager.apply(
      live({ a: '1' }, [own('one', 'a')]),
      patch({ a: '1' }),
      'me',
      false,
    );
    expect(object).toBeUndefined();
    expect(managedFields?.find((entry) => entry.manager === 'me')?.time).toBe(time);
  });
});
