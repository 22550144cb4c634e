/** Schedules of cron jobs. Source: github.com/robfig/cron/v3's parser.go, whose errors these are. */
import { parseDuration } from '../../apis/schema/duration.js';

interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}

const MONTHS = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Bounds[] = [
  { low: 0, high: 59 },
  { low: 0, high: 23 },
  { low: 1, high: 31 },
  { low: 1, high: 12, names: MONTHS },
  { low: 0, high: 6, names: DAYS },
];
const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const NONE: FieldValues = { values: new Set(), any: false };
const NANOSECONDS = 1_000_000_000n;

/** Values of a field; `any`: it was `*`, and leaves the choice to the other field for days. */
export interface FieldValues {
  readonly values: ReadonlySet<number>;
  readonly any: boolean;
}

export interface CronFields {
  readonly minutes: FieldValues;
  readonly hours: FieldValues;
  readonly daysOfMonth: FieldValues;
  /** 1 … 12. */
  readonly months: FieldValues;
  /** 0 … 6, from Sunday. */
  readonly daysOfWeek: FieldValues;
}

export interface Schedule {
  /** A name of the time zone database. */
  readonly zone: string;
  /** Times by the calendar, or milliseconds from one to the next. */
  readonly times: CronFields | number;
}

/** What is wrong with a schedule; undefined: nothing. */
export function scheduleError(schedule: string): string | undefined {
  const parsed = parseSchedule(schedule);
  return typeof parsed === 'string' ? parsed : undefined;
}

/** The schedule, or what is wrong with it. */
export function parseSchedule(schedule: string): Schedule | string {
  const match = /^(?:CRON_)?TZ=(\S*)\s*/.exec(schedule);
  const name = match?.[1] ?? '';
  if (!isTimeZone(name)) return `provided bad location ${name}: unknown time zone ${name}`;
  const zone = name === '' || name === 'Local' ? 'UTC' : name;
  const text = schedule.slice(match?.[0].length ?? 0);
  const times = text.startsWith('@') ? parseDescriptor(text) : parseFields(text);
  return typeof times === 'string' ? times : { zone, times };
}

function parseDescriptor(text: string): CronFields | number | string {
  const fields = DESCRIPTORS[text];
  if (fields !== undefined) return parseFields(fields);
  const every = '@every ';
  if (!text.startsWith(every)) return `unrecognized descriptor: ${text}`;
  try {
    const seconds = Number(parseDuration(text.slice(every.length)) / NANOSECONDS);
    return Math.max(1, seconds) * 1000;
  } catch (error) {
    return `failed to parse duration ${text}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function parseFields(text: string): CronFields | string {
  const texts = text.split(/\s+/).filter((field) => field !== '');
  if (texts.length !== FIELDS.length) {
    return `expected exactly 5 fields, found ${String(texts.length)}: [${texts.join(' ')}]`;
  }
  const parsed: FieldValues[] = [];
  for (const [i, bounds] of FIELDS.entries()) {
    const field = parseField(texts[i] ?? '', bounds);
    if (typeof field === 'string') return field;
    parsed.push(field);
  }
  const [minutes = NONE, hours = NONE, daysOfMonth = NONE, months = NONE, daysOfWeek = NONE] = parsed;
  return { minutes, hours, daysOfMonth, months, daysOfWeek };
}

function parseField(text: string, bounds: Bounds): FieldValues | string {
  const ranges = text.split(',').filter((part) => part !== '');
  const values = new Set<number>();
  let any = false;
  for (const range of ranges) {
    const parsed = parseRange(range, bounds);
    if (typeof parsed === 'string') return parsed;
    for (const value of parsed.values) values.add(value);
    any ||= parsed.any;
  }
  return { values, any };
}

function parseRange(expression: string, bounds: Bounds): FieldValues | string {
  const [range = '', step, ...more] = expression.split('/');
  const [first = '', last, ...others] = range.split('-');
  let [low, high] = [bounds.low, bounds.high];
  const isAny = first === '*' || first === '?';
  if (!isAny) {
    const start = numberOf(first, bounds);
    if (typeof start === 'string') return start;
    low = start;
    if (others.length > 0) return `too many hyphens: ${expression}`;
    const end = last === undefined ? (step === undefined ? start : bounds.high) : numberOf(last, bounds);
    if (typeof end === 'string') return end;
    high = end;
  }
  if (more.length > 0) return `too many slashes: ${expression}`;
  const by = step === undefined ? 1 : numberOf(step, { low: 0, high: 0 });
  if (typeof by === 'string') return by;
  if (low < bounds.low) {
    return `beginning of range (${String(low)}) below minimum (${String(bounds.low)}): ${expression}`;
  }
  if (high > bounds.high) return `end of range (${String(high)}) above maximum (${String(bounds.high)}): ${expression}`;
  if (low > high) return `beginning of range (${String(low)}) beyond end of range (${String(high)}): ${expression}`;
  if (by === 0) return `step of range should be a positive number: ${expression}`;
  const count = Math.floor((high - low) / by) + 1;
  return { values: new Set(Array.from({ length: count }, (_, i) => low + i * by)), any: isAny && by === 1 };
}

/** The number, or what is wrong with it. */
function numberOf(text: string, { names }: Bounds): number | string {
  const named = text === '' ? -1 : (names?.indexOf(text.toLowerCase()) ?? -1);
  if (named >= 0) return named;
  if (/^[+]?\d+$/.test(text)) return Number(text);
  if (/^-\d+$/.test(text)) return `negative number (${text}) not allowed: ${text}`;
  return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
}

/** True for a name of the time zone database. */
export function isTimeZone(name: string): boolean {
  if (name === 'UTC' || name === 'Local' || name === '') return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
