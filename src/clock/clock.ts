/** Time as a parameter. Everything that asks what time it is, or waits, does so through a Clock. */

/** Ends a timer; calling it again, or after the timer fired, does nothing. */
export type CancelTimer = () => void;

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /**
   * Calls `fn` once, `ms` milliseconds from now. A pending timer never keeps the process alive.
   * `mayWait`: where the clock is moved past it, it is enough that it fires once the move is through. Signs of life, of which a
   * leap of a year would be millions, are so.
   */
  after(ms: number, fn: () => void, mayWait?: boolean): CancelTimer;
}

const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** The machine's own clock. */
export class RealClock implements Clock {
  now(): number {
    return Date.now();
  }

  after(ms: number, fn: () => void): CancelTimer {
    let timer: NodeJS.Timeout;
    const arm = (left: number): void => {
      const step = Math.min(left, LONGEST_TIMEOUT);
      timer = setTimeout(() => (left > step ? arm(left - step) : fn()), step);
      timer.unref();
    };
    arm(Math.max(0, ms));
    return () => clearTimeout(timer);
  }
}

interface Timer {
  readonly at: number;
  readonly fn: () => void;
  readonly mayWait: boolean;
}

/** A clock that moves only when told to. Timers fire in order of their time, in the call that moves the clock past them. */
export class ManualClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  /** @param start milliseconds since the epoch, or anything Date reads. */
  constructor(start: number | string | Date = Date.now()) {
    this.#now = new Date(start).getTime();
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, fn: () => void, mayWait = false): CancelTimer {
    const timer = { at: this.#now + Math.max(0, ms), fn, mayWait };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Moves the clock on by `ms` milliseconds and fires what is due. */
  advance(ms: number): void {
    this.set(this.#now + ms);
  }

  /** Sets the clock to a moment, which may lie in the past, and fires what is due. */
  set(moment: number | string | Date): void {
    const target = new Date(moment).getTime();
    for (;;) {
      const due = this.#due(target).filter(({ mayWait }) => !mayWait)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.fn();
    }
    this.#now = target;
    // One that fired may have cancelled another.
    for (const timer of this.#due(target)) if (this.#timers.delete(timer)) timer.fn();
  }

  #due(target: number): Timer[] {
    return [...this.#timers].filter((t) => t.at <= target).sort((a, b) => a.at - b.at);
  }
}

let dateSecond = NaN;
let dateText = '';

/** The moment as HTTP's Date header has it: `Sat, 31 Jan 2026 12:00:00 GMT`. Source: RFC 9110, section 5.6.7. */
export function httpDate(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateText = new Date(second * 1000).toUTCString();
  }
  return dateText;
}

/** RFC 3339 with microseconds, as metav1.MicroTime is written: `2026-01-31T12:00:00.250000Z`. */
export function rfc3339Micro(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}

/** RFC 3339 with whole seconds, as metav1.Time is written: `2026-01-31T12:00:00Z`. */
export function rfc3339(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== last.second) last = { second, text: new Date(second * 1000).toISOString().replace('.000Z', 'Z') };
  return last.text;
}

/** Many objects are written in one second. */
let last = { second: Number.NaN, text: '' };
/** RFC 3339 with microseconds, as metav1.MicroTime is written: `2026-01-31T12:00:00.123000Z`. */
export function microTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}
