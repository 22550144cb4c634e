import { expect, test } from 'vitest';
import { withRepeatedHeaders } from '../../../src/endpoints/repeated-headers.js';

test('headers of impersonation are lists, with their commas', () => {
  const joined = { accept: 'a, b', 'impersonate-group': 'a, b,c' };
  const raw = ['Accept', 'a', 'Accept', 'b', 'Impersonate-Group', 'a', 'impersonate-group', 'b,c'];
  expect(withRepeatedHeaders(joined, raw)).toEqual({ accept: 'a, b', 'impersonate-group': ['a', 'b,c'] });
});

test('other headers stay as they are', () => {
  const headers = { accept: 'a, b' };
  expect(withRepeatedHeaders(headers, ['Accept', 'a', 'Accept', 'b'])).toBe(headers);
});
