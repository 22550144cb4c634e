/** Schedules of cron jobs. Source: github.com/robfig/cron/v3's parser.go, whose errors these are. */

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
const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

/** What is wrong with a schedule; undefined: nothing. */
export function scheduleError(schedule: string): string | undefined {
  const zone = /^(?:CRON_)?TZ=(\S*)\s*/.exec(schedule);
  if (zone !== null && !isTimeZone(zone[1] ?? '')) {
    return `provided bad location ${zone[1] ?? ''}: unknown time zone ${zone[1] ?? ''}`;
  }
  const text = schedule.slice(zone?.[0].length ?? 0);
  if (text.startsWith('@')) return descriptorError(text);
  const fields = text.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== FIELDS.length) {
    return `expected exactly 5 fields, found ${String(fields.length)}: [${fields.join(' ')}]`;
  }
  for (const [i, bounds] of FIELDS.entries()) {
    for (const range of (fields[i] ?? '').split(',').filter((part) => part !== '')) {
      const error = rangeError(range, bounds);
      if (error !== undefined) return error;
    }
  }
  return undefined;
}

function descriptorError(text: string): string | undefined {
  if (DESCRIPTORS.includes(text)) return undefined;
  const every = '@every ';
  if (!text.startsWith(every)) return `unrecognized descriptor: ${text}`;
  const duration = text.slice(every.length);
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))*$/.test(duration)) {
    return undefined;
  }
  return `failed to parse duration ${text}: time: invalid duration "${duration}"`;
}

function rangeError(expression: string, bounds: Bounds): string | undefined {
  const [range = '', step, ...more] = expression.split('/');
  const [first = '', last, ...others] = range.split('-');
  let [low, high] = [bounds.low, bounds.high];
  if (first !== '*' && first !== '?') {
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
  return by === 0 ? `step of range should be a positive number: ${expression}` : undefined;
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
