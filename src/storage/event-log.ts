import { StorageError, type WatchEvent } from './storage.js';

interface Entry {
  readonly key: string;
  readonly event: WatchEvent;
}

/** The newest changes, oldest first, up to a bound. Revisions are consecutive, so a revision is a position. */
export class EventLog {
  readonly #capacity: number;
  #entries: Entry[] = [];
  /** The revision before the first entry's. */
  #base: number;

  constructor(capacity: number, revision: number) {
    this.#capacity = capacity;
    this.#base = revision;
  }

  append(key: string, event: WatchEvent): void {
    this.#entries.push({ key, event });
    // Dropped in batches: shifting a long array on every change would cost more than the change.
    if (this.#entries.length >= 2 * this.#capacity) {
      const dropped = this.#entries.length - this.#capacity;
      this.#entries = this.#entries.slice(dropped);
      this.#base += dropped;
    }
  }

  /** Changes below a prefix after a revision. ResourceVersionTooOld where some are no longer kept. */
  oldestFirstAfter(revision: number, prefix: string): WatchEvent[] {
    return this.#after(revision, prefix).map((entry) => entry.event);
  }

  newestFirstAfter(revision: number, prefix: string): Entry[] {
    return this.#after(revision, prefix).reverse();
  }

  #after(revision: number, prefix: string): Entry[] {
    if (revision < this.#base) throw new StorageError('ResourceVersionTooOld', prefix);
    return this.#entries.slice(revision - this.#base).filter((entry) => entry.key.startsWith(prefix));
  }
}
