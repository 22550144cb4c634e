import fastJsonPatch from 'fast-json-patch';
import { describe, expect, it } from 'vitest';
import { type JsonObject } from '../../../src/endpoints/patch/errors.js';
import { applyJsonPatch, checkJsonPatch } from '../../../src/endpoints/patch/json.js';
import { resolveFeatures } from '../../../src/features/resolve.js';

const on37 = resolveFeatures({ version: '1.37', featureGates: undefined });
const on24 = resolveFeatures({ version: '1.24', featureGates: undefined });
const document = (): JsonObject => ({ data: { a: '1', b: '2' }, list: [1, 2, 3], 'x/y': { '~': true } });
const REJECTED = 'the server rejected our request due to an error in our request';

describe('operations that RFC 6902 knows', () => {
  it.each<[string, fastJsonPatch.Operation[]]>([
    ['add', [{ op: 'add', path: '/data/n', value: { deep: [null] } }]],
    ['add over', [{ op: 'add', path: '/data/a', value: '9' }]],
    ['add into a list', [{ op: 'add', path: '/list/1', value: 'x' }]],
    ['add to the end', [{ op: 'add', path: '/list/-', value: 'x' }]],
    ['remove', [{ op: 'remove', path: '/data/a' }]],
    ['remove from a list', [{ op: 'remove', path: '/list/0' }]],
    ['replace', [{ op: 'replace', path: '/list/2', value: { a: 1 } }]],
    ['escapes', [{ op: 'replace', path: '/x~1y/~0', value: false }]],
    ['move', [{ op: 'move', from: '/data/a', path: '/moved' }]],
    ['move within a list', [{ op: 'move', from: '/list/0', path: '/list/2' }]],
    [
      'copy',
      [
        { op: 'copy', from: '/data', path: '/copied' },
        { op: 'remove', path: '/data/a' },
      ],
    ],
    [
      'test',
      [
        { op: 'test', path: '/data', value: { b: '2', a: '1' } },
        { op: 'remove', path: '/data' },
      ],
    ],
    ['replace the whole', [{ op: 'replace', path: '', value: { only: 1 } }]],
  ])('%s', (_, operations) => {
    const expected: unknown = fastJsonPatch.applyPatch(document(), structuredClone(operations)).newDocument;
    expect(applyJsonPatch(document(), operations, on37)).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['test that fails', { op: 'test', path: '/data/a', value: 'no' }],
    ['remove what is not there', { op: 'remove', path: '/data/none' }],
    ['add below what is not there', { op: 'add', path: '/none/a', value: 1 }],
    ['replace beyond a list', { op: 'replace', path: '/list/3', value: 1 }],
    ['add beyond a list', { op: 'add', path: '/list/4', value: 1 }],
    ['a word for an index', { op: 'add', path: '/list/x', value: 1 }],
    ['an unknown operation', { op: 'frob', path: '/data/a' }],
    ['no path', { op: 'remove' }],
    ['a number for a path', { op: 'remove', path: 5 }],
    ['remove the whole', { op: 'remove', path: '' }],
    ['a plain value for the whole', { op: 'replace', path: '', value: 'x' }],
    ['a prototype', { op: 'add', path: '/__proto__/x', value: 1 }],
  ])('refuses %s', (_, operation) => {
    const error = { code: 422, message: REJECTED };
    expect(() => applyJsonPatch(document(), [operation], on37)).toThrow(expect.objectContaining(error));
  });
});

describe('operations as upstream knows them', () => {
  it('counts from the end', () => {
    const operations = [
      { op: 'add', path: '/list/-1', value: 'x' },
      { op: 'replace', path: '/list/-2', value: 'y' },
      { op: 'remove', path: '/list/-4' },
    ];
    expect(applyJsonPatch(document(), operations, on37)).toMatchObject({ list: [2, 'y', 'x'] });
    expect(() => applyJsonPatch(document(), [{ op: 'remove', path: '/list/-4' }], on37)).toThrow(REJECTED);
  });

  it('replaces what is not there, adds nothing as null, and finds nothing to be null', () => {
    const operations = [
      { op: 'replace', path: '/data/none', value: '1' },
      { op: 'add', path: '/data/null' },
      { op: 'test', path: '/data/missing', value: null },
    ];
    expect(applyJsonPatch(document(), operations, on37)).toMatchObject({ data: { none: '1', null: null } });
  });

  it('ignored a plain value for the whole before 1.35', () => {
    expect(applyJsonPatch(document(), [{ op: 'replace', path: '', value: 'x' }], on24)).toEqual(document());
  });

  it('sorts the objects it looked into, and leaves the document alone', () => {
    const original = { z: { b: 1, a: { d: 1, c: 1 } }, y: { b: 1, a: 1 } };
    const patched = applyJsonPatch(original, [{ op: 'add', path: '/z/0', value: 1 }], on37);
    expect(JSON.stringify(patched)).toBe('{"y":{"b":1,"a":1},"z":{"0":1,"a":{"d":1,"c":1},"b":1}}');
    expect(original.z).toEqual({ b: 1, a: { d: 1, c: 1 } });
  });

  it('takes 10,000 operations', () => {
    const operations = Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/data/a', value: '1' }));
    expect(applyJsonPatch(document(), operations.slice(1), on37)).toEqual(document());
    const message = 'Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001';
    expect(() => applyJsonPatch(document(), operations, on37)).toThrow(expect.objectContaining({ code: 413, message }));
  });
});

describe('patches that are none', () => {
  it.each<[unknown, string]>([
    [{}, 'json: cannot unmarshal object into Go value of type jsonpatch.Patch'],
    [5, 'json: cannot unmarshal number into Go value of type jsonpatch.Patch'],
    [['a'], 'json: cannot unmarshal string into Go value of type jsonpatch.Operation'],
  ])('%o', (patch, message) => {
    expect(() => applyJsonPatch(document(), patch, on37)).toThrow(expect.objectContaining({ code: 400, message }));
  });

  it.each<[unknown, string]>([
    [{}, 'json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp'],
    [['a'], 'json: cannot unmarshal string into Go value of type handlers.jsonPatchOp'],
    [[{ op: 5 }], 'json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string'],
  ])('%o, where fields are checked', (patch, text) => {
    const message = `error decoding patch: ${text}`;
    expect(() => checkJsonPatch(patch)).toThrow(expect.objectContaining({ code: 400, message }));
  });

  it('names unknown members where fields are checked', () => {
    expect(checkJsonPatch([{ op: 'remove', path: '/data/a', x: 1 }])).toEqual(['json patch unknown field "[0].x"']);
    expect(checkJsonPatch(null)).toEqual([]);
  });
});
