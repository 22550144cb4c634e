import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/clock/clock.js';
import { WorkQueue } from '../../../src/controllers/workqueue.js';

function gate(): { open: () => void; opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

function queueOf(sync: (key: string) => Promise<void>, retries?: number) {
  const clock = new ManualClock(0);
  const errors: string[] = [];
  const onError = (error: unknown, key: string): void => void errors.push(`${key}: ${(error as Error).message}`);
  return {
    clock,
    errors,
    queue: new WorkQueue({ clock, sync, onError, ...(retries === undefined ? {} : { retries }) }),
  };
}

describe('WorkQueue', () => {
  it('does a key once that was added often', async () => {
    const done: string[] = [];
    const { queue } = queueOf((key) => Promise.resolve(void done.push(key)));
    for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
    expect(done).toEqual([]);
    await queue.idle();
    expect(done).toEqual(['a', 'b']);
    expect(queue.busy).toBe(false);
  });

  it('never does a key twice at a time, but again where it was added meanwhile', async () => {
    const { open, opened } = gate();
    const { open: begin, opened: begun } = gate();
    let active = 0;
    let most = 0;
    let runs = 0;
    const { queue } = queueOf(async () => {
      most = Math.max(most, ++active);
      runs++;
      begin();
      await opened;
      active--;
    });
    queue.add('a');
    await begun;
    queue.add('a');
    queue.add('a');
    open();
    await queue.idle();
    expect({ runs, most }).toEqual({ runs: 2, most: 1 });
  });

  it('does other keys while one hangs', async () => {
    const { open, opened } = gate();
    const { open: seen, opened: other } = gate();
    const { queue } = queueOf((key) => {
      if (key === 'slow') return opened;
      seen();
      return Promise.resolve();
    });
    queue.add('slow');
    queue.add('quick');
    await other;
    expect(queue.busy).toBe(true);
    open();
    await queue.idle();
  });

  it('tries again later and later', async () => {
    const at: number[] = [];
    const { queue, clock, errors } = queueOf(() => {
      at.push(clock.now());
      return at.length < 4 ? Promise.reject(new Error('no')) : Promise.resolve();
    });
    queue.add('a');
    for (const step of [0, 5, 10, 20, 40]) {
      clock.advance(step);
      await queue.idle();
    }
    expect(at).toEqual([0, 5, 15, 35]);
    expect(errors).toEqual(['a: no', 'a: no', 'a: no']);
  });

  it('gives up where it is told to', async () => {
    let runs = 0;
    const { queue, clock } = queueOf(() => Promise.reject(new Error(String(++runs))), 2);
    queue.add('a');
    for (let i = 0; i < 5; i++) {
      await queue.idle();
      clock.advance(1000);
    }
    expect(runs).toBe(3);
  });

  it('stops: what waits is forgotten, also what waits for the clock', async () => {
    const done: string[] = [];
    const { queue, clock } = queueOf((key) => Promise.resolve(void done.push(key)));
    queue.add('a');
    queue.addAfter('b', 10);
    queue.stop();
    queue.add('c');
    clock.advance(20);
    await queue.idle();
    expect(done).toEqual([]);
  });
});
