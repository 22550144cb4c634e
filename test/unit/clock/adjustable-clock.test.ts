import { describe, expect, it } from 'vitest';
import { AdjustableClock } from '../../../src/clock/adjustable-clock.js';
import { ManualClock } from '../../../src/clock/clock.js';

const START = Date.parse('2030-01-01T00:00:00Z');

function clocks(): { base: ManualClock; clock: AdjustableClock; fired: string[]; at: (name: string) => () => void } {
  const base = new ManualClock(START);
  const clock = new AdjustableClock({ base });
  const fired: string[] = [];
  const at = (name: string) => (): void => void fired.push(`${name} at ${clock.now() - START}`);
  return { base, clock, fired, at };
}

describe('a clock on another one', () => {
  it('runs as that one does', () => {
    const { base, clock, fired, at } = clocks();
    clock.after(100, at('timer'));
    base.advance(99);
    expect([clock.now() - START, fired]).toEqual([99, []]);
    base.advance(1);
    expect(fired).toEqual(['timer at 100']);
  });

  it('forgets a timer that was cancelled', async () => {
    const { base, clock, fired, at } = clocks();
    const cancel = clock.after(100, at('timer'));
    cancel();
    cancel();
    base.advance(100);
    await clock.advance(100);
    expect(fired).toEqual([]);
  });
});

describe('moving forward', () => {
  it('fires what is due, in order and at its own time', async () => {
    const { clock, fired, at } = clocks();
    clock.after(300, at('c'));
    clock.after(100, at('a'));
    clock.after(200, at('b'));
    clock.after(401, at('later'));
    expect(await clock.advance(400)).toBe(true);
    expect(fired).toEqual(['a at 100', 'b at 200', 'c at 300']);
    expect(clock.now() - START).toBe(400);
  });

  it('fires what may wait once, at the end', async () => {
    const { clock, fired, at } = clocks();
    const tick = (): void => {
      at('sign of life')();
      clock.after(10, tick, true);
    };
    clock.after(10, tick, true);
    clock.after(50, at('timer'));
    await clock.advance(100);
    expect(fired).toEqual(['timer at 50', 'sign of life at 100']);
  });

  it('fires what fired timers schedule within the move', async () => {
    const { clock, fired, at } = clocks();
    const tick = (): void => {
      at('tick')();
      clock.after(60, tick);
    };
    clock.after(60, tick);
    await clock.advance(200);
    expect(fired).toEqual(['tick at 60', 'tick at 120', 'tick at 180']);
  });

  it('waits at each moment for what was set going there, and honours what that schedules', async () => {
    const { clock, fired, at } = clocks();
    let work: Promise<void> = Promise.resolve();
    clock.settleBy(() => work);
    clock.after(100, () => {
      work = new Promise((resolve) => setImmediate(resolve)).then(() => {
        at('work')();
        clock.after(50, at('scheduled by work'));
      });
    });
    clock.after(200, at('last'));
    await clock.advance(1000);
    expect(fired).toEqual(['work at 100', 'scheduled by work at 150', 'last at 200']);
  });

  it('goes on without waiting when its patience ends', async () => {
    const patienceClock = new ManualClock();
    const clock = new AdjustableClock({ base: new ManualClock(START), patience: 500, patienceClock });
    let asked = 0;
    clock.settleBy(() => {
      asked += 1;
      patienceClock.advance(500);
      return new Promise(() => undefined);
    });
    const fired: number[] = [];
    for (const ms of [1, 2, 3]) clock.after(ms, () => fired.push(clock.now() - START));
    expect(await clock.advance(10)).toBe(false);
    expect([fired, asked]).toEqual([[1, 2, 3], 1]);
  });

  it('takes one move after the other', async () => {
    const { clock } = clocks();
    await Promise.all([clock.advance(100), clock.advance(10), clock.set(START + 500), clock.advance(1)]);
    expect(clock.now() - START).toBe(501);
  });

  it('arms the timers that are left', async () => {
    const { base, clock, fired, at } = clocks();
    clock.after(1000, at('timer'));
    await clock.advance(900);
    base.advance(99);
    expect(fired).toEqual([]);
    base.advance(1);
    expect(fired).toEqual(['timer at 1000']);
  });

  it('does not fire what another timer of the same moment cancels', async () => {
    const { clock, fired, at } = clocks();
    let cancel = (): void => undefined;
    clock.after(10, () => cancel());
    cancel = clock.after(10, at('cancelled'));
    await clock.advance(10);
    expect(fired).toEqual([]);
  });

  it('runs on after a timer that throws, and says so', async () => {
    const { base, clock } = clocks();
    clock.after(10, () => {
      throw new Error('a bug');
    });
    await expect(clock.advance(100)).rejects.toThrow('a bug');
    base.advance(5);
    expect(clock.now() - START).toBe(15);
    expect(await clock.advance(85)).toBe(true);
  });
});

it('moved back, timers wait as long as they had yet to wait', async () => {
  const { base, clock, fired, at } = clocks();
  clock.after(100, at('timer'));
  base.advance(40);
  await clock.set(START - 1000);
  expect(clock.now() - START).toBe(-1000);
  base.advance(59);
  expect(fired).toEqual([]);
  base.advance(1);
  expect(fired).toEqual(['timer at -940']);
});

describe('frozen', () => {
  it('stands still with its timers until it runs again', () => {
    const { base, clock, fired, at } = clocks();
    clock.after(100, at('before'));
    base.advance(50);
    clock.freeze();
    clock.after(100, at('meanwhile'));
    base.advance(5000);
    expect([clock.now() - START, clock.offset, clock.frozen, fired]).toEqual([50, -5000, true, []]);
    clock.resume();
    base.advance(100);
    expect(fired).toEqual(['before at 100', 'meanwhile at 150']);
  });

  it('can be moved and stays frozen', async () => {
    const { base, clock, fired, at } = clocks();
    clock.freeze();
    clock.after(100, at('timer'));
    await clock.advance(150);
    base.advance(1000);
    expect([clock.now() - START, clock.frozen, fired]).toEqual([150, true, ['timer at 100']]);
  });

  it('while it moves, it stops where the move ends', async () => {
    const { base, clock } = clocks();
    const move = clock.advance(100);
    clock.freeze();
    await move;
    base.advance(1000);
    expect(clock.now() - START).toBe(100);
    const further = clock.advance(100);
    clock.resume();
    await further;
    base.advance(1000);
    expect(clock.now() - START).toBe(1200);
  });
});

it('a clock that is moved by hand fires what may wait once, at the end', () => {
  const clock = new ManualClock(START);
  const fired: string[] = [];
  const tick = (): void => {
    fired.push(`sign of life at ${clock.now() - START}`);
    clock.after(10, tick, true);
  };
  clock.after(10, tick, true);
  clock.after(50, () => fired.push(`timer at ${clock.now() - START}`));
  clock.advance(100);
  expect(fired).toEqual(['timer at 50', 'sign of life at 100']);
});
