/** The file of --kubeconfig. */
import { readFile } from 'node:fs/promises';
import { systemReason } from './files.js';
import { writePrivateFile } from './private-file.js';
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

/** @throws UsageError. */
export function writeKubeconfigFile(path: string, kubeconfig: string): Promise<void> {
  return writePrivateFile('kubeconfig', path, kubeconfig);
}
