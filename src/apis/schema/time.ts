/** RFC 3339 times as Go's time.Parse takes them and metav1.Time writes them. Source: time/format.go; metav1's time.go, micro_time.go. */
import { DecodeError } from './decode-error.js';

const LAYOUT = '2006-01-02T15:04:05Z07:00';
const MICRO_LAYOUT = '2006-01-02T15:04:05.000000Z07:00';
const FAST = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** The parts of the layout in order: what must match, and the range of its value. */
const PARTS: readonly {
  readonly layout: string;
  readonly match: RegExp;
  readonly range?: readonly [string, number, number];
}[] = [
  { layout: '2006', match: /^\d{4}/ },
  { layout: '-', match: /^-/ },
  { layout: '01', match: /^\d\d/, range: ['month', 1, 12] },
  { layout: '-', match: /^-/ },
  { layout: '02', match: /^\d\d/, range: ['day', 1, 31] },
  { layout: 'T', match: /^T/ },
  { layout: '15', match: /^\d\d?/, range: ['hour', 0, 23] },
  { layout: ':', match: /^:/ },
  { layout: '04', match: /^\d\d/, range: ['minute', 0, 59] },
  { layout: ':', match: /^:/ },
  { layout: '05', match: /^\d\d/, range: ['second', 0, 59] },
];

/** In UTC, whole seconds; undefined for Go's zero time. Throws DecodeError with Go's text. */
export function canonicalTime(text: string): string | undefined {
  if (FAST.test(text)) return text === ZERO ? undefined : text;
  const { milliseconds } = parseTime(text, LAYOUT);
  return write(milliseconds, '');
}

/** The same with six decimals. */
export function canonicalMicroTime(text: string): string | undefined {
  const { milliseconds, fraction } = parseTime(text, MICRO_LAYOUT);
  return write(milliseconds, `.${fraction}`);
}

/** Milliseconds since the epoch, with a fraction. Throws DecodeError with Go's text. */
export function parseGoTime(text: string): number {
  const { milliseconds, fraction } = parseTime(text, LAYOUT);
  return milliseconds + Number(`0.${fraction}`) * 1000;
}

const ZERO = '0001-01-01T00:00:00Z';

function write(milliseconds: number, fraction: string): string | undefined {
  const text = `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
  return text === ZERO && /^\.?0*$/.test(fraction) ? undefined : text.replace('Z', `${fraction}Z`);
}

function parseTime(text: string, layout: string): { milliseconds: number; fraction: string } {
  const fail = (rest: string, part: string): never => {
    throw new DecodeError(
      `parsing time ${quote(text)} as ${quote(layout)}: cannot parse ${quote(rest)} as ${quote(part)}`,
    );
  };
  const outOfRange = (what: string): never => {
    throw new DecodeError(`parsing time ${quote(text)}: ${what} out of range`);
  };
  const values: number[] = [];
  let rest = text;
  for (const { layout: part, match, range } of PARTS) {
    const found = match.exec(rest)?.[0] ?? fail(rest, part);
    if (found >= '0' && found <= ':' && found !== ':') values.push(Number(found));
    if (range !== undefined) {
      const [what, low, high] = range;
      const value = Number(found);
      // The day's range hangs on its month and is looked at last.
      if (what !== 'day' && (value < low || value > high)) outOfRange(what);
    }
    rest = rest.slice(found.length);
  }
  const fractional = (layout === MICRO_LAYOUT ? /^[.,](\d{6})/ : /^[.,](\d+)/).exec(rest);
  if (fractional === null && layout === MICRO_LAYOUT) fail(rest, '.000000');
  rest = rest.slice(fractional?.[0].length ?? 0);
  const zone = /^(?:Z|([+-])(\d\d):(\d\d))/.exec(rest) ?? fail(rest, 'Z07:00');
  const [whole = '', sign = '+', hours = '0', minutes = '0'] = zone;
  if (Number(hours) > 24) outOfRange('time zone offset hour');
  if (Number(minutes) > 60) outOfRange('time zone offset minute');
  rest = rest.slice(whole.length);
  if (rest !== '') throw new DecodeError(`parsing time ${quote(text)}: extra text: ${quote(rest)}`);

  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = values;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) outOfRange('day');
  date.setUTCHours(hour, minute, second);
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return { milliseconds: date.getTime() - offset, fraction: fractional?.[1] ?? '' };
}

function quote(text: string): string {
  return JSON.stringify(text);
}
