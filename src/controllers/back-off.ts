/** How long to wait before something is tried again. Source: k8s.io/client-go/util/flowcontrol/backoff.go. */
import { type Clock } from '../clock/clock.js';

interface Entry {
  readonly ms: number;
  readonly at: number;
}

export class BackOff {
  readonly #clock: Clock;
  readonly #first: number;
  readonly #longest: number;
  readonly #entries = new Map<string, Entry>();

  /** In milliseconds. */
  constructor(clock: Clock, first: number, longest: number) {
    this.#clock = clock;
    this.#first = first;
    this.#longest = longest;
  }

  /** Milliseconds of the wait that a key is in; 0: in none. */
  waitOf(key: string): number {
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#isOver(entry)) return 0;
    return this.#clock.now() - entry.at < entry.ms ? entry.ms : 0;
  }

  /** Begins a wait, twice as long as the last one. */
  next(key: string): void {
    const entry = this.#entries.get(key);
    const ms = entry === undefined || this.#isOver(entry) ? this.#first : Math.min(entry.ms * 2, this.#longest);
    this.#entries.set(key, { ms, at: this.#clock.now() });
    for (const [other, each] of this.#entries) if (this.#isOver(each)) this.#entries.delete(other);
  }

  #isOver({ at }: Entry): boolean {
    return this.#clock.now() - at > this.#longest * 2;
  }
}
