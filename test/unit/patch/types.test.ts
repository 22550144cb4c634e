import { describe, expect, it } from 'vitest';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { type PatchType } from '../../../src/endpoints/negotiation.js';
import { applyPatch, parsePatch, type Patched } from '../../../src/endpoints/patch/types.js';
import { resolveFeatures } from '../../../src/features/resolve.js';

const on37 = resolveFeatures({ version: '1.37', featureGates: undefined });
const on24 = resolveFeatures({ version: '1.24', featureGates: undefined });
const schemas = loadSchemas(37);
const JSON_PATCH = 'application/json-patch+json';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const map = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'j' }, data: { b: '2', a: '1' } };

function apply(type: PatchType, body: string, checksFields = true): Patched {
  const target = { schemas, features: on37, schema: 'io.k8s.api.core.v1.ConfigMap', checksFields };
  return applyPatch(type, map, parsePatch(Buffer.from(body), type, on37), target);
}

describe('what errors show', () => {
  it('is the patched JSON, or the strategic patch', () => {
    expect(apply(MERGE, '{"data":{"c":"3"}}').shown).toBe(
      '{"apiVersion":"v1","data":{"a":"1","b":"2","c":"3"},"kind":"ConfigMap","metadata":{"name":"j"}}',
    );
    expect(apply(JSON_PATCH, '[{"op":"remove","path":"/data/a"}]').shown).toBe(
      '{"apiVersion":"v1","data":{"b":"2"},"kind":"ConfigMap","metadata":{"name":"j"}}',
    );
    expect(apply(STRATEGIC, '{"dat":{}}').shown).toBe('map[dat:map[]]');
  });
});

describe('strategic patches', () => {
  it('cannot change kind and version', () => {
    expect(apply(STRATEGIC, '{"kind":"Secret","apiVersion":"v9","data":null}').value).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: 'j' },
    });
  });

  it.each([
    ['{"kind":5}', 'map[kind:5]', 'cannot convert int64 to string'],
    ['{"data":"x"}', 'map[data:x]', 'cannot restore map from string'],
    ['{"metadata":{"labels":{"a":5}}}', 'map[metadata:map[labels:map[a:5]]]', 'cannot convert int64 to string'],
    ['{"metadata":{"labels":["a"]}}', 'map[metadata:map[labels:[a]]]', 'cannot restore map from slice'],
    ['{"immutable":"yes"}', 'map[immutable:yes]', 'unrecognized type: bool'],
    ['{"metadata":"x"}', 'map[metadata:x]', 'cannot restore struct from: string'],
    [
      '{"binaryData":{"q":"***"}}',
      'map[binaryData:map[q:***]]',
      'error decoding from json: illegal base64 data at input byte 0',
    ],
    ['{"metadata":{"finalizers":[5]}}', 'map[metadata:map[finalizers:[5]]]', 'cannot convert int64 to string'],
    ['{"metadata":{"finalizers":{"a":1}}}', 'map[metadata:map[finalizers:map[a:1]]]', 'cannot restore slice from map'],
    ['{"metadata":{"generation":"a"}}', 'map[metadata:map[generation:a]]', 'unrecognized type: int64'],
    ['{"metadata":{"generation":1.5}}', 'map[metadata:map[generation:1.5]]', 'cannot convert float64 to int64'],
    [
      '{"metadata":{"ownerReferences":[["x"]]}}',
      'map[metadata:map[ownerReferences:[[x]]]]',
      'cannot restore struct from: slice',
    ],
  ])('refuse %s', (body, shown, detail) => {
    const message = ` "" is invalid: patch: Invalid value: ${JSON.stringify(shown)}: ${detail}`;
    expect(() => apply(STRATEGIC, body)).toThrow(expect.objectContaining({ code: 422, message }));
  });
});

describe('what is wrong with a patch itself', () => {
  it('counts where fields are checked', () => {
    expect(apply(MERGE, '{"data":{"a":"1","a":"2"}}').strictErrors).toEqual(['duplicate field "data.a"']);
    expect(apply(JSON_PATCH, '[{"op":"test","path":"/data/a","value":"1","x":1}]').strictErrors).toEqual([
      'json patch unknown field "[0].x"',
    ]);
    expect(apply(JSON_PATCH, '[{"op":"test","path":"/data/a","value":"1","x":1}]', false).strictErrors).toEqual([]);
    expect(() => apply(MERGE, '"a"')).toThrow('error decoding patch: json: cannot unmarshal string into');
    expect(() => apply(MERGE, '"a"', false)).toThrow('Invalid JSON Patch');
  });

  it('is told as the version does', () => {
    const parse = (type: PatchType, features = on24): unknown => parsePatch(Buffer.from('[{'), type, features);
    expect(() => parse(MERGE, on37)).toThrow('invalid JSON patch');
    expect(() => parse(MERGE)).toThrow('Invalid JSON Patch');
    expect(() => parse(JSON_PATCH)).toThrow('unexpected end of JSON input');
  });
});
