import { expect, it } from 'vitest';
import { endingOf } from '../../../src/controllers/kubelet/commands.js';

it.each([
  ['/bin/true', 0, 0],
  ['false', 0, 1],
  ['sleep 5', 5000, 0],
  ['/bin/sleep 1.5m', 90_000, 0],
  ['sh -c|exit 3', 0, 3],
  ['/bin/sh -c|sleep 2; exit 1', 2000, 1],
  ['bash -ec|echo hello && sleep 1\nfalse', 1000, 1],
  ['sh -c|false && sleep 100', 0, 1],
  ['sh -c|false; true', 0, 0],
])('%s', (text, after, exitCode) => {
  expect(endingOf(words(text))).toEqual({ after, exitCode });
});

it.each([
  '',
  'nginx',
  'sleep infinity',
  'sleep',
  'sh',
  'sh -c|while true; do sleep 1; done',
  'sh -c|exit $CODE',
  'sh -c|echo "a; b"',
])('of `%s` nothing is known', (text) => {
  expect(endingOf(words(text))).toBeUndefined();
});

/** Words up to a bar, and what comes after it as one. */
function words(text: string): string[] {
  const [plain = '', script] = text.split('|');
  return [...plain.split(' ').filter((word) => word !== ''), ...(script === undefined ? [] : [script])];
}
