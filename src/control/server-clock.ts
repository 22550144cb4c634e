/** The clock of a server, as those who test with it move it. */
import { parseDuration } from '../apis/schema/duration.js';
import { type AdjustableClock } from '../clock/adjustable-clock.js';

/**
 * The time that a server goes by: its tokens' iat, nbf and exp and their checks, timestamps in metadata, deletion grace, the
 * controllers' timers, how long watches last, the Date header, and whether a client's certificate is valid. The serving
 * certificate is the clients' to check, by their machines' own time.
 */
export interface ServerClock {
  /** Milliseconds since the epoch. */
  now(): number;
  readonly frozen: boolean;
  /** Milliseconds by which it is ahead of the clock that it runs on. */
  readonly offset: number;
  /**
   * Moves by milliseconds or by a Go duration, `1h30m`; a negative one moves back. Timers that become due fire in order, each at
   * its own time. Resolves when what they set going has come to rest: true, or false where that took more than 30 seconds.
   * @throws Error for what is no duration, and for moments outside of the years 1970 to 9999.
   */
  advance(by: string | number): Promise<boolean>;
  /** Moves to a moment: milliseconds since the epoch, a Date, or what Date reads. As advance. */
  set(moment: string | number | Date): Promise<boolean>;
  /** Stands still, and every timer with it, until resume; it can be moved meanwhile. */
  freeze(): void;
  resume(): void;
}

const LATEST = Date.parse('9999-12-31T23:59:59Z');
const NANOSECONDS = 1_000_000n;

/** Milliseconds of a Go duration. @throws DecodeError with Go's text. */
export function durationMilliseconds(text: string): number {
  return Number(parseDuration(text) / NANOSECONDS);
}

export function serverClock(clock: AdjustableClock): ServerClock {
  return {
    now: () => clock.now(),
    get frozen() {
      return clock.frozen;
    },
    get offset() {
      return clock.offset;
    },
    async advance(by) {
      const ms = typeof by === 'string' ? durationMilliseconds(by) : by;
      checkMoment(clock.now() + ms);
      return clock.advance(ms);
    },
    async set(moment) {
      const ms = new Date(moment).getTime();
      checkMoment(ms);
      return clock.set(ms);
    },
    freeze: () => clock.freeze(),
    resume: () => clock.resume(),
  };
}

function checkMoment(ms: number): void {
  if (ms >= 0 && ms <= LATEST) return;
  throw new RangeError(
    Number.isNaN(ms) ? 'the clock cannot be set to what is no time' : 'the clock goes from the year 1970 to 9999',
  );
}
