/** Reads the files that flags name; what goes wrong is said with the flag and the file. */
import { readFile } from 'node:fs/promises';
import { reasonOf, UsageError } from './usage-error.js';

/** The file's text. @throws UsageError naming flag and file. */
export async function readNamedFile(flag: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--${flag}: cannot read ${path}: ${systemReason(error)}`);
  }
}

/** The file's text read by a parser that throws. @throws UsageError naming flag and file. */
export async function readParsed<T>(flag: string, path: string, parse: (text: string) => T): Promise<Awaited<T>> {
  const text = await readNamedFile(flag, path);
  try {
    return await parse(text);
  } catch (error) {
    throw new UsageError(`--${flag}: ${path}: ${reasonOf(error)}`);
  }
}

const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is no directory',
};

/** The operating system's error in words. */
export function systemReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  return (code === undefined ? undefined : SYSTEM_REASONS[code]) ?? reasonOf(error);
}
