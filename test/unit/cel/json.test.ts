import { describe, expect, it } from 'vitest';
import { unescapeField } from '../../../src/cel/field-names.js';
import { DYN, mapOf, STRING } from '../../../src/cel/types.js';
import { fromJson, type JsonReading, toJson } from '../../../src/cel/values/json.js';
import { evaluated } from './compile.js';

const CLAIMS = { sub: 'a', 'email-verified': true, n: 3, deep: [{ 'a.b': null, x: 1.5 }] };

function of(expression: string, reading: JsonReading = {}): string {
  return evaluated(expression, {
    variables: { claims: mapOf(STRING, DYN) },
    values: { claims: fromJson(CLAIMS, reading) },
  });
}

describe('JSON in expressions', () => {
  it.each<[string, string, JsonReading]>([
    ['type(claims.n) == int', 'true', {}],
    ['type(claims.n) == double', 'true', { whole: 'double' }],
    ['type(claims.deep[0].x) == double', 'true', {}],
    ['claims.deep[0]["a.b"] == null', 'true', {}],
    ['claims.email__dash__verified', 'error: no such key: email__dash__verified', {}],
    ['claims.email__dash__verified', 'true', { escaped: true }],
    ['has(claims.deep[0].a__dot__b) && claims.size() == 4', 'true', { escaped: true }],
    ['claims.?nothing.orValue("none")', 'none', { escaped: true }],
    ['claims.nothing', 'error: no such key: nothing', {}],
  ])('%s is %s', (expression, expected, reading) => {
    expect(of(expression, reading)).toBe(expected);
  });

  it('comes out as it went in', () => {
    expect(toJson(fromJson(CLAIMS))).toEqual(CLAIMS);
  });
});

it.each([
  ['a__dash__b__dot__c', 'a-b.c'],
  ['__namespace__', 'namespace'],
  ['x__namespace__', undefined],
  ['a__other__', undefined],
  ['a__underscores__b', 'a__b'],
])('%s stands for %s', (escaped, name) => {
  expect(unescapeField(escaped)).toBe(name);
});
