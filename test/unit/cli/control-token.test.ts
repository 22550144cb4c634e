import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareControlToken, writeControlToken } from '../../../src/cli/control-token.js';
import { withDirectory } from '../../directory.js';

const MADE = /^kubemint-control-[\w-]{43}$/;

const prepared = (kubeconfig: string, file = ''): ReturnType<typeof prepareControlToken> =>
  prepareControlToken({ kubeconfig, 'control-token-file': file });

describe('the control token', () => {
  it('is made at each start and written beside the kubeconfig, for its owner alone', async () => {
    await withDirectory(async (directory) => {
      const first = await prepared(join(directory, 'admin.kubeconfig'));
      if (first === undefined) throw new Error('no token was made');
      expect(first).toMatchObject({ path: join(directory, 'admin.control-token'), made: true });
      expect(first.token).toMatch(MADE);
      await writeControlToken(first);
      expect(await readFile(first.path, 'utf8')).toBe(`${first.token}\n`);
      expect((await stat(first.path)).mode & 0o777).toBe(0o600);
      const second = await prepared(join(directory, 'admin.kubeconfig'));
      expect(second?.token).not.toBe(first.token);
    });
  });

  it('is not made without a place for it', async () => {
    expect(await prepared('')).toBeUndefined();
  });

  it('is read from the file that is named, and made where that is missing', async () => {
    await withDirectory(async (directory) => {
      const path = join(directory, 'token');
      const made = await prepared('', path);
      expect(made).toMatchObject({ path, made: true });
      await writeFile(path, 'a-token-of-my-own\n');
      expect(await prepared('kubeconfig', path)).toEqual({ path, token: 'a-token-of-my-own', made: false });
    });
  });

  it.each(['', 'short', 'two words are no token'])('may not be %j', async (content) => {
    await withDirectory(async (directory) => {
      const path = join(directory, 'token');
      await writeFile(path, content);
      await expect(prepared('', path)).rejects.toThrow(
        `--control-token-file: ${path} must hold one word of 16 characters or more`,
      );
    });
  });

  it('does not take the place of what others wrote, and says what cannot be read', async () => {
    await withDirectory(async (directory) => {
      const path = join(directory, 'a.control-token');
      await writeFile(path, 'dear diary');
      await expect(prepared(join(directory, 'a.kubeconfig'))).rejects.toThrow(
        `${path} was not written by kubemint and is left alone; name a file by --control-token-file`,
      );
      await expect(prepared('', directory)).rejects.toThrow(
        `--control-token-file: cannot read ${directory}: it is a directory`,
      );
    });
  });
});
