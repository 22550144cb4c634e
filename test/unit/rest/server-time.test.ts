import { describe, expect, it } from 'vitest';
import { httpDate, ManualClock } from '../../../src/clock/clock.js';
import { ServerTime } from '../../../src/rest/server-time.js';

const START = Date.parse('2030-01-01T00:00:00.400Z');

describe("the server's time", () => {
  it.each([0, 300, -400, 599])('is left as it is while the Date header can be true of it: %d ms', (ahead) => {
    const time = new ServerTime(new ManualClock(START));
    time.observe(httpDate(START + ahead), 0);
    expect(time.offset).toBe(0);
  });

  it('is corrected to within a second where it was moved', () => {
    const base = new ManualClock(START);
    const time = new ServerTime(base);
    time.observe(httpDate(START + 3_600_000), 5);
    expect(Math.abs(time.offset - 3_600_000)).toBeLessThan(1000);
    base.advance(2000);
    expect(time.now() - START - 2000).toBe(time.offset);
    time.observe(httpDate(base.now()), 5);
    expect(Math.abs(time.offset)).toBeLessThan(1000);
  });

  it('comes closer with every look', () => {
    const base = new ManualClock(START);
    const time = new ServerTime(base);
    for (let i = 0; i < 50; i++) {
      base.advance(137);
      time.observe(httpDate(base.now() - 86_400_000), 2);
    }
    expect(Math.abs(time.offset + 86_400_000)).toBeLessThan(30);
  });

  it('may have been written at any moment of the round trip, and be no date', () => {
    const time = new ServerTime(new ManualClock(START));
    time.observe('soon', 0);
    time.observe(httpDate(START - 5000), 5000);
    expect(time.offset).toBe(0);
  });
});
