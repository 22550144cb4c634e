import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A directory that is there while `use` runs. */
export async function withDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'kubemint-'));
  try {
    return await use(directory);
  } finally {
    await fs.rm(directory, { recursive: true, force: true });
  }
}
