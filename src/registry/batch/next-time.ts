/** When a schedule comes round. Source: github.com/robfig/cron/v3's spec.go, constantdelay.go. */
import { type CronFields, type FieldValues, type Schedule } from './schedule.js';
import { type Calendar, calendarAt, dayOfWeek, timeOf } from './zoned-time.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** How far ahead a time is looked for. */
const MOST_YEARS = 5;

/** Milliseconds since the epoch, after `time`; undefined: not within five years. */
export function nextTime({ zone, times }: Schedule, time: number): number | undefined {
  const start = Math.floor(time / SECOND) * SECOND;
  return typeof times === 'number' ? start + times : new Search(zone, times).after(start + SECOND);
}

/** Goes forward field by field from the largest, and begins again where one runs over. */
class Search {
  readonly #zone: string;
  readonly #fields: CronFields;
  #time = 0;
  /** The calendar takes long to ask in zones other than UTC. */
  #read: { readonly time: number; readonly calendar: Calendar } | undefined;
  /** Smaller fields are at their lowest. */
  #aligned = false;

  constructor(zone: string, fields: CronFields) {
    this.#zone = zone;
    this.#fields = fields;
  }

  after(start: number): number | undefined {
    this.#time = start;
    const lastYear = this.#now.year + MOST_YEARS;
    while (this.#now.year <= lastYear) {
      const settled = this.#toMonth() && this.#toDay() && this.#toHour() && this.#toMinute() && this.#toFullMinute();
      if (settled) return this.#time;
    }
    return undefined;
  }

  get #now(): Calendar {
    if (this.#read?.time !== this.#time) {
      this.#read = { time: this.#time, calendar: calendarAt(this.#time, this.#zone) };
    }
    return this.#read.calendar;
  }

  #set(calendar: Calendar): void {
    this.#time = timeOf(calendar, this.#zone);
  }

  #align(lowest: Partial<Calendar>): void {
    if (!this.#aligned) this.#set({ ...this.#now, ...lowest });
    this.#aligned = true;
  }

  #toMonth(): boolean {
    while (!has(this.#fields.months, this.#now.month)) {
      this.#align({ day: 1, hour: 0, minute: 0, second: 0 });
      this.#set({ ...this.#now, month: this.#now.month + 1 });
      if (this.#now.month === 1) return false;
    }
    return true;
  }

  #toDay(): boolean {
    while (!this.#isDay(this.#now)) {
      this.#align({ hour: 0, minute: 0, second: 0 });
      this.#set({ ...this.#now, day: this.#now.day + 1 });
      const { hour } = this.#now;
      // A day may begin an hour early or late where clocks change at midnight.
      if (hour !== 0) this.#time += (hour > 12 ? 24 - hour : -hour) * HOUR;
      if (this.#now.day === 1) return false;
    }
    return true;
  }

  /** Where both fields for days say something, either will do. */
  #isDay(now: Calendar): boolean {
    const { daysOfMonth, daysOfWeek } = this.#fields;
    const [month, week] = [has(daysOfMonth, now.day), has(daysOfWeek, dayOfWeek(now))];
    return daysOfMonth.any || daysOfWeek.any ? month && week : month || week;
  }

  #toHour(): boolean {
    while (!has(this.#fields.hours, this.#now.hour)) {
      this.#align({ minute: 0, second: 0 });
      this.#time += HOUR;
      if (this.#now.hour === 0) return false;
    }
    return true;
  }

  #toMinute(): boolean {
    while (!has(this.#fields.minutes, this.#now.minute)) {
      if (!this.#aligned) this.#time = Math.floor(this.#time / MINUTE) * MINUTE;
      this.#aligned = true;
      this.#time += MINUTE;
      if (this.#now.minute === 0) return false;
    }
    return true;
  }

  #toFullMinute(): boolean {
    const { second } = this.#now;
    if (second === 0) return true;
    this.#aligned = true;
    this.#time += MINUTE - second * SECOND;
    return false;
  }
}

function has({ values }: FieldValues, value: number): boolean {
  return values.has(value);
}
