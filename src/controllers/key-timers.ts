/** One alarm per key: setting it again moves it. */
import { type CancelTimer, type Clock } from '../clock/clock.js';

export class KeyTimers {
  readonly #clock: Clock;
  readonly #fire: (key: string) => void;
  readonly #timers = new Map<string, CancelTimer>();

  constructor(clock: Clock, fire: (key: string) => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  /** Goes off `ms` milliseconds from now. */
  set(key: string, ms: number): void {
    this.clear(key);
    const cancel = this.#clock.after(ms, () => {
      this.#timers.delete(key);
      this.#fire(key);
    });
    this.#timers.set(key, cancel);
  }

  clear(key: string): void {
    this.#timers.get(key)?.();
    this.#timers.delete(key);
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}
