const BLOCK = 512;

/** A file out of a tar archive in memory (names up to 100 bytes). Throws where the archive has no file of this name. */
export function untarred(archive: Buffer, name: string): Buffer {
  for (let at = 0; at + BLOCK <= archive.length;) {
    const size = parseInt(text(archive, at + 124, 12), 8) || 0;
    const start = at + BLOCK;
    if (text(archive, at, 100) === name) return archive.subarray(start, start + size);
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new Error(`the tar archive has no ${name}`);
}

function text(archive: Buffer, at: number, length: number): string {
  return archive.toString('utf8', at, at + length).replace(/\0.*$/s, '');
}
