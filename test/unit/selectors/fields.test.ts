import { describe, expect, it } from 'vitest';
import { parseFieldSelector } from '../../../src/storage/selectors/fields.js';

const secret = { 'metadata.name': 'a', 'metadata.namespace': 'n', type: 'Opaque' };

describe('field selectors', () => {
  it.each([
    ['', true],
    ['metadata.name=a', true],
    ['metadata.name==a,metadata.namespace!=b', true],
    ['metadata.name=a,metadata.name=b', false],
    ['metadata.name!=a', false],
    ['type=', false],
    [',metadata.name=a,', true],
    ['missing=', true],
  ])('%s', (text, matches) => {
    expect(parseFieldSelector(text).matches(secret)).toBe(matches);
  });

  it('reads escaped values', () => {
    expect(parseFieldSelector('a=b\\,c\\=d\\\\,e=f').requirements).toEqual([
      { field: 'a', operator: '=', value: 'b,c=d\\' },
      { field: 'e', operator: '=', value: 'f' },
    ]);
  });

  it('tells the value a field must have', () => {
    const selector = parseFieldSelector('metadata.name=a,type!=b');
    expect(selector.requiresExactMatch('metadata.name')).toBe('a');
    expect(selector.requiresExactMatch('type')).toBeUndefined();
    expect(selector.empty).toBe(false);
  });

  it.each([
    ['metadata.name', "invalid selector: 'metadata.name'; can't understand 'metadata.name'"],
    ['a=b=c', 'invalid field selector: unescaped character in value: 61'],
    ['a=b\\c', 'invalid field selector: invalid escape sequence: \\c'],
    ['a=b\\', 'invalid field selector: invalid escape sequence: \\'],
  ])('refuses %s', (text, message) => {
    expect(() => parseFieldSelector(text)).toThrow(expect.objectContaining({ code: 400, message }));
  });
});
