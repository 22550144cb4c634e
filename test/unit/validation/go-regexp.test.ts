import { describe, expect, it } from 'vitest';
import { goRegExp } from '../../../src/apis/validation/go-regexp.js';

describe('patterns of Go', () => {
  it.each([
    ['^[a-z]+$', ['abc'], ['Abc', '']],
    ['^[a-z]([-a-z0-9]*[a-z0-9])?$', ['a', 'a-b1'], ['-a', 'a-']],
    ['(?i)^abc[d-f]$', ['ABCE', 'abcd'], ['abcx']],
    ['(?s)a.b', ['a\nb'], ['ab']],
    ['a.b', ['axb'], ['a\nb']],
    ['(?m)^b$', ['a\nb\nc'], ['ab']],
    ['\\Aab\\z', ['ab'], ['cab', 'ab\n']],
    ['^[[:alpha:]_]+$', ['aB_'], ['a1']],
    ['^[[:^digit:]]+$', ['abc', 'äö'], ['1']],
    ['^\\d{2,3}-\\w+\\-\\/$', ['12-ab-/'], ['1-a-/']],
    ['^\\pL+$', ['añb'], ['1']],
    ['^\\p{Greek}$', ['α'], ['a']],
    ['^[^\\s]+$', ['ab'], ['a b']],
    ['^[\\D]+$', ['ab'], ['1']],
    ['^\\Qa.b\\E$', ['a.b'], ['axb']],
    ['^(?P<x>a)(?:b)$', ['ab'], ['a']],
    ['^\\x41\\x{1F600}$', ['A😀'], ['A']],
    ['^[]a]$', [']', 'a'], ['b']],
    ['^a{0,}$', ['', 'aa'], ['b']],
  ])('%s', (pattern, matching, others) => {
    expect([...matching, ...others].filter((text) => goRegExp(pattern).test(text))).toEqual(matching);
  });

  it.each([
    ['(', 'missing closing ): `(`'],
    ['a)', 'unexpected ): `a)`'],
    ['[a', 'missing closing ]: `[a`'],
    ['*', 'missing argument to repetition operator: `*`'],
    ['a|*', 'missing argument to repetition operator: `*`'],
    ['a{2}{3}', 'invalid nested repetition operator: `{2}{3}`'],
    ['(?P<a', 'invalid named capture: `(?P<a`'],
    ['[[:foo:]]', 'invalid character class range: `[:foo:]`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['\\y', 'invalid escape sequence: `\\y`'],
    ['a\\', 'trailing backslash at end of expression: ``'],
    ['[z-a]', 'invalid character class range: `z-a`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?!a)', 'invalid or unsupported Perl syntax: `(?!`'],
    ['\\p{Nope}', 'invalid character class range: `\\p{Nope}`'],
  ])('%s is refused', (pattern, text) => {
    expect(() => goRegExp(pattern)).toThrow(`error parsing regexp: ${text}`);
  });
});
