import { apply } from 'json-merge-patch';
import { describe, expect, it } from 'vitest';
import { type JsonObject } from '../../../src/endpoints/patch/errors.js';
import { applyMergePatch, checkMergePatch } from '../../../src/endpoints/patch/merge.js';

describe('merge patches', () => {
  it.each<[JsonObject, JsonObject]>([
    [{ a: 'b' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }],
    [{ a: 'b' }, { a: null }],
    [{ a: 'b', b: 'c' }, { a: null }],
    [{ a: ['b'] }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }],
    [{ e: null }, { a: 1 }],
    [{}, { a: { bb: { ccc: null } } }],
    [{ a: 'text' }, { a: { b: { c: null, d: 1 } } }],
  ])('%o with %o', (document, patch) => {
    const expected: unknown = apply(structuredClone(document), structuredClone(patch));
    expect(applyMergePatch(document, patch)).toEqual(expected);
  });

  it('leaves nulls inside the elements of a list out, where the list is new', () => {
    expect(applyMergePatch({}, { a: [{ b: null, c: 1 }, null] })).toEqual({ a: [{ c: 1 }, null] });
    expect(applyMergePatch({ a: {} }, { a: [{ b: null }] })).toEqual({ a: [{ b: null }] });
  });

  it('sorts what it took apart', () => {
    const patched = applyMergePatch({ z: 1, m: { b: 1, a: 1 }, n: { b: 1, a: 1 } }, { n: { c: 1 } });
    expect(JSON.stringify(patched)).toBe('{"m":{"b":1,"a":1},"n":{"a":1,"b":1,"c":1},"z":1}');
  });

  it('does not touch prototypes', () => {
    const patch = JSON.parse('{"__proto__":{"polluted":true}}') as JsonObject;
    applyMergePatch({}, patch);
    expect(({} as JsonObject)['polluted']).toBeUndefined();
  });

  it('is an object', () => {
    expect(applyMergePatch({ a: 1 }, [])).toEqual([]);
    expect(() => applyMergePatch({}, null)).toThrow(
      expect.objectContaining({ code: 400, message: 'Invalid JSON Patch' }),
    );
    expect(() => applyMergePatch({}, 'a')).toThrow('Invalid JSON Patch');
    expect(() => {
      checkMergePatch('a');
    }).toThrow('error decoding patch: json: cannot unmarshal string into Go value of type map[string]interface {}');
  });
});
