import { EventEmitter } from 'node:events';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../../src/cli/flags.js';
import { reloadFiles } from '../../../src/cli/reload.js';
import { RealClock } from '../../../src/clock/clock.js';
import { type ServerChanges } from '../../../src/server/update.js';
import { withDirectory } from '../../directory.js';

interface Reloading {
  readonly signals: EventEmitter;
  readonly changes: ServerChanges[];
  /** The line that the next look at the files writes. */
  readonly line: () => Promise<string>;
  readonly stop: () => void;
}

async function reloading(settings: Partial<Settings>): Promise<Reloading> {
  const signals = new EventEmitter();
  const changes: ServerChanges[] = [];
  const lines: string[] = [];
  const heard = new EventEmitter();
  const reload = await reloadFiles({
    settings: { ...defaultSettings(), ...settings },
    server: {
      update: (change) => {
        changes.push(change);
        return Promise.resolve();
      },
    },
    ...{ signals, clock: new RealClock() },
    stderr: (text) => {
      lines.push(text);
      heard.emit('line');
    },
  });
  const line = async (): Promise<string> => {
    while (lines.length === 0) await new Promise((resolve) => heard.once('line', resolve));
    return lines.shift() ?? '';
  };
  return { signals, changes, line, stop: () => reload.stop() };
}

const tokens = (user: string): string => `t,${user},1\n`;
const names = (changes: readonly ServerChanges[]): unknown[] =>
  changes.map(({ staticTokens }) => staticTokens?.map(({ username }) => username));

it('reads a file anew that another took the place of', async () => {
  await withDirectory(async (directory) => {
    const file = join(directory, 'tokens.csv');
    await writeFile(file, tokens('alice'));
    const { changes, line, stop } = await reloading({ 'token-auth-file': file });
    await writeFile(join(directory, 'next'), tokens('bob'));
    await rename(join(directory, 'next'), file);
    expect(await line()).toBe(`kubemint: read anew: ${file}\n`);
    expect(names(changes)).toEqual([['bob']]);
    stop();
  });
});

it('reads a file anew behind a link that was turned, as volumes of config maps have it', async () => {
  await withDirectory(async (directory) => {
    const at = (...parts: string[]): string => join(directory, ...parts);
    for (const [version, user] of [
      ['..1', 'alice'],
      ['..2', 'bob'],
    ] as const) {
      await mkdir(at(version));
      await writeFile(at(version, 'tokens.csv'), tokens(user));
    }
    await symlink('..1', at('..data'));
    await symlink('..data/tokens.csv', at('tokens.csv'));
    const { changes, line, stop } = await reloading({ 'token-auth-file': at('tokens.csv') });
    await symlink('..2', at('..data_tmp'));
    await rename(at('..data_tmp'), at('..data'));
    await line();
    expect(names(changes)).toEqual([['bob']]);
    stop();
  });
});

it('follows a link out of the directory', async () => {
  await withDirectory(async (directory) => {
    const target = join(directory, 'elsewhere', 'tokens.csv');
    await mkdir(join(directory, 'elsewhere'));
    await mkdir(join(directory, 'here'));
    await writeFile(target, tokens('alice'));
    await symlink(target, join(directory, 'here', 'tokens.csv'));
    const { changes, line, stop } = await reloading({ 'token-auth-file': join(directory, 'here', 'tokens.csv') });
    await writeFile(target, tokens('bob'));
    await line();
    expect(names(changes).at(-1)).toEqual(['bob']);
    stop();
  });
});

it('keeps what it had where the new file is not good, says so once, and goes on', async () => {
  await withDirectory(async (directory) => {
    const file = join(directory, 'tokens.csv');
    const replace = async (content: string): Promise<void> => {
      await writeFile(join(directory, 'next'), content);
      await rename(join(directory, 'next'), file);
    };
    await writeFile(file, tokens('alice'));
    const { changes, line, signals, stop } = await reloading({ 'token-auth-file': file });
    await replace('nonsense\n');
    expect(await line()).toBe(
      `kubemint: warning: what was read before stays in force: --token-auth-file: ${file}: line 1: must have at least 3 columns (token, user name, user uid), found 1\n`,
    );
    signals.emit('SIGHUP');
    expect(await line()).toMatch('stays in force');
    expect(changes).toEqual([]);
    await replace(tokens('bob'));
    expect(await line()).toMatch('read anew');
    expect(names(changes)).toEqual([['bob']]);
    stop();
  });
});

it('reads everything at SIGHUP, changed or not', async () => {
  await withDirectory(async (directory) => {
    const file = join(directory, 'tokens.csv');
    await writeFile(file, tokens('alice'));
    const { changes, line, signals, stop } = await reloading({ 'token-auth-file': file });
    signals.emit('SIGHUP');
    await line();
    expect(names(changes)).toEqual([['alice']]);
    stop();
    expect(signals.listenerCount('SIGHUP')).toBe(0);
  });
});
