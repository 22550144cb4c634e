/** Spans of time as people read them. Source: k8s.io/apimachinery/pkg/util/duration/duration.go. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY_HOURS = 24;
const YEAR_HOURS = 365 * DAY_HOURS;

/** At most two units, the finer the shorter the span: `95s`, `5m10s`, `3h12m`, `2d5h`, `400d`, `3y40d`. */
export function humanDuration(milliseconds: number): string {
  const now = nearlyNow(milliseconds);
  if (now !== undefined) return now;
  if (milliseconds < 2 * MINUTE) return `${whole(milliseconds / SECOND)}s`;
  const minutes = Math.trunc(milliseconds / MINUTE);
  if (minutes < 10) return two(minutes, 'm', Math.trunc(milliseconds / SECOND) % 60, 's');
  if (minutes < 3 * 60) return `${String(minutes)}m`;
  const hours = Math.trunc(milliseconds / HOUR);
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 2 * DAY_HOURS) return `${String(hours)}h`;
  const days = Math.trunc(hours / DAY_HOURS);
  if (hours < 8 * DAY_HOURS) return two(days, 'd', hours % DAY_HOURS, 'h');
  if (hours < 2 * YEAR_HOURS) return `${String(days)}d`;
  const years = Math.trunc(days / 365);
  return hours < 8 * YEAR_HOURS ? two(years, 'y', days % 365, 'd') : `${String(years)}y`;
}

/** One unit: `95s` is `1m`. */
export function shortHumanDuration(milliseconds: number): string {
  const now = nearlyNow(milliseconds);
  if (now !== undefined) return now;
  if (milliseconds < MINUTE) return `${whole(milliseconds / SECOND)}s`;
  if (milliseconds < HOUR) return `${whole(milliseconds / MINUTE)}m`;
  const hours = Math.trunc(milliseconds / HOUR);
  if (hours < DAY_HOURS) return `${String(hours)}h`;
  return hours < YEAR_HOURS ? `${whole(hours / DAY_HOURS)}d` : `${whole(hours / YEAR_HOURS)}y`;
}

/** The age of an RFC 3339 time at `now` (milliseconds since the epoch). Source: pkg/printers/internalversion/printers.go. */
export function translateTimestampSince(timestamp: string | undefined, now: number): string {
  return timestamp === undefined ? '<unknown>' : humanDuration(now - Date.parse(timestamp));
}

/** How long it is until an RFC 3339 time. */
export function translateTimestampUntil(timestamp: string | undefined, now: number): string {
  return timestamp === undefined ? '<unknown>' : humanDuration(Date.parse(timestamp) - now);
}

// Clocks of two machines may differ by less than two seconds.
function nearlyNow(milliseconds: number): string | undefined {
  const seconds = Math.trunc(milliseconds / SECOND);
  if (seconds < -1) return '<invalid>';
  return seconds < 0 ? '0s' : undefined;
}

function whole(value: number): string {
  return String(Math.trunc(value));
}

function two(large: number, unit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${String(large)}${unit}` : `${String(large)}${unit}${String(small)}${smallUnit}`;
}
