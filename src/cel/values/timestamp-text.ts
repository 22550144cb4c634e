/** Times as RFC 3339 writes them, to the nanosecond. Source: Go's time.Parse(time.RFC3339). */

const FORMAT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const MILLISECOND = 1_000_000n;

/** Nanoseconds since 1970; undefined for what is no time. */
export function parseTimestamp(text: string): bigint | undefined {
  const found = FORMAT.exec(text);
  if (found === null) return undefined;
  const [, , , , hour = '', minute = '', second = '', fraction = '', sign, offsetHours = '0', offsetMinutes = '0'] =
    found;
  const day = dayOf(found);
  if (day === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (Number(offsetHours) > 24 || Number(offsetMinutes) > 60) return undefined;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  const minutes = Number(hour) * 60 + Number(minute) - offset;
  const milliseconds = day + minutes * 60_000 + Number(second) * 1000;
  return BigInt(milliseconds) * MILLISECOND + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
}

/** The same of a date alone. */
export function parseDate(text: string): bigint | undefined {
  const found = DATE.exec(text);
  const day = found === null ? undefined : dayOf(found);
  return day === undefined ? undefined : BigInt(day) * MILLISECOND;
}

function dayOf([, year = '', month = '', day = '']: readonly string[]): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return exists ? date.getTime() : undefined;
}
