import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/clock/clock.js';
import { InflightRequests } from '../../../src/metrics/inflight.js';

describe('requests in flight', () => {
  it('are told by the most within the second that passed', () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    const inflight = new InflightRequests(() => clock.now());
    inflight.begin('GET');
    inflight.begin('HEAD');
    inflight.end('GET');
    inflight.begin('POST');
    expect([inflight.highest('readOnly'), inflight.highest('mutating')]).toEqual([2, 1]);
    clock.advance(1000);
    expect(inflight.highest('readOnly')).toBe(2);
    clock.advance(1000);
    expect(inflight.highest('readOnly')).toBe(1);
    inflight.end('HEAD');
    clock.advance(60_000);
    expect([inflight.highest('readOnly'), inflight.highest('mutating')]).toEqual([0, 1]);
  });
});
