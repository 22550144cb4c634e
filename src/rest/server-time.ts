/** The time of a server elsewhere, as its answers tell it. */
import { type CancelTimer, type Clock } from '../clock/clock.js';

const SECOND = 1000;

/**
 * The machine's clock, corrected by what Date headers say. Such a header has whole seconds: the server's time lay anywhere in that
 * second when it was written, and nothing is corrected while that can be true.
 */
export class ServerTime implements Clock {
  readonly #base: Clock;
  #offset = 0;

  constructor(base: Clock) {
    this.#base = base;
  }

  /** Milliseconds by which the server is ahead. */
  get offset(): number {
    return this.#offset;
  }

  now(): number {
    return this.#base.now() + this.#offset;
  }

  /** Waits by the machine's clock. */
  after(ms: number, fn: () => void): CancelTimer {
    return this.#base.after(ms, fn);
  }

  /** @param roundTrip milliseconds between the request and its answer, which has just come. */
  observe(date: string, roundTrip: number): void {
    const second = Date.parse(date);
    if (Number.isNaN(second)) return;
    const answered = this.#base.now();
    const least = second - answered;
    const most = second + SECOND - (answered - roundTrip);
    this.#offset = Math.min(Math.max(this.#offset, least), most);
  }
}
