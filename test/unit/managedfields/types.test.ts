import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeObject } from '../../../src/apis/schema/encode.js';
import { definitionOfKind } from '../../../src/apis/schema/kind-definition.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { behavioursOf } from '../../../src/features/resolve.js';
import { builtinType } from '../../../src/managedfields/builtin-types.js';
import { compareTyped } from '../../../src/managedfields/compare.js';
import { createdFields } from '../../../src/managedfields/created-fields.js';
import { customType } from '../../../src/managedfields/custom-types.js';
import { fieldSetOf } from '../../../src/managedfields/field-set-of.js';
import { DEDUCED, type FieldType } from '../../../src/managedfields/field-type.js';
import { fromFieldsV1, toFieldsV1 } from '../../../src/managedfields/fields-v1.js';
import { mergeTyped } from '../../../src/managedfields/merge.js';
import { reconcileFieldSet } from '../../../src/managedfields/reconcile.js';
import { removeFields } from '../../../src/managedfields/remove.js';
import { toParentFields, toScaleFields, REPLICAS_PATH } from '../../../src/managedfields/scale.js';
import { NEVER_OWNED } from '../../../src/managedfields/strip-meta.js';
import { validateValue } from '../../../src/managedfields/validate.js';

const schemas = loadSchemas(37);
const behaviours = behavioursOf(37);
const METADATA = builtinType(schemas, 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', behaviours);

function custom(spec: object, rest: object = {}): FieldType {
  const schema = { type: 'object', properties: { spec: { type: 'object', ...spec } }, ...rest };
  return customType(schema, { metadata: METADATA, preservesUnknownFields: false, needsAllKeys: false });
}

function fieldsOf(type: FieldType, spec: unknown): string {
  return JSON.stringify(toFieldsV1(fieldSetOf({ spec }, type)));
}

const LIST = {
  type: 'array',
  items: { type: 'object', properties: { name: { type: 'string' }, port: { type: 'integer', default: 80 } } },
};

describe('types of custom kinds', () => {
  it.each([
    ['a list without a type is one value', { a: LIST }, { a: [{ name: 'x' }] }, '{"f:a":{}}'],
    [
      'a map list goes by its keys, with their defaults',
      { a: { ...LIST, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name', 'port'] } },
      { a: [{ name: 'x' }] },
      '{"f:a":{"k:{\\"name\\":\\"x\\",\\"port\\":80}":{".":{},"f:name":{}}}}',
    ],
    [
      'a set goes by its values',
      { a: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' } },
      { a: ['y', 'x'] },
      '{"f:a":{"v:\\"x\\"":{},"v:\\"y\\"":{}}}',
    ],
    [
      'an atomic map is one value',
      { a: { type: 'object', 'x-kubernetes-map-type': 'atomic' } },
      { a: { b: 1 } },
      '{"f:a":{}}',
    ],
    [
      'unknown fields are merged key by key',
      { a: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      { a: { b: { c: [1] } } },
      '{"f:a":{"f:b":{".":{},"f:c":{}}}}',
    ],
    [
      'an embedded object has metadata of its own',
      { a: { type: 'object', 'x-kubernetes-embedded-resource': true } },
      { a: { metadata: { labels: { b: 'c' } } } },
      '{"f:a":{"f:metadata":{"f:labels":{"f:b":{}}}}}',
    ],
    ['int-or-string is a scalar', { a: { 'x-kubernetes-int-or-string': true } }, { a: 1 }, '{"f:a":{}}'],
    [
      'keys of a map are owned themselves',
      { a: { type: 'object', additionalProperties: { type: 'object', properties: { b: { type: 'string' } } } } },
      { a: { k: { b: '1' } } },
      '{"f:a":{"f:k":{".":{},"f:b":{}}}}',
    ],
  ])('%s', (_, properties, spec, fields) => {
    expect(fieldsOf(custom({ properties }), spec)).toBe(`{"f:spec":${fields}}`);
  });

  it('are deduced where there is no schema', () => {
    const type = customType(undefined, { metadata: METADATA, preservesUnknownFields: false, needsAllKeys: false });
    expect(type).toBe(DEDUCED);
    expect(fieldsOf(type, { a: [{ b: 1 }], c: { d: null } })).toBe(
      '{"f:spec":{".":{},"f:a":{},"f:c":{".":{},"f:d":{}}}}',
    );
  });

  it.each([
    [{ foo: 1 }, '.spec.foo: field not declared in schema'],
    [{ a: 'x' }, '.spec.a: expected list, got &{x}'],
    [{ a: [{ port: 1 }, { port: 1 }] }, '.spec.a: duplicate entries for key [port=1]'],
    [{ a: [null] }, '.spec.a: element 0: associative list with keys may not have a null element'],
  ])('refuse %j', (spec, message) => {
    const a = { ...LIST, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name', 'port'] };
    expect(() => validateValue({ spec }, custom({ properties: { a } }), { allowDuplicates: false })).toThrow(message);
  });
});

describe('merging', () => {
  const type = custom({
    properties: { a: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' } },
  });
  const merged = (left: readonly string[], right: readonly string[], mergedListsInterleave = true): unknown =>
    mergeTyped({ spec: { a: left } }, { spec: { a: right } }, type, { mergedListsInterleave });

  it.each([
    [
      ['a', 'b', 'c'],
      ['b', 'x'],
      ['a', 'b', 'c', 'x'],
    ],
    [
      ['a', 'b', 'c'],
      ['x', 'b'],
      ['a', 'x', 'b', 'c'],
    ],
    [
      ['a', 'b', 'c'],
      ['c', 'a'],
      ['b', 'c', 'a'],
    ],
    [['a'], [], ['a']],
  ])('%j with %j is %j', (left, right, out) => {
    expect(merged(left, right)).toEqual({ spec: { a: out } });
  });

  it('puts what is new last, as 1.20 did', () => {
    expect(merged(['a', 'b'], ['x', 'b'], false)).toEqual({ spec: { a: ['a', 'b', 'x'] } });
  });

  it('removes fields, and leaves null where nothing is left', () => {
    const remove = fromFieldsV1({ 'f:spec': { 'f:a': { 'v:"a"': {} } } });
    expect(removeFields({ spec: { a: ['a', 'b'] } }, remove, type)).toEqual({ spec: { a: ['b'] } });
    expect(removeFields({ spec: { a: ['a'] } }, remove, type)).toEqual({ spec: { a: null } });
  });

  it('brings sets of an older type up to date', () => {
    const atomic = custom({
      properties: { a: { type: 'object', properties: { b: { type: 'string' } }, 'x-kubernetes-map-type': 'atomic' } },
    });
    const set = fromFieldsV1({ 'f:spec': { 'f:a': { 'f:b': {} } } });
    expect(toFieldsV1(reconcileFieldSet(set, atomic))).toEqual({ 'f:spec': { 'f:a': {} } });
    expect(
      reconcileFieldSet(fromFieldsV1({ 'f:spec': { 'f:a': {} } }), atomic).equals(
        fromFieldsV1({ 'f:spec': { 'f:a': {} } }),
      ),
    ).toBe(true);
  });
});

describe('what a creator owns', () => {
  const text = fs.readFileSync(new URL('sequences.jsonl', import.meta.url), 'utf8').trim();
  const objects = text
    .split('\n')
    .map((line) => JSON.parse(line) as { apiVersion: string; kind: string; steps: { object: object }[] });

  it('is found in one walk as by sets', () => {
    let found = 0;
    for (const { apiVersion, kind, steps } of objects) {
      const slash = apiVersion.indexOf('/');
      const gvk = { group: apiVersion.slice(0, Math.max(0, slash)), version: apiVersion.slice(slash + 1), kind };
      const definition = definitionOfKind(schemas, gvk) ?? '';
      const type = builtinType(schemas, definition, behaviours);
      const encode = (object: object): object => encodeObject(schemas, definition, { kind, apiVersion, ...object });
      for (const { object } of steps) {
        const [empty, next] = [encode({ metadata: {} }), encode(object)];
        const { modified, added } = compareTyped(empty, next, type);
        const set = modified.union(added).difference(NEVER_OWNED);
        const fields = createdFields(empty, next, type, []);
        // An element that comes twice is left to sets.
        if (fields === 'unknown') continue;
        found++;
        expect(JSON.stringify(fields)).toBe(set.isEmpty ? undefined : JSON.stringify(toFieldsV1(set)));
      }
    }
    expect(found).toBeGreaterThan(450);
  });
});

describe('scales', () => {
  const paths = new Map([['apps/v1', REPLICAS_PATH]]);
  const parent = [
    {
      manager: 'a',
      operation: 'Update',
      apiVersion: 'apps/v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:replicas': {}, 'f:paused': {} } },
    },
    {
      manager: 'b',
      operation: 'Update',
      apiVersion: 'apps/v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:paused': {} } },
    },
    {
      manager: 'c',
      operation: 'Update',
      apiVersion: 'old/v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:replicas': {} } },
    },
  ];

  it('show who owns the replicas', () => {
    expect(toScaleFields(parent, paths)).toMatchObject([
      { manager: 'a', apiVersion: 'autoscaling/v1', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
    ]);
  });

  it('hand the replicas over', () => {
    const scaler = {
      manager: 's',
      operation: 'Update',
      apiVersion: 'autoscaling/v1',
      subresource: 'scale',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:replicas': {} } },
    };
    expect(toParentFields(parent, [scaler], 'apps/v1', paths)).toEqual([
      {
        manager: 'a',
        operation: 'Update',
        apiVersion: 'apps/v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': { 'f:paused': {} } },
      },
      {
        manager: 'b',
        operation: 'Update',
        apiVersion: 'apps/v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': { 'f:paused': {} } },
      },
      {
        manager: 's',
        operation: 'Update',
        apiVersion: 'apps/v1',
        subresource: 'scale',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      },
    ]);
  });
});
