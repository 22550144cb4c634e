import { describe, expect, it } from 'vitest';
import { type FieldSet } from '../../../src/managedfields/field-set.js';
import { fromFieldsV1, toFieldsV1 } from '../../../src/managedfields/fields-v1.js';
import {
  fieldElement,
  keyElement,
  parseElement,
  printPath,
  valueElement,
} from '../../../src/managedfields/path-element.js';

function set(fields: object): FieldSet {
  return fromFieldsV1(fields);
}

function written(fields: FieldSet): string {
  return JSON.stringify(toFieldsV1(fields));
}

describe('fieldsV1', () => {
  it('is written in order: fields, keys, values, indices; itself before what is below it', () => {
    const fields = set({
      'v:true': {},
      'v:"b"': {},
      'v:10': {},
      'v:9': {},
      'k:{"port":80,"protocol":"TCP"}': { 'f:b': {}, '.': {}, 'f:a': {} },
      'k:{"port":9,"protocol":"TCP"}': {},
      'i:10': {},
      'i:9': {},
      'f:é': {},
      'f:z': {},
    });
    expect(Object.keys(toFieldsV1(fields))).toEqual([
      'f:z',
      'f:é',
      'k:{"port":9,"protocol":"TCP"}',
      'k:{"port":80,"protocol":"TCP"}',
      'v:9',
      'v:10',
      'v:"b"',
      'v:true',
      'i:9',
      'i:10',
    ]);
    expect(written(set({ 'f:x': { 'f:b': {}, '.': {}, 'f:a': {} } }))).toBe('{"f:x":{".":{},"f:a":{},"f:b":{}}}');
  });

  it.each([
    ['k:{"b":1,"a":"x<y"}', 'k:{"a":"x\\u003cy","b":1}'],
    ['v: "a"', 'v:"a"'],
    ['i:007', 'i:7'],
    ['f:a:b', 'f:a:b'],
  ])('reads %s as %s', (text, canonical) => {
    expect(parseElement(text)).toBe(canonical);
  });

  it('passes over what a later version may know', () => {
    expect(written(set({ 'x:a': {}, 'f:a': {} }))).toBe('{"f:a":{}}');
    expect(written(set({ 'f:a': { 'x:b': {} } }))).toBe('{"f:a":{}}');
  });

  it.each([[{ bad: {} }], [{ 'v:nope': {} }], [{ 'k:[]': {} }], [{ 'i:x': {} }], [[]], ['text']])(
    'refuses %j',
    (fields) => {
      expect(() => fromFieldsV1(fields)).toThrow(SyntaxError);
    },
  );
});

describe('paths', () => {
  it('are shown as errors show them', () => {
    const path = [fieldElement('a'), keyElement({ name: 'x', port: 80 }), valueElement('v"w'), valueElement(1), 'i:3'];
    expect(printPath(path)).toBe('.a[name="x",port=80][="v\\"w"][=1][3]');
  });
});

describe('sets', () => {
  const a = set({ 'f:x': { '.': {}, 'f:y': {} }, 'f:z': {} });

  it.each([
    ['union', a.union(set({ 'f:x': { 'f:w': {} } })), '{"f:x":{".":{},"f:w":{},"f:y":{}},"f:z":{}}'],
    ['intersection', a.intersection(set({ 'f:x': { 'f:y': {} }, 'f:q': {} })), '{"f:x":{"f:y":{}}}'],
    ['difference', a.difference(set({ 'f:x': {} })), '{"f:x":{"f:y":{}},"f:z":{}}'],
    ['recursive difference', a.recursiveDifference(set({ 'f:x': {} })), '{"f:z":{}}'],
    ['recursive difference below', a.recursiveDifference(set({ 'f:x': { 'f:y': {} } })), '{"f:x":{},"f:z":{}}'],
    ['along a pattern', a.along([['f:x', '*']]), '{"f:x":{".":{},"f:y":{}}}'],
  ])('%s', (_, result, json) => {
    expect(written(result)).toBe(json);
  });

  it('tell what is in them, in order', () => {
    expect([...a.paths()].map(printPath)).toEqual(['.x', '.z', '.x.y']);
    expect(a.has(['f:x', 'f:y'])).toBe(true);
    expect(a.has(['f:z', 'f:y'])).toBe(false);
    expect(a.equals(set({ 'f:z': {}, 'f:x': { 'f:y': {}, '.': {} } }))).toBe(true);
    expect(a.equals(set({ 'f:z': {}, 'f:x': { 'f:y': {} } }))).toBe(false);
    expect(a.difference(a).isEmpty).toBe(true);
  });
});
