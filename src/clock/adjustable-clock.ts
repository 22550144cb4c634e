/** A clock that runs as another one does, and can be stopped and moved. */
import { setImmediate } from 'node:timers/promises';
import { type CancelTimer, type Clock, RealClock } from './clock.js';

interface Timer {
  at: number;
  readonly fn: () => void;
  readonly mayWait: boolean;
  cancel: CancelTimer;
}

export interface AdjustableClockOptions {
  /** What it runs on. Default: the machine's clock. */
  readonly base?: Clock;
  /** Milliseconds that a move waits, all in all, for what its timers set going; default 30 seconds. */
  readonly patience?: number;
  /** Measures patience; default: the machine's clock. */
  readonly patienceClock?: Clock;
}

const PATIENCE = 30_000;
const NOTHING = (): void => undefined;

/**
 * Moved forward, it passes by every timer that becomes due: each fires at its own time, in order, and the clock goes on only
 * when what it set going has come to rest, so that what is scheduled in between has its turn too; those that may wait fire at
 * the end. Moved back, timers wait as
 * long as they had yet to wait.
 */
export class AdjustableClock implements Clock {
  readonly #base: Clock;
  readonly #patience: number;
  readonly #patienceClock: Clock;
  readonly #timers = new Set<Timer>();
  #idle: () => Promise<void> = () => Promise.resolve();
  #offset = 0;
  /** The moment at which it stands still. */
  #stoppedAt: number | undefined;
  #frozen = false;
  #moves: Promise<unknown> = Promise.resolve();
  #moving = false;

  constructor({ base = new RealClock(), patience, patienceClock }: AdjustableClockOptions = {}) {
    this.#base = base;
    this.#patience = patience ?? PATIENCE;
    this.#patienceClock = patienceClock ?? new RealClock();
  }

  /** Tells how long a move waits at each of its moments. */
  settleBy(idle: () => Promise<void>): void {
    this.#idle = idle;
  }

  now(): number {
    return this.#stoppedAt ?? this.#base.now() + this.#offset;
  }

  get frozen(): boolean {
    return this.#frozen;
  }

  /** Milliseconds by which it is ahead of the clock that it runs on. */
  get offset(): number {
    return this.now() - this.#base.now();
  }

  after(ms: number, fn: () => void, mayWait = false): CancelTimer {
    const timer: Timer = { at: this.now() + Math.max(0, ms), fn, mayWait, cancel: NOTHING };
    this.#timers.add(timer);
    if (this.#stoppedAt === undefined) this.#arm(timer);
    return () => {
      timer.cancel();
      this.#timers.delete(timer);
    };
  }

  /** Stands still, and timers with it. */
  freeze(): void {
    this.#frozen = true;
    if (!this.#moving) this.#stop();
  }

  /** Runs on from where it stands. */
  resume(): void {
    this.#frozen = false;
    if (!this.#moving) this.#run();
  }

  /** Moves by `ms`, counted from when earlier moves are through. See set. */
  advance(ms: number): Promise<boolean> {
    return this.#enqueue(() => this.now() + ms);
  }

  /** Moves to a moment (milliseconds since the epoch). True when all came to rest, false when patience ended before. */
  set(moment: number): Promise<boolean> {
    return this.#enqueue(() => moment);
  }

  #enqueue(target: () => number): Promise<boolean> {
    const move = this.#moves.then(() => this.#move(target()));
    this.#moves = move.catch(NOTHING);
    return move;
  }

  async #move(target: number): Promise<boolean> {
    const patience = new Patience(this.#patience, this.#patienceClock);
    const before = this.now();
    const offset = this.#stoppedAt === undefined ? this.#offset : undefined;
    this.#moving = true;
    this.#stop();
    try {
      const back = target - before;
      if (back < 0) for (const timer of this.#timers) timer.at += back;
      for (let next = this.#nextUntil(target); next !== undefined; next = this.#nextUntil(target)) {
        this.#stoppedAt = Math.max(this.now(), next);
        this.#fireAt(next);
        await patience.waitFor(this.#idle);
      }
      this.#stoppedAt = target;
      this.#fireWaiting(target);
      await patience.waitFor(this.#idle);
      return !patience.ended;
    } finally {
      patience.end();
      this.#moving = false;
      // The time that the move took has passed, too, for a clock that ran when it began.
      if (!this.#frozen) this.#run(offset === undefined ? undefined : offset + this.now() - before);
    }
  }

  #nextUntil(target: number): number | undefined {
    let next = Infinity;
    for (const { at, mayWait } of this.#timers) if (!mayWait) next = Math.min(next, at);
    return next <= target ? next : undefined;
  }

  #fireAt(moment: number): void {
    for (const timer of [...this.#timers]) {
      // One that fired may have cancelled another.
      if (timer.at === moment && this.#timers.delete(timer)) timer.fn();
    }
  }

  #fireWaiting(target: number): void {
    for (const timer of [...this.#timers]) {
      if (timer.mayWait && timer.at <= target && this.#timers.delete(timer)) timer.fn();
    }
  }

  #stop(): void {
    this.#stoppedAt ??= this.now();
    for (const timer of this.#timers) timer.cancel();
  }

  #run(offset?: number): void {
    if (this.#stoppedAt === undefined) return;
    this.#offset = offset ?? this.#stoppedAt - this.#base.now();
    this.#stoppedAt = undefined;
    for (const timer of this.#timers) this.#arm(timer);
  }

  #arm(timer: Timer): void {
    timer.cancel = this.#base.after(timer.at - this.now(), () => {
      this.#timers.delete(timer);
      timer.fn();
    });
  }
}

/** How long one move waits, in sum. */
class Patience {
  ended = false;
  readonly #over: Promise<void>;
  readonly end: CancelTimer;

  constructor(ms: number, clock: Clock) {
    let over: () => void = NOTHING;
    this.#over = new Promise((resolve) => (over = resolve));
    this.end = clock.after(ms, () => {
      this.ended = true;
      over();
    });
  }

  async waitFor(idle: () => Promise<void>): Promise<void> {
    if (this.ended) return;
    // What a timer set going may take a turn of the event loop before it can be seen.
    await setImmediate();
    await Promise.race([idle(), this.#over]);
  }
}
