import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { watchTermination } from '../../../src/cli/termination.js';
import { ManualClock } from '../../../src/clock/clock.js';

function watched(): {
  signals: EventEmitter;
  clock: ManualClock;
  exits: number[];
  asked: () => boolean;
  end: () => void;
} {
  const signals = new EventEmitter();
  const clock = new ManualClock(0);
  const exits: number[] = [];
  let asked = false;
  const { requested, end } = watchTermination({ signals, clock, exit: (code) => void exits.push(code) });
  void requested.then(() => (asked = true));
  return { signals, clock, exits, asked: () => asked, end };
}

describe('watchTermination', () => {
  it.each(['SIGINT', 'SIGTERM'])('asks to close at %s', async (signal) => {
    const { signals, asked, exits } = watched();
    await Promise.resolve();
    expect(asked()).toBe(false);
    signals.emit(signal);
    await Promise.resolve();
    expect(asked()).toBe(true);
    expect(exits).toEqual([]);
  });

  it('exits at once at a second signal, but not at the echo that npm makes of the first', () => {
    const { signals, clock, exits } = watched();
    signals.emit('SIGINT');
    clock.advance(20);
    signals.emit('SIGINT');
    expect(exits).toEqual([]);
    clock.advance(400);
    signals.emit('SIGTERM');
    expect(exits).toEqual([1]);
  });

  it('exits after three seconds without an end', () => {
    const { signals, clock, exits } = watched();
    signals.emit('SIGTERM');
    clock.advance(2999);
    expect(exits).toEqual([]);
    clock.advance(1);
    expect(exits).toEqual([1]);
  });

  it('does nothing more once it has ended', () => {
    const { signals, clock, exits, end } = watched();
    signals.emit('SIGTERM');
    end();
    clock.advance(5000);
    expect(exits).toEqual([]);
    expect(signals.eventNames()).toEqual([]);
  });
});
