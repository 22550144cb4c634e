/**
 * Work by key: a key that waits is there once, a key is never worked on twice at a time, one that fails comes back later.
 * Source: k8s.io/client-go/util/workqueue.
 */
import { type CancelTimer, type Clock } from '../clock/clock.js';

/** Milliseconds before the first retry; each further one doubles it. */
const FIRST_DELAY = 5;
const LONGEST_DELAY = 1_000_000;

export interface WorkQueueOptions {
  readonly clock: Clock;
  /** Does what a key needs; a rejection has it done again. */
  readonly sync: (key: string) => Promise<void>;
  /** Hears of every rejection. */
  readonly onError: (error: unknown, key: string) => void;
  /** How often a key that keeps failing is tried again; default: without end. */
  readonly retries?: number;
}

type KeyState = 'queued' | 'running' | 'running, queued again';

export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #keys = new Map<string, KeyState>();
  readonly #failures = new Map<string, number>();
  /** When keys come that wait for the clock. */
  readonly #timers = new Map<string, { readonly at: number; readonly cancel: CancelTimer }>();
  #waiting: (() => void)[] = [];
  #stopped = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  /** True while a key is worked on or about to be. Keys that wait for the clock do not count. */
  get busy(): boolean {
    return this.#keys.size > 0;
  }

  add(key: string): void {
    const state = this.#keys.get(key);
    if (state === undefined) this.#queue(key);
    else if (state === 'running') this.#keys.set(key, 'running, queued again');
  }

  /** Adds a key `ms` milliseconds from now, unless it comes earlier anyway. */
  addAfter(key: string, ms: number): void {
    if (this.#stopped) return;
    const { clock } = this.#options;
    const at = clock.now() + ms;
    const waiting = this.#timers.get(key);
    if (waiting !== undefined && waiting.at <= at) return;
    waiting?.cancel();
    const cancel = clock.after(ms, () => {
      this.#timers.delete(key);
      this.add(key);
    });
    this.#timers.set(key, { at, cancel });
  }

  /** Adds a key later, the later the more often it was added so since it last succeeded. */
  addRateLimited(key: string): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.addAfter(key, Math.min(FIRST_DELAY * 2 ** failures, LONGEST_DELAY));
  }

  /** Resolves as soon as the queue is not busy. */
  async idle(): Promise<void> {
    if (this.busy) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Takes no more keys and forgets those that wait. What is being worked on goes on to its end. */
  stop(): void {
    this.#stopped = true;
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
    for (const [key, state] of this.#keys) {
      if (state === 'queued') this.#keys.delete(key);
    }
    this.#wake();
  }

  // A turn of the event loop goes by first, so that the request that caused the work is answered before it is done.
  #queue(key: string): void {
    if (this.#stopped) return;
    this.#keys.set(key, 'queued');
    setImmediate(() => void this.#work(key));
  }

  async #work(key: string): Promise<void> {
    if (this.#stopped) return;
    this.#keys.set(key, 'running');
    try {
      await this.#options.sync(key);
      this.#failures.delete(key);
    } catch (error) {
      this.#options.onError(error, key);
      this.#retry(key);
    }
    const again = this.#keys.get(key) === 'running, queued again';
    this.#keys.delete(key);
    if (again) this.#queue(key);
    this.#wake();
  }

  #retry(key: string): void {
    if ((this.#failures.get(key) ?? 0) >= (this.#options.retries ?? Infinity)) this.#failures.delete(key);
    else this.addRateLimited(key);
  }

  #wake(): void {
    if (this.busy) return;
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
  }
}
