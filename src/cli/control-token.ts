/** The token of the control API: read from the file of --control-token-file, or made. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { systemReason } from './files.js';
import type { Settings } from './flags.js';
import { writePrivateFile } from './private-file.js';
import { UsageError } from './usage-error.js';

export interface ControlToken {
  readonly path: string;
  readonly token: string;
  /** True where the file has yet to be written. */
  readonly made: boolean;
}

const FLAG = 'control-token-file';
/** How every token made here begins. */
const MARK = 'kubemint-control-';
const SHORTEST = 16;

/** Undefined where no file is named and no kubeconfig is written that it could lie beside. @throws UsageError. */
export async function prepareControlToken({
  kubeconfig,
  'control-token-file': named,
}: Pick<Settings, 'kubeconfig' | typeof FLAG>): Promise<ControlToken | undefined> {
  if (named !== '') return (await givenToken(named)) ?? madeToken(named);
  if (kubeconfig === '') return undefined;
  const path = `${kubeconfig.replace(/\.(kubeconfig|conf|config|ya?ml)$/, '')}.control-token`;
  const before = await contentOf(path);
  if (before !== undefined && before !== '' && !before.startsWith(MARK)) {
    throw new UsageError(`${path} was not written by kubemint and is left alone; name a file by --${FLAG}`);
  }
  return madeToken(path);
}

/** Writes the token where it was made. @throws UsageError. */
export async function writeControlToken({ path, token, made }: ControlToken): Promise<void> {
  if (made) await writePrivateFile(FLAG, path, `${token}\n`);
}

async function givenToken(path: string): Promise<ControlToken | undefined> {
  const token = (await contentOf(path))?.trim();
  if (token === undefined) return undefined;
  if (!/^[\x21-\x7e]+$/.test(token) || token.length < SHORTEST) {
    throw new UsageError(`--${FLAG}: ${path} must hold one word of ${SHORTEST} characters or more`);
  }
  return { path, token, made: false };
}

function madeToken(path: string): ControlToken {
  return { path, token: MARK + randomBytes(32).toString('base64url'), made: true };
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`--${FLAG}: cannot read ${path}: ${systemReason(error)}`);
  }
}
