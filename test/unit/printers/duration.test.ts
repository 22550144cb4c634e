import { describe, expect, it } from 'vitest';
import {
  humanDuration,
  shortHumanDuration,
  translateTimestampSince,
  translateTimestampUntil,
} from '../../../src/printers/duration.js';

const S = 1000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;
const Y = 365 * D;

describe('durations', () => {
  // The cases of k8s.io/apimachinery/pkg/util/duration/duration_test.go.
  it.each([
    [-2 * S, '<invalid>'],
    [-2 * S + 1, '0s'],
    [0, '0s'],
    [S - 1, '0s'],
    [2 * M - 1, '119s'],
    [2 * M, '2m'],
    [2 * M + S, '2m1s'],
    [10 * M - 1, '9m59s'],
    [10 * M, '10m'],
    [10 * M + S, '10m'],
    [3 * H - 1, '179m'],
    [3 * H, '3h'],
    [3 * H + M, '3h1m'],
    [8 * H - 1, '7h59m'],
    [8 * H, '8h'],
    [8 * H + 59 * M, '8h'],
    [2 * D - 1, '47h'],
    [2 * D, '2d'],
    [2 * D + H, '2d1h'],
    [8 * D - 1, '7d23h'],
    [8 * D, '8d'],
    [8 * D + 23 * H, '8d'],
    [2 * Y - 1, '729d'],
    [2 * Y, '2y'],
    [2 * Y + D, '2y1d'],
    [8 * Y - 1, '7y364d'],
    [8 * Y, '8y'],
    [8 * Y + 364 * D, '8y'],
    [9 * Y, '9y'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(humanDuration(milliseconds)).toBe(text);
  });

  it.each([
    [-3 * S, '<invalid>'],
    [59 * S, '59s'],
    [95 * S, '1m'],
    [59 * M, '59m'],
    [23 * H, '23h'],
    [364 * D, '364d'],
    [3 * Y, '3y'],
  ])('%d ms is %s in short', (milliseconds, text) => {
    expect(shortHumanDuration(milliseconds)).toBe(text);
  });

  it('counts from and to times', () => {
    const now = Date.parse('2026-01-01T00:01:00Z');
    expect(translateTimestampSince('2026-01-01T00:00:00Z', now)).toBe('60s');
    expect(translateTimestampUntil('2026-01-01T01:01:00Z', now)).toBe('60m');
    expect(translateTimestampSince(undefined, now)).toBe('<unknown>');
    expect(translateTimestampUntil(undefined, now)).toBe('<unknown>');
  });
});
