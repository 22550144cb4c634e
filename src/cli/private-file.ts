/** Files with a secret in them. */
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemReason } from './files.js';
import { UsageError } from './usage-error.js';

/** Writes the file as a whole or not at all, readable by its owner alone. @throws UsageError naming flag and file. */
export async function writePrivateFile(flag: string, path: string, text: string): Promise<void> {
  const draft = `${path}.${String(process.pid)}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, text, { mode: 0o600 });
    await chmod(draft, 0o600);
    await rename(draft, path);
  } catch (error) {
    throw new UsageError(`--${flag}: cannot write ${path}: ${systemReason(error)}`);
  }
}
