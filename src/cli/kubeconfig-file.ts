/** The file of --kubeconfig. */
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemReason } from './files.js';
import { UsageError } from './usage-error.js';

/** What every kubeconfig written here holds. */
const MARK = 'name: "kubemint"';

/** @throws UsageError where another program's kubeconfig would be lost. */
export async function checkKubeconfigFile(path: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new UsageError(`--kubeconfig: cannot write ${path}: ${systemReason(error)}`);
  }
  if (text !== '' && !text.includes(MARK)) {
    throw new UsageError(`--kubeconfig: ${path} was not written by kubemint and is left alone; name another file`);
  }
}

/** Writes the file as a whole or not at all, readable by its owner alone. @throws UsageError. */
export async function writeKubeconfigFile(path: string, kubeconfig: string): Promise<void> {
  const draft = `${path}.${String(process.pid)}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, kubeconfig, { mode: 0o600 });
    await chmod(draft, 0o600);
    await rename(draft, path);
  } catch (error) {
    throw new UsageError(`--kubeconfig: cannot write ${path}: ${systemReason(error)}`);
  }
}
