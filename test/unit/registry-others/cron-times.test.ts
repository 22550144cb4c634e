import { describe, expect, it } from 'vitest';
import { nextTime } from '../../../src/registry/batch/next-time.js';
import { parseSchedule } from '../../../src/registry/batch/schedule.js';
import { zonedText } from '../../../src/registry/batch/zoned-time.js';

function times(schedule: string, start: string, count: number): string[] {
  const parsed = parseSchedule(schedule);
  if (typeof parsed === 'string') return [parsed];
  const found: string[] = [];
  for (let time = nextTime(parsed, Date.parse(start)); time !== undefined; time = nextTime(parsed, time)) {
    found.push(zonedText(time, parsed.zone));
    if (found.length === count) break;
  }
  return found;
}

// Each answer is that of github.com/robfig/cron/v3.
describe('the times of a schedule', () => {
  it.each([
    ['*/20 8 * * *', '2026-01-31T07:59:30Z', ['2026-01-31T08:00:00Z', '2026-01-31T08:20:00Z', '2026-01-31T08:40:00Z']],
    ['0 0 13 * 5', '2026-03-01T00:00:00Z', ['2026-03-06T00:00:00Z', '2026-03-13T00:00:00Z', '2026-03-20T00:00:00Z']],
    ['0 0 */2 * mon', '2026-03-01T00:00:00Z', ['2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z', '2026-03-05T00:00:00Z']],
    ['0 0 29 2 *', '2026-01-01T00:00:00Z', ['2028-02-29T00:00:00Z', '2032-02-29T00:00:00Z', '2036-02-29T00:00:00Z']],
    ['@every 1h30m', '2026-01-31T12:00:00Z', ['2026-01-31T13:30:00Z', '2026-01-31T15:00:00Z', '2026-01-31T16:30:00Z']],
    ['@weekly', '2026-01-31T12:00:00Z', ['2026-02-01T00:00:00Z', '2026-02-08T00:00:00Z', '2026-02-15T00:00:00Z']],
  ])('%s after %s', (schedule, start, expected) => {
    expect(times(schedule, start, 3)).toEqual(expected);
  });

  it.each([
    // An hour that is left out, and one that comes twice.
    ['TZ=Europe/Berlin 30 2 * * *', '2026-03-28T12:00:00Z', ['2026-03-30T02:30:00+02:00', '2026-03-31T02:30:00+02:00']],
    ['TZ=Europe/Berlin 30 2 * * *', '2026-10-24T12:00:00Z', ['2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00']],
    // Days that begin at one o'clock.
    ['TZ=Asia/Beirut 0 0 * * *', '2026-03-28T12:00:00Z', ['2026-03-30T00:00:00+03:00', '2026-03-31T00:00:00+03:00']],
    [
      'CRON_TZ=Asia/Kolkata 0 9 * * *',
      '2026-01-31T12:00:00Z',
      ['2026-02-01T09:00:00+05:30', '2026-02-02T09:00:00+05:30'],
    ],
  ])('%s after %s', (schedule, start, expected) => {
    expect(times(schedule, start, 2)).toEqual(expected);
  });

  it('are none where the calendar has no such day', () => {
    expect(times('0 0 31 2 *', '2026-01-31T12:00:00Z', 1)).toEqual([]);
  });
});
