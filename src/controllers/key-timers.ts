/** One alarm per key: setting it again moves it. */
import { type CancelTimer, type Clock } from '../clock/clock.js';

export class KeyTimers {
  readonly #clock: Clock;
  readonly #fire: (key: string) => void;
  readonly #mayWait: boolean;
  readonly #timers = new Map<string, CancelTimer>();

  /** @param mayWait where it is enough that an alarm goes off at the end of a leap of the clock */
  constructor(clock: Clock, fire: (key: string) => void, mayWait = false) {
    this.#clock = clock;
    this.#fire = fire;
    this.#mayWait = mayWait;
  }

  /** Goes off `ms` milliseconds from now. */
  set(key: string, ms: number): void {
    this.clear(key);
    const fire = (): void => {
      this.#timers.delete(key);
      this.#fire(key);
    };
    const cancel = this.#clock.after(ms, fire, this.#mayWait);
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
