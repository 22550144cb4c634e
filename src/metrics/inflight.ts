/** How many requests were served at the same time at most, within the last second. Source: k8s.io/apiserver/pkg/server/filters/maxinflight.go. */

const SECOND = 1000;
const READ_ONLY = ['GET', 'HEAD', 'OPTIONS'];

interface Watermark {
  current: number;
  highest: number;
  /** That of the second before. */
  before: number;
}

export class InflightRequests {
  readonly mutating: Watermark = { current: 0, highest: 0, before: 0 };
  readonly readOnly: Watermark = { current: 0, highest: 0, before: 0 };
  readonly #now: () => number;
  #second = 0;

  /** `now`: milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  begin(method: string): void {
    this.#turn();
    const mark = this.#markOf(method);
    mark.current++;
    if (mark.current > mark.highest) mark.highest = mark.current;
  }

  end(method: string): void {
    this.#turn();
    this.#markOf(method).current--;
  }

  highest(kind: 'mutating' | 'readOnly'): number {
    this.#turn();
    const { highest, before } = this[kind];
    return Math.max(highest, before);
  }

  #markOf(method: string): Watermark {
    return READ_ONLY.includes(method) ? this.readOnly : this.mutating;
  }

  #turn(): void {
    const second = Math.floor(this.#now() / SECOND);
    const passed = second - this.#second;
    if (passed === 0) return;
    this.#second = second;
    for (const mark of [this.mutating, this.readOnly]) {
      mark.before = passed === 1 ? mark.highest : 0;
      mark.highest = mark.current;
    }
  }
}
