/** The files of a volume before they are written, by path. Source: pkg/volume/util/atomic_writer.go. */

export interface FileProjection {
  readonly data: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
  /** The user that the file is to belong to; default: whoever writes it. */
  readonly user?: number | undefined;
}

export type Payload = ReadonlyMap<string, FileProjection>;

const MAX_FILE_NAME_LENGTH = 255;
const MAX_PATH_LENGTH = 4096;

/** The payload with clean paths. @throws Error with upstream's text for a path that leads out of the volume or is too long. */
export function cleanPayload(payload: Payload): Payload {
  return new Map(
    [...payload].map(([path, file]) => {
      const problem = pathProblem(path);
      if (problem !== undefined) throw new Error(`invalid path: ${problem}`);
      return [cleanPath(path), file];
    }),
  );
}

function pathProblem(path: string): string | undefined {
  if (path === '') return 'must not be empty: ""';
  if (path.startsWith('/')) return `must be relative path: ${path}`;
  if (Buffer.byteLength(path) > MAX_PATH_LENGTH) return `must be less than or equal to ${MAX_PATH_LENGTH} characters`;
  const items = path.split('/');
  for (const item of items) {
    if (item === '..') return `must not contain '..': ${path}`;
    if (Buffer.byteLength(item) > MAX_FILE_NAME_LENGTH) {
      return `filenames must be less than or equal to ${MAX_FILE_NAME_LENGTH} characters`;
    }
  }
  return path.startsWith('..') ? `must not start with '..': ${path}` : undefined;
}

/** As Go's filepath.Clean, of relative paths without `..`. */
export function cleanPath(path: string): string {
  const items = path.split('/').filter((item) => item !== '' && item !== '.');
  return items.length === 0 ? '.' : items.join('/');
}
