import { describe, expect, it } from 'vitest';
import { behavioursOf } from '../../../src/features/resolve.js';
import { parseLabelSelector } from '../../../src/storage/selectors/labels.js';

const on37 = behavioursOf(37);
const NAME_RULE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

const objects: Record<string, Record<string, string>> = {
  a: { n: 'a', parity: 'even', first: '' },
  b: { n: 'b', parity: 'odd' },
  c: { n: 'c', parity: 'even' },
  ten: { in: '10' },
  bare: {},
};

function select(text: string): string[] {
  const selector = parseLabelSelector(text, on37);
  return Object.keys(objects).filter((name) => selector.matches(objects[name]));
}

describe('what a selector matches', () => {
  it.each([
    ['', ['a', 'b', 'c', 'ten', 'bare']],
    ['n=a', ['a']],
    ['n==a', ['a']],
    ['n!=a', ['b', 'c', 'ten', 'bare']],
    ['n in (a,b)', ['a', 'b']],
    ['n notin (a,b)', ['c', 'ten', 'bare']],
    ['n', ['a', 'b', 'c']],
    ['!n', ['ten', 'bare']],
    ['parity=even,n!=a', ['c']],
    ['first=', ['a']],
    ['first in ()', ['a']],
    ['first in (,x)', ['a']],
    [' n  in ( a , b ) , parity ', ['a', 'b']],
    ['in>9', ['ten']],
    ['in < 11,in', ['ten']],
    ['in in (10)', ['ten']],
    ['n>1', []],
  ])('%s', (text, names) => {
    expect(select(text)).toEqual(names);
  });

  it('tells when it restricts nothing', () => {
    expect(parseLabelSelector('', on37).empty).toBe(true);
    expect(parseLabelSelector('a', on37).empty).toBe(false);
  });

  it('sorts requirements by key, and values', () => {
    expect(parseLabelSelector('b,a in (z,y,z)', on37).requirements).toEqual([
      { key: 'a', operator: 'in', values: ['y', 'z'] },
      { key: 'b', operator: 'exists', values: [] },
    ]);
  });
});

describe('selectors that cannot be read', () => {
  it.each([
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['_a', `unable to parse requirement: <nil>: Invalid value: "_a": ${NAME_RULE}`],
    ['a=-b', `unable to parse requirement: values[0][a]: Invalid value: "-b": ${VALUE_RULE}`],
    [',', "found ',', expected: !, identifier, or 'end of string'"],
    ['a,', "found '', expected: identifier after ','"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a in (=)', "unable to parse requirement: found '=', expected: ',', ')' or identifier"],
    ['a in (b,', "unable to parse requirement: found '', expected: ',', or identifier"],
    [
      'a>b',
      `unable to parse requirement: values[0]: Invalid value: "b": for 'Gt', 'Lt' operators, the value must be an integer`,
    ],
  ])('%s', (text, message) => {
    expect(() => parseLabelSelector(text, on37)).toThrow(expect.objectContaining({ code: 400, message }));
  });

  it('words keys, values and operators as the version does', () => {
    const on20 = behavioursOf(20);
    expect(() => parseLabelSelector('_a', on20)).toThrow(
      `unable to parse requirement: invalid label key "_a": ${NAME_RULE}`,
    );
    expect(() => parseLabelSelector('a=-b', on20)).toThrow(
      `unable to parse requirement: invalid label value: "-b": at key: "a": ${VALUE_RULE}`,
    );
    expect(() => parseLabelSelector('a b', on20)).toThrow(
      "unable to parse requirement: found 'b', expected: '=', '!=', '==', 'in', notin'",
    );
  });
});
