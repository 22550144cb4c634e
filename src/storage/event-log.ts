import { StorageError, type WatchEvent } from './storage.js';
import { weightOf } from './weight.js';

interface Entry {
  readonly key: string;
  readonly event: WatchEvent;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly weight: number;
}

export interface EventLogLimits {
  /** Changes that are kept at least, unless they are too heavy. */
  readonly changes: number;
  /** Bytes, about, that the kept states may have. */
  readonly bytes: number;
}

/** The newest changes, oldest first, up to a bound. Revisions are consecutive, so a revision is a position. */
export class EventLog {
  readonly #limits: EventLogLimits;
  #entries: Entry[] = [];
  #weight = 0;
  /** The revision before the first entry's. */
  #base: number;

  constructor(limits: EventLogLimits, revision: number) {
    this.#limits = limits;
    this.#base = revision;
  }

  /** @param at milliseconds since the epoch */
  append(key: string, event: WatchEvent, at: number): void {
    const weight = weightOf(event.object);
    this.#entries.push({ key, event, at, weight });
    this.#weight += weight;
    // Dropped in batches: shifting a long array on every change would cost more than the change.
    const { changes, bytes } = this.#limits;
    if (this.#entries.length >= 2 * changes || this.#weight >= 2 * bytes) this.#shrink();
  }

  /** Forgets what came up to a revision. */
  compact(revision: number): void {
    this.#drop(Math.min(revision - this.#base, this.#entries.length));
  }

  /** Changes below a prefix after a revision. ResourceVersionTooOld where some are no longer kept. */
  oldestFirstAfter(revision: number, prefix: string): WatchEvent[] {
    return this.#after(revision, prefix).map((entry) => entry.event);
  }

  /** The same the other way round; too old as well where a state was replaced at `expired` or before. */
  newestFirstAfter(revision: number, prefix: string, expired: number): Entry[] {
    const next = this.#entries[revision - this.#base];
    if (next !== undefined && next.at <= expired) throw new StorageError('ResourceVersionTooOld', prefix);
    return this.#after(revision, prefix).reverse();
  }

  #after(revision: number, prefix: string): Entry[] {
    if (revision < this.#base) throw new StorageError('ResourceVersionTooOld', prefix);
    return this.#entries.slice(revision - this.#base).filter((entry) => entry.key.startsWith(prefix));
  }

  #shrink(): void {
    const { changes, bytes } = this.#limits;
    let dropped = 0;
    let weight = this.#weight;
    for (const entry of this.#entries) {
      if (this.#entries.length - dropped <= changes && weight <= bytes) break;
      weight -= entry.weight;
      dropped++;
    }
    this.#drop(dropped);
  }

  #drop(count: number): void {
    if (count <= 0) return;
    for (const { weight } of this.#entries.slice(0, count)) this.#weight -= weight;
    this.#entries = this.#entries.slice(count);
    this.#base += count;
  }
}
