/** Parts of times and durations. Source: cel-go common/stdlib/standard.go, common/types/{timestamp,duration}.go. */
import { declare, type FunctionDeclaration, memberOverload, type Overload } from '../declarations.js';
import { type Duration, EvaluationError, type Timestamp } from '../values/value.js';

const MILLISECOND = 1_000_000n;
const SECOND = 1_000n * MILLISECOND;
const MINUTE = 60n * SECOND;
const DAY = 86_400_000;

/** A part of a time that is given as its date in UTC. */
type Part = (date: Date) => number;

const PARTS: readonly (readonly [string, string, Part])[] = [
  ['getFullYear', 'year', (date) => date.getUTCFullYear()],
  ['getMonth', 'month', (date) => date.getUTCMonth()],
  ['getDayOfYear', 'day_of_year', dayOfYear],
  ['getDayOfMonth', 'day_of_month', (date) => date.getUTCDate() - 1],
  ['getDate', 'day_of_month_1_based', (date) => date.getUTCDate()],
  ['getDayOfWeek', 'day_of_week', (date) => date.getUTCDay()],
];
const CLOCK_PARTS: readonly (readonly [string, string, Part, bigint])[] = [
  ['getHours', 'hours', (date) => date.getUTCHours(), 60n * MINUTE],
  ['getMinutes', 'minutes', (date) => date.getUTCMinutes(), MINUTE],
  ['getSeconds', 'seconds', (date) => date.getUTCSeconds(), SECOND],
  ['getMilliseconds', 'milliseconds', (date) => date.getUTCMilliseconds(), MILLISECOND],
];

function dayOfYear(date: Date): number {
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  return Math.floor((date.getTime() - start) / DAY);
}

function dateOf({ nanoseconds }: Timestamp): Date {
  const within = ((nanoseconds % MILLISECOND) + MILLISECOND) % MILLISECOND;
  return new Date(Number((nanoseconds - within) / MILLISECOND));
}

/** The date that clocks of the zone show, as if it were in UTC. */
function inZone(date: Date, zone: string): Date {
  const colon = zone.indexOf(':');
  return new Date(date.getTime() + (colon < 0 ? namedOffset(date, zone) : writtenOffset(zone, colon)));
}

function writtenOffset(zone: string, colon: number): number {
  const [hours, minutes] = [zone.slice(0, colon), zone.slice(colon + 1)].map(wholeNumber);
  if (minutes === undefined || minutes < 0 || minutes > 59) {
    throw new EvaluationError(`timezone offset minutes out of range [0, 59]: ${zone}`);
  }
  return ((hours ?? 0) * 60 + (zone.startsWith('-') ? -minutes : minutes)) * 60_000;
}

function wholeNumber(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) {
    throw new EvaluationError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text);
}

function namedOffset(date: Date, zone: string): number {
  if (zone === '' || zone === 'UTC') return 0;
  const shown = Object.fromEntries(
    formatFor(zone)
      .formatToParts(date)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  const milliseconds = ((date.getTime() % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second) - (date.getTime() - milliseconds);
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  } catch {
    throw new EvaluationError(`unknown time zone ${timeZone}`);
  }
}

function ofTimestamp(id: string, part: Part): Overload[] {
  return [
    memberOverload(`timestamp_to_${id}`, '(timestamp) -> int', (time: Timestamp) => BigInt(part(dateOf(time)))),
    memberOverload(`timestamp_to_${id}_with_tz`, '(timestamp, string) -> int', (time: Timestamp, zone: string) =>
      BigInt(part(inZone(dateOf(time), zone))),
    ),
  ];
}

export const TIMES: readonly FunctionDeclaration[] = [
  ...PARTS.map(([name, id, part]) => declare(name, ...ofTimestamp(id, part))),
  ...CLOCK_PARTS.map(([name, id, part, unit]) =>
    declare(
      name,
      ...ofTimestamp(id, part),
      memberOverload(`duration_to_${id}`, '(duration) -> int', ({ nanoseconds }: Duration) => nanoseconds / unit),
    ),
  ),
];
