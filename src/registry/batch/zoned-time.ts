/** The calendar in a time zone. Source: Go's time package (Date, AddDate), as far as schedules need it. */

export interface Calendar {
  readonly year: number;
  /** 1 … 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    const digits = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' } as const;
    const more = { minute: 'numeric', second: 'numeric', hourCycle: 'h23', era: 'short' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...digits, ...more });
    formats.set(zone, format);
  }
  return format;
}

/** `time` in milliseconds since the epoch. */
export function calendarAt(time: number, zone: string): Calendar {
  if (zone === 'UTC') {
    const date = new Date(time);
    return {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
    };
  }
  const parts = new Map(
    formatOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

/** Milliseconds since the epoch; months and days beyond their range run over. Of two times that fit Go's choice is taken. */
export function timeOf(calendar: Calendar, zone: string): number {
  const { year, month, day, hour, minute, second } = calendar;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  const offset = offsetAt(local, zone);
  return offset === 0 ? local : local - offsetAt(local - offset, zone);
}

/** Milliseconds by which the zone is ahead of UTC. */
export function offsetAt(time: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const { year, month, day, hour, minute, second } = calendarAt(time, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
}

/** 0 … 6, from Sunday. */
export function dayOfWeek({ year, month, day }: Calendar): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** RFC 3339 with the zone's offset: `2026-01-31T13:00:00+01:00`. */
export function zonedText(time: number, zone: string): string {
  const offset = offsetAt(time, zone);
  const text = new Date(time + offset).toISOString().slice(0, 19);
  if (offset === 0) return `${text}Z`;
  const minutes = Math.abs(offset) / 60_000;
  const pad = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  return `${text}${offset < 0 ? '-' : '+'}${pad(minutes / 60)}:${pad(minutes % 60)}`;
}
