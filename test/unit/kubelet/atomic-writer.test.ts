import { readFileSync, statSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/clock/clock.js';
import { SeededRandom } from '../../../src/clock/random.js';
import { AtomicWriter } from '../../../src/kubelet/atomic-writer.js';
import { type Payload } from '../../../src/kubelet/payload.js';
import { withDirectory } from '../../directory.js';

const STAMPED = /^\.\.2026_01_31_12_00_00\.\d+$/;

const clock = new ManualClock('2026-01-31T12:00:00Z');
/** Long after what is written here. */
const readerClock = new ManualClock('2100-01-01T00:00:00Z');

function writerOf(directory: string, owners: string[] = []): AtomicWriter {
  const changeOwner = (file: string, user: number, group: number): void => {
    owners.push(`${path.relative(directory, file).replace(/^\.\.2026\w+\.\d+/, '..stamp')} ${user}:${group}`);
  };
  return new AtomicWriter(directory, { clock, readerClock, random: new SeededRandom(1), changeOwner, durable: true });
}

const payload = (files: Readonly<Record<string, string>>, mode = 0o644): Payload =>
  new Map(Object.entries(files).map(([name, text]) => [name, { data: Buffer.from(text), mode }]));

/** Every path with where it leads or what it says, the stamped directory by one name. */
async function tree(directory: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  const walk = async (folder: string, shownFolder: string): Promise<void> => {
    for (const entry of await fs.readdir(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      const shown = path.join(shownFolder, entry.name.replace(STAMPED, '..stamp'));
      if (entry.isSymbolicLink()) found[shown] = `-> ${(await fs.readlink(file)).replace(STAMPED, '..stamp')}`;
      else if (entry.isDirectory()) {
        found[shown] = 'directory';
        await walk(file, shown);
      } else found[shown] = await fs.readFile(file, 'utf8');
    }
  };
  await walk(directory, '');
  return found;
}

const read = (...parts: string[]): Promise<string> => fs.readFile(path.join(...parts), 'utf8');

describe('what is written', () => {
  it('lies behind links as upstream lays it', async () => {
    await withDirectory(async (directory) => {
      expect(writerOf(directory).write(payload({ token: 't', 'user/labels': 'l', 'k8s/a/b': 'b' }))).toBe(true);
      expect(await tree(directory)).toEqual({
        '..stamp': 'directory',
        '..stamp/k8s': 'directory',
        '..stamp/k8s/a': 'directory',
        '..stamp/k8s/a/b': 'b',
        '..stamp/token': 't',
        '..stamp/user': 'directory',
        '..stamp/user/labels': 'l',
        '..data': '-> ..stamp',
        k8s: '-> ..data/k8s',
        token: '-> ..data/token',
        user: '-> ..data/user',
      });
      expect((await fs.readdir(directory)).filter((name) => STAMPED.test(name))).toHaveLength(1);
    });
  });

  it('has the modes that were asked for, whatever the umask', async () => {
    await withDirectory((directory) => {
      const files = new Map([
        ['a', { data: Buffer.from('a'), mode: 0o600 }],
        ['b', { data: Buffer.from('b'), mode: 0o777 }],
      ]);
      writerOf(directory).write(files);
      const modeOf = (name: string): number => statSync(path.join(directory, name)).mode & 0o777;
      expect([modeOf('a'), modeOf('b'), modeOf('..data')]).toEqual([0o600, 0o777, 0o755]);
      return Promise.resolve();
    });
  });

  it('belongs to the user that was asked for, links included', async () => {
    await withDirectory((directory) => {
      const owners: string[] = [];
      writerOf(directory, owners).write(new Map([['a/b', { data: Buffer.from('a'), mode: 0o600, user: 1000 }]]));
      expect(owners).toEqual(['..stamp/a/b 1000:-1', 'a 1000:-1']);
      return Promise.resolve();
    });
  });
});

describe('a further write', () => {
  it('changes nothing where all is as it should be', async () => {
    await withDirectory(async (directory) => {
      const writer = writerOf(directory);
      writer.write(payload({ a: '1', 'b/c': '2' }));
      const before = await fs.readlink(path.join(directory, '..data'));
      expect(writer.write(payload({ a: '1', 'b/c': '2' }))).toBe(false);
      expect(await fs.readlink(path.join(directory, '..data'))).toBe(before);
    });
  });

  it.each([
    ['content', { a: '1', b: 'other' }],
    ['a file more', { a: '1', b: '2', c: '3' }],
    ['a file less', { a: '1' }],
    ['a file deeper', { a: '1', 'b/b': '2' }],
  ])('swaps the directory for %s', async (_what, files) => {
    await withDirectory(async (directory) => {
      const writer = writerOf(directory);
      writer.write(payload({ a: '1', b: '2' }));
      const before = await fs.readlink(path.join(directory, '..data'));
      expect(writer.write(payload(files))).toBe(true);
      expect(await fs.readlink(path.join(directory, '..data'))).not.toBe(before);
      for (const [name, text] of Object.entries(files)) expect(await read(directory, name)).toBe(text);
      const visible = (await fs.readdir(directory)).filter((name) => !name.startsWith('..')).sort();
      expect(visible).toEqual([...new Set(Object.keys(files).map((name) => name.split('/')[0]))].sort());
      const stamped = async (): Promise<string[]> => (await fs.readdir(directory)).filter((name) => STAMPED.test(name));
      expect(await stamped()).toContain(before);
      readerClock.advance(1000);
      expect(await stamped()).toEqual([await fs.readlink(path.join(directory, '..data'))]);
    });
  });

  it('sets permissions before the files are seen', async () => {
    await withDirectory(async (directory) => {
      const writer = writerOf(directory);
      writer.write(payload({ a: 'old' }));
      let seen = '';
      writer.write(payload({ a: 'new' }), () => void (seen = readFileSync(path.join(directory, 'a'), 'utf8')));
      expect([seen, await read(directory, 'a')]).toEqual(['old', 'new']);
    });
  });

  it('that fails leaves what was there, and nothing else', async () => {
    await withDirectory(async (directory) => {
      const writer = writerOf(directory);
      writer.write(payload({ a: 'old' }));
      const before = await tree(directory);
      const refuse = (): never => {
        throw new Error('no');
      };
      expect(() => writer.write(payload({ a: 'new' }), refuse)).toThrow('no');
      expect(await tree(directory)).toEqual(before);
    });
  });
});

describe('a writer that was ended in mid-write', () => {
  it.each([
    ['before the link was made', () => Promise.resolve()],
    [
      'before the link took its place',
      (directory: string) => fs.symlink('..2026_01_31_11_59_59.7', `${directory}/..data_tmp`),
    ],
  ])('%s leaves nothing behind once the next one has written', async (_when, leave) => {
    await withDirectory(async (directory) => {
      writerOf(directory).write(payload({ a: '1' }));
      await fs.mkdir(path.join(directory, '..2026_01_31_11_59_59.7'));
      await fs.writeFile(path.join(directory, '..2026_01_31_11_59_59.7', 'a'), 'half');
      await leave(directory);
      expect(writerOf(directory).write(payload({ a: '2' }))).toBe(true);
      readerClock.advance(1000);
      expect(await tree(directory)).toEqual({
        '..stamp': 'directory',
        '..stamp/a': '2',
        '..data': '-> ..stamp',
        a: '-> ..data/a',
      });
    });
  });

  it('before the files were shown has them shown', async () => {
    await withDirectory(async (directory) => {
      writerOf(directory).write(payload({ a: '1' }));
      await fs.rm(path.join(directory, 'a'));
      await fs.symlink('..data/old', path.join(directory, 'old'));
      expect(writerOf(directory).write(payload({ a: '1' }))).toBe(false);
      expect((await fs.readdir(directory)).filter((name) => !name.startsWith('..'))).toEqual(['a']);
    });
  });
});

describe('a path', () => {
  it.each([
    ['', 'invalid path: must not be empty: ""'],
    ['/etc/passwd', 'invalid path: must be relative path: /etc/passwd'],
    ['a/../b', "invalid path: must not contain '..': a/../b"],
    ['..secret', "invalid path: must not start with '..': ..secret"],
    ['a'.repeat(256), 'invalid path: filenames must be less than or equal to 255 characters'],
    ['a/'.repeat(2050), 'invalid path: must be less than or equal to 4096 characters'],
  ])('may not be %s', async (name, message) => {
    await withDirectory(async (directory) => {
      expect(() => writerOf(directory).write(payload({ [name]: '' }))).toThrow(message);
      expect(await fs.readdir(directory)).toEqual([]);
    });
  });
});
