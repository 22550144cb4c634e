/** Names of events: the object's, and the time in hexadecimal nanoseconds. Source: k8s.io/client-go/tools/record/util. */
import { type Clock } from '../clock/clock.js';

const LONGEST = 253;

export class EventNames {
  readonly #clock: Clock;
  #last = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A name that was not given before. */
  next(objectName: string): string {
    const now = BigInt(Math.floor(this.#clock.now())) * 1_000_000n;
    this.#last = now > this.#last ? now : this.#last + 1n;
    const time = this.#last.toString(16);
    return `${objectName.slice(0, LONGEST - time.length - 1)}.${time}`;
  }
}
