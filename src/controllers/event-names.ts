/** Names of events: the object's, and the time in nanoseconds. Source: k8s.io/client-go/tools/record/util. */
import { isDNS1123Subdomain } from '../apis/validation/names.js';
import { type Clock } from '../clock/clock.js';
import { type Random, uuid } from '../clock/random.js';

const NANOSECONDS = 1_000_000n;

export class EventNames {
  readonly #clock: Clock;
  #last = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A name that was not given before. */
  next(objectName: string, random: Random): string {
    const now = BigInt(Math.trunc(this.#clock.now())) * NANOSECONDS;
    this.#last = now > this.#last ? now : this.#last + 1n;
    const name = `${objectName}.${this.#last.toString(16)}`;
    return isDNS1123Subdomain(name).length === 0 ? name : uuid(random);
  }
}

const NAMES = new WeakMap<Clock, EventNames>();

/** Those of all who go by a clock, so that no two of them give the same name. */
export function eventNames(clock: Clock): EventNames {
  let names = NAMES.get(clock);
  if (names === undefined) NAMES.set(clock, (names = new EventNames(clock)));
  return names;
}
