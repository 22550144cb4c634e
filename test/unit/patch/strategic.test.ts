import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { patchSchema } from '../../../src/apis/schema/patch-schema.js';
import { type JsonObject } from '../../../src/endpoints/patch/errors.js';
import { applyStrategicMergePatch } from '../../../src/endpoints/patch/strategic.js';
import { behavioursOf } from '../../../src/features/resolve.js';

interface RecordedCase {
  readonly kind: string;
  readonly original: JsonObject;
  readonly patch: JsonObject;
  readonly result?: JsonObject;
  readonly error?: string;
}

const schemas = loadSchemas(37);

function apply(kind: string, original: JsonObject, patch: unknown, minor = 37): JsonObject {
  const schema = patchSchema(schemas, `io.k8s.api.core.v1.${kind}`);
  return applyStrategicMergePatch(original, patch, schema, behavioursOf(minor));
}

// What k8s.io/apimachinery v0.37.2 made of random patches.
const recorded = readFileSync(new URL('strategic-cases.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as RecordedCase);

describe('patches as upstream applies them', () => {
  it.each(recorded)('$kind $patch', ({ kind, original, patch, result, error }) => {
    const before = structuredClone({ original, patch });
    if (error === undefined) expect(apply(kind, original, patch)).toEqual(result);
    else expect(() => apply(kind, original, patch)).toThrow(expect.objectContaining({ message: error }));
    expect({ original, patch }).toEqual(before);
  });
});

describe('patches as 1.37 answered them', () => {
  const account = {
    metadata: { name: 'p', annotations: { k: '1' }, finalizers: ['example.com/a', 'example.com/b'] },
    secrets: [{ name: 'a' }, { name: 'b' }],
    imagePullSecrets: [{ name: 'x' }],
  };
  const map = { metadata: { name: 'j' }, data: { a: '1', b: '2' } };

  it.each<[string, JsonObject, unknown]>([
    ['merge by name', { secrets: [{ name: 'c' }] }, [{ name: 'c' }, { name: 'a' }, { name: 'b' }]],
    ['an element is deleted', { secrets: [{ $patch: 'delete', name: 'a' }] }, [{ name: 'b' }]],
    ['a list is replaced', { secrets: [{ $patch: 'replace' }, { name: 'z' }] }, [{ name: 'z' }]],
    [
      'the order of a list is set',
      { '$setElementOrder/secrets': [{ name: 'b' }, { name: 'd' }, { name: 'a' }], secrets: [{ name: 'd' }] },
      [{ name: 'b' }, { name: 'd' }, { name: 'a' }],
    ],
    ['null deletes', { secrets: null }, undefined],
  ])('%s', (_, patch, secrets) => {
    expect(apply('ServiceAccount', account, patch)['secrets']).toEqual(secrets);
  });

  it.each<[string, unknown, number, string]>([
    ['a number for an order', { $setElementOrder: 1 }, 500, 'expected a []interface {}, but received a int64'],
    [
      'an element without its key',
      { secrets: [{ namespace: 'x' }] },
      500,
      'map: map[namespace:x] does not contain declared merge key: name',
    ],
    [
      'an unknown directive',
      { secrets: [{ $patch: 'frob', name: 'z' }] },
      500,
      'unknown patch type: frob in map: map[$patch:frob name:z]',
    ],
    ['a number for a directive', { $patch: 5 }, 500, 'unknown patch type: %!s(int64=5) in map: map[$patch:5]'],
    [
      'an order of an unknown field',
      { '$setElementOrder/zzz': ['a'] },
      500,
      'unable to find api field in struct ServiceAccount for the json field "zzz"',
    ],
    ['a list', [], 400, 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
    ['a deletion of nothing', { $deleteFromPrimitiveList: ['a'] }, 400, 'invalid patch format of primitive list'],
    [
      'an order that does not fit',
      { metadata: { '$setElementOrder/finalizers': ['a/a'], finalizers: ['a/b'] } },
      500,
      "The order in patch list:\n[a/b]\n doesn't match $setElementOrder list:\n[a/a]\n",
    ],
  ])('refuses %s', (_, patch, code, message) => {
    expect(() => apply('ServiceAccount', account, patch)).toThrow(expect.objectContaining({ code, message }));
  });

  it.each<[string, unknown, number, string]>([
    ['texts for keys', { data: { $retainKeys: 'a' } }, 400, 'invalid patch format of retainKeys'],
    ['other keys', { data: { $retainKeys: ['a'], b: '3' } }, 400, 'invalid patch format of retainKeys'],
    [
      'an order inside a map',
      { data: { '$setElementOrder/x': ['a'] } },
      500,
      'merging an object in json but data type is not struct, instead is: map',
    ],
  ])('refuses %s in data', (_, patch, code, message) => {
    expect(() => apply('ConfigMap', map, patch)).toThrow(expect.objectContaining({ code, message }));
  });

  it('retains keys', () => {
    expect(apply('ConfigMap', map, { data: { $retainKeys: ['a'] } })).toEqual({ ...map, data: { a: '1' } });
  });

  it('replaces and deletes whole objects', () => {
    expect(apply('ConfigMap', map, { $patch: 'replace', data: {} })).toEqual({ data: {} });
    expect(apply('ConfigMap', map, { $patch: 'delete' })).toEqual({});
    expect(apply('ConfigMap', map, null)).toEqual(map);
  });
});

describe('versions', () => {
  const empty = { metadata: { name: 'p' } };

  it('drop nulls in additions since 1.24', () => {
    const patch = { metadata: { annotations: { a: null, b: '1' } } };
    expect(apply('ServiceAccount', empty, patch, 23)).toEqual({
      metadata: { name: 'p', annotations: { a: null, b: '1' } },
    });
    expect(apply('ServiceAccount', empty, patch, 24)).toEqual({ metadata: { name: 'p', annotations: { b: '1' } } });
  });

  it('drop directives in additions since 1.28', () => {
    const patch = { secrets: [{ name: 'a', $patch: 'delete' }, { name: 'b' }] };
    expect(apply('ServiceAccount', empty, patch, 27)['secrets']).toEqual(patch.secrets);
    expect(apply('ServiceAccount', empty, patch, 28)['secrets']).toEqual([{ name: 'b' }]);
  });
});
