import { type WatchEvent } from './storage.js';

export interface Watcher {
  readonly prefix: string;
  readonly listener: (event: WatchEvent) => void;
  /** The newest revision it was told of, or that it does not want to hear of. */
  seen: number;
}

/** Open watches by the prefix that they are about, so that a change asks only those that may be concerned. */
export class Watchers {
  readonly #byPrefix = new Map<string, Set<Watcher>>();

  add(watcher: Watcher): void {
    const beside = this.#byPrefix.get(watcher.prefix);
    if (beside === undefined) this.#byPrefix.set(watcher.prefix, new Set([watcher]));
    else beside.add(watcher);
  }

  remove(watcher: Watcher): void {
    const beside = this.#byPrefix.get(watcher.prefix);
    beside?.delete(watcher);
    if (beside?.size === 0) this.#byPrefix.delete(watcher.prefix);
  }

  /** Tells those of the key's folders of an event. Who joins while it is told, or leaves, is not told. */
  tell(key: string, event: WatchEvent): void {
    for (let end = key.indexOf('/'); end >= 0; end = key.indexOf('/', end + 1)) {
      for (const watcher of this.#byPrefix.get(key.slice(0, end + 1)) ?? []) tell(watcher, event);
    }
  }
}

/** A watch that was opened while events were under way has them from the log already. */
export function tell(watcher: Watcher, event: WatchEvent): void {
  if (event.revision <= watcher.seen) return;
  watcher.seen = event.revision;
  watcher.listener(event);
}
