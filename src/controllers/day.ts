/** Days as labels and config maps hold them: `2026-01-31`, in UTC. */

/** The day of a moment (milliseconds since the epoch). */
export function day(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** True where the text is a day that the calendar has. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const start = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(start) && day(start) === text;
}

/** When a day begins, in milliseconds since the epoch. */
export function startOf(text: string): number {
  return Date.parse(`${text}T00:00:00Z`);
}
