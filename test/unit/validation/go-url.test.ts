import { describe, expect, it } from 'vitest';
import { goUrlError } from '../../../src/apis/validation/go-url.js';

// What Go 1.26's url.Parse answered.
const REFUSED: readonly (readonly [string, string])[] = [
  [':x', 'parse ":x": missing protocol scheme'],
  ['1:issuer', 'parse "1:issuer": first path segment in URL cannot contain colon'],
  ['a b:c', 'parse "a b:c": first path segment in URL cannot contain colon'],
  ['https://a b/c', 'parse "https://a b/c": invalid character " " in host name'],
  ['https://a:port/', 'parse "https://a:port/": invalid port ":port" after host'],
  ['https://[::1/x', `parse "https://[::1/x": missing ']' in host`],
  ['https://[::1]x/', 'parse "https://[::1]x/": invalid port "x" after host'],
  ['https://h/%zz', 'parse "https://h/%zz": invalid URL escape "%zz"'],
  ['https://h/a%2', 'parse "https://h/a%2": invalid URL escape "%2"'],
  ['https://h%41/', 'parse "https://h%41/": invalid URL escape "%41"'],
  ['https://us er@h/', 'parse "https://us er@h/": net/url: invalid userinfo'],
  ['https://h\\x:1', 'parse "https://h\\\\x:1": invalid character "\\\\" in host name'],
  ['https://h/#%z', 'parse "https://h/#%z": invalid URL escape "%z"'],
];
const TAKEN = [
  'https://kubernetes.default.svc.cluster.local',
  'kubernetes/serviceaccount',
  'my:issuer',
  'https://[::1]:6443/x',
  'https://h:/x?q=%zz',
  '///a:b',
  'a/b:c',
  'https://user:pw@h:1',
  'http://bücher.example:8',
  'https:',
];

describe('goUrlError', () => {
  it.each(REFUSED)('refuses %s as Go does', (url, message) => {
    expect(goUrlError(url)).toBe(message);
  });

  it.each(TAKEN)('takes %s', (url) => {
    expect(goUrlError(url)).toBeUndefined();
  });
});
