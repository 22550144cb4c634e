import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A directory that is there while `use` runs, by default where this machine has such directories. */
export async function withDirectory<T>(use: (directory: string) => Promise<T>, parent = os.tmpdir()): Promise<T> {
  const directory = await fs.mkdtemp(path.join(parent, 'kubemint-'));
  try {
    return await use(directory);
  } finally {
    await fs.rm(directory, { recursive: true, force: true });
  }
}
