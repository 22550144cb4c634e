import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { beforeAll, expect, it } from 'vitest';
import { SeededRandom } from '../../src/clock/random.js';
import { withDirectory } from '../directory.js';
import { startReading } from './reader.js';

const KILLS = 500;
/** Fewer are enough where the machine is so busy that more would take longer than PATIENCE. */
const FEWEST = 50;
/** Milliseconds. */
const PATIENCE = 150_000;
const TIMEOUT = 300_000;
/** Milliseconds of writing before a process is killed. */
const LONGEST_LIFE = 12;

/** A file system in memory, as a kubelet's volumes are in; else the disk, which makes writers wait. */
const MEMORY = '/dev/shm';

const at = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const PROGRAM = at('../../.cache/kubelet/renewing.mjs');

// As one file: it is started hundreds of times.
beforeAll(async () => {
  const bundle = await rolldown({
    input: at('renewing.ts'),
    platform: 'node',
    external: [/^node:/],
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  });
  await bundle.write({ file: PROGRAM, format: 'esm' });
  await bundle.close();
}, TIMEOUT);

function inMemory(use: (directory: string) => Promise<void>): Promise<void> {
  return withDirectory(use, fs.existsSync(MEMORY) ? MEMORY : undefined);
}

interface Writer {
  readonly child: ChildProcess;
  /** Resolves once it has written the first time. */
  readonly wrote: Promise<void>;
  readonly ended: Promise<void>;
  readonly errors: () => string;
}

function startWriting(directory: string): Writer {
  const child = spawn(process.execPath, [PROGRAM, directory], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const wrote = new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.stdout.resume();
    child.on('close', () => reject(new Error(`it ended before it wrote: ${errors}`)));
  });
  return { child, wrote, ended, errors: () => errors };
}

async function kill({ child, ended }: Writer): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

/** A directory that is newer than what is seen, or a link that has not taken its place. */
function leftUnfinished(volume: string): boolean {
  const madeAt = (name: string): number => fs.statSync(path.join(volume, name)).mtimeMs;
  const names = fs.readdirSync(volume).filter((name) => name.startsWith('..'));
  const seen = madeAt('..data');
  return names.includes('..data_tmp') || names.some((name) => madeAt(name) > seen);
}

it(
  `a reader never misses a token nor sees half of one while its writer is killed ${KILLS} times`,
  { timeout: TIMEOUT },
  () =>
    inMemory(async (directory) => {
      const volume = path.join(directory, 'volume');
      const first = startWriting(volume);
      await first.wrote;
      await kill(first);
      const stop = startReading(path.join(volume, 'token'));
      const random = new SeededRandom(1);
      const begun = performance.now();
      let left = 0;
      let kills = 1;
      for (; kills < KILLS && (kills < FEWEST || performance.now() - begun < PATIENCE); kills++) {
        const writer = startWriting(volume);
        await writer.wrote;
        const life = ((random.bytes(1)[0] ?? 0) / 256) * LONGEST_LIFE;
        await new Promise((resolve) => setTimeout(resolve, life));
        await kill(writer);
        expect(writer.errors()).toBe('');
        if (leftUnfinished(volume)) left += 1;
      }
      const last = startWriting(volume);
      await last.wrote;
      await kill(last);
      const seen = await stop();
      expect(seen.wrong).toEqual([]);
      expect(seen.tokens).toBeGreaterThan(kills / 2);
      // Else none of them was killed in the middle of a write, and nothing has been shown.
      expect(left).toBeGreaterThan(kills / 20);
      console.log(
        `${seen.reads} reads of ${seen.tokens} tokens; ${left} of ${kills + 1} writers left an unfinished write`,
      );
    }),
);

it('the next writer leaves nothing of an unfinished write', () =>
  inMemory(async (directory) => {
    const volume = path.join(directory, 'volume');
    fs.mkdirSync(path.join(volume, '..2026_01_31_12_00_00.1'), { recursive: true });
    fs.utimesSync(path.join(volume, '..2026_01_31_12_00_00.1'), 0, 0);
    fs.symlinkSync('..2026_01_31_12_00_00.1', path.join(volume, '..data_tmp'));
    const writer = startWriting(volume);
    await writer.wrote;
    await kill(writer);
    expect(fs.readdirSync(volume)).not.toContain('..2026_01_31_12_00_00.1');
  }));
