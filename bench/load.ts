/** What is measured, and what is noted. */

export interface LoadTarget {
  readonly url: string;
  /** The administrator's bearer token. */
  readonly token: string;
}

export interface LoadRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

/** Counts answers from its making until finish. */
export class Tally {
  readonly #started = performance.now();
  readonly #milliseconds: number[] = [];
  #refused = 0;
  #status = 0;
  #seconds = 0;

  add(status: number, milliseconds: number): void {
    this.#milliseconds.push(milliseconds);
    if (status >= 200 && status < 300) return;
    this.#refused++;
    this.#status = status;
  }

  /** `seconds`: how long it took; default: until now. @throws Error where a request was refused: the figures would mean nothing. */
  finish(seconds = (performance.now() - this.#started) / 1000): void {
    this.#seconds = seconds;
    if (this.#refused > 0) throw new Error(`${this.#refused} requests were refused, the last with ${this.#status}`);
    this.#milliseconds.sort((a, b) => a - b);
  }

  get count(): number {
    return this.#milliseconds.length;
  }

  /** Answers a second. */
  get rate(): number {
    return this.#milliseconds.length / this.#seconds;
  }

  /** Milliseconds in which 99 % of the answers came. */
  get p99(): number {
    return this.#milliseconds[Math.floor(this.#milliseconds.length * 0.99)] ?? NaN;
  }
}

/** The middle of several figures. */
export function median(figures: readonly number[]): number {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN;
}
