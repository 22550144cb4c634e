const BLOCK = 512;

/** A file of a tar archive. */
export interface TarEntry {
  readonly name: string;
  /** Permissions, as in chmod. */
  readonly mode: number;
  readonly content: Buffer;
}

/** The files of a tar archive in memory, names up to 255 bytes. Source: POSIX ustar. */
export function* tarEntries(archive: Buffer): Generator<TarEntry> {
  for (let at = 0; at + BLOCK <= archive.length;) {
    const size = parseInt(text(archive, at + 124, 12), 8) || 0;
    const start = at + BLOCK;
    const prefix = text(archive, at + 345, 155);
    const name = text(archive, at, 100);
    const mode = parseInt(text(archive, at + 100, 8), 8);
    const isFile = ['0', ''].includes(text(archive, at + 156, 1));
    if (isFile && name !== '') {
      const content = archive.subarray(start, start + size);
      yield { name: prefix === '' ? name : `${prefix}/${name}`, mode, content };
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** A file out of a tar archive in memory. Throws where the archive has no file of this name. */
export function untarred(archive: Buffer, name: string): Buffer {
  for (const entry of tarEntries(archive)) if (entry.name === name) return entry.content;
  throw new Error(`the tar archive has no ${name}`);
}

function text(archive: Buffer, at: number, length: number): string {
  return archive
    .toString('utf8', at, at + length)
    .replace(/\0.*$/s, '')
    .trim();
}
