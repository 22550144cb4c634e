/**
 * Writes the files of a volume so that a reader sees all of the old ones or all of the new ones, whenever the writer is ended:
 * they lie in a timestamped directory that `..data` points to, and what is visible are links through `..data`.
 * Source: pkg/volume/util/atomic_writer.go.
 */
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { type Clock } from '../clock/clock.js';
import { type Random } from '../clock/random.js';
import { type ChangeOwner } from './ownership.js';
import { cleanPayload, type Payload } from './payload.js';

const DATA_DIR = '..data';
const NEW_DATA_DIR = '..data_tmp';
/** Milliseconds for which what was replaced stays: a reader may be on its way to it. */
const GRACE = 1000;

export interface AtomicWriterOptions {
  /** Names directories. */
  readonly clock: Clock;
  /** Measures how long readers are given; the machine's clock. */
  readonly readerClock: Clock;
  readonly random: Random;
  readonly changeOwner: ChangeOwner;
  /** Has files on the disk before they are seen, so that a power cut leaves whole ones, too. */
  readonly durable: boolean;
}

export class AtomicWriter {
  readonly #dir: string;
  readonly #options: AtomicWriterOptions;
  #tidied = false;

  /** @param dir is there, and nobody else writes to it. */
  constructor(dir: string, options: AtomicWriterOptions) {
    this.#dir = dir;
    this.#options = options;
  }

  /**
   * @param setPermissions is called when the new files are there and not yet visible.
   * @returns true where files changed. @throws Error for paths that do not fit, and what the file system says.
   */
  write(payload: Payload, setPermissions?: () => void): boolean {
    const files = cleanPayload(payload);
    const old = this.#current();
    this.#tidy(old);
    const changed = old === undefined || this.#differs(files, old);
    if (changed) {
      const fresh = this.#newDirectory();
      try {
        this.#writeFiles(files, fresh);
        setPermissions?.();
        this.#publish(fresh);
      } catch (error) {
        fs.rmSync(join(this.#dir, fresh), { recursive: true, force: true });
        throw error;
      }
    }
    this.#showFiles(files);
    this.#hideOthers(files);
    if (changed && old !== undefined) this.#removeLater(old);
    return changed;
  }

  #current(): string | undefined {
    return unlessMissing(() => fs.readlinkSync(join(this.#dir, DATA_DIR)));
  }

  /** Removes what a writer left that was ended in the middle of a write. */
  #tidy(current: string | undefined): void {
    if (this.#tidied) return;
    for (const name of fs.readdirSync(this.#dir)) {
      if (!name.startsWith('..') || name === DATA_DIR || name === current) continue;
      const age = this.#options.readerClock.now() - fs.lstatSync(join(this.#dir, name)).mtimeMs;
      if (name === NEW_DATA_DIR || age > GRACE) fs.rmSync(join(this.#dir, name), { recursive: true, force: true });
      else this.#removeLater(name);
    }
    this.#tidied = true;
  }

  // Upstream removes it at once, and a reader that had read `..data` by then finds nothing.
  #removeLater(name: string): void {
    this.#options.readerClock.after(GRACE, () => {
      try {
        fs.rmSync(join(this.#dir, name), { recursive: true, force: true });
      } catch {
        // The next writer removes it.
      }
    });
  }

  #differs(files: Payload, old: string): boolean {
    const place = join(this.#dir, old);
    const before = unlessMissing(() => fs.readdirSync(place, { recursive: true, encoding: 'utf8' }));
    const wanted = new Set([...files.keys()].flatMap(withFolders));
    if (before === undefined || before.some((path) => !wanted.has(path))) return true;
    for (const [path, { data }] of files) {
      const content = unlessMissing(() => fs.readFileSync(join(place, path)));
      if (content === undefined || !content.equals(data)) return true;
    }
    return false;
  }

  #newDirectory(): string {
    const { clock, random } = this.#options;
    const [date = '', time = ''] = new Date(clock.now()).toISOString().split(/[T.]/);
    const stamp = `..${date.replaceAll('-', '_')}_${time.replaceAll(':', '_')}.`;
    for (;;) {
      const name = stamp + String(Buffer.from(random.bytes(4)).readUInt32BE());
      try {
        fs.mkdirSync(join(this.#dir, name), { mode: 0o700 });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
        throw error;
      }
      // Everyone may pass through, whatever the umask is.
      fs.chmodSync(join(this.#dir, name), 0o755);
      return name;
    }
  }

  #writeFiles(files: Payload, directory: string): void {
    const { changeOwner, durable } = this.#options;
    const folders = new Set([directory]);
    for (const [path, { data, mode, user }] of files) {
      const file = join(this.#dir, directory, path);
      fs.mkdirSync(dirname(file), { recursive: true });
      folders.add(join(directory, dirname(path)));
      fs.writeFileSync(file, data, { mode, flush: durable });
      fs.chmodSync(file, mode);
      if (user !== undefined) changeOwner(file, user, -1);
    }
    if (!durable) return;
    for (const folder of folders) syncDirectory(join(this.#dir, folder));
  }

  #publish(directory: string): void {
    const link = join(this.#dir, NEW_DATA_DIR);
    fs.symlinkSync(directory, link);
    try {
      fs.renameSync(link, join(this.#dir, DATA_DIR));
    } catch (error) {
      fs.rmSync(link, { force: true });
      throw error;
    }
  }

  #showFiles(files: Payload): void {
    for (const [path, { user }] of files) {
      const name = root(path);
      const visible = join(this.#dir, name);
      if (unlessMissing(() => fs.lstatSync(visible)) !== undefined) continue;
      fs.symlinkSync(`${DATA_DIR}/${name}`, visible);
      if (user !== undefined) this.#options.changeOwner(visible, user, -1);
    }
  }

  #hideOthers(files: Payload): void {
    const wanted = new Set([...files.keys()].map(root));
    for (const entry of fs.readdirSync(this.#dir, { withFileTypes: true })) {
      const { name } = entry;
      if (name.startsWith('..') || wanted.has(name) || !entry.isSymbolicLink()) continue;
      fs.rmSync(join(this.#dir, name), { force: true });
    }
  }
}

function root(path: string): string {
  return path.split('/', 1)[0] ?? path;
}

/** `a/b/c` and what it lies in: `a/b`, `a`. */
function withFolders(path: string): string[] {
  const items = path.split('/');
  return items.map((_item, index) => items.slice(0, index + 1).join('/'));
}

/** The entries of a directory outlast a power cut from now on. */
function syncDirectory(path: string): void {
  const directory = fs.openSync(path, 'r');
  try {
    fs.fsyncSync(directory);
  } finally {
    fs.closeSync(directory);
  }
}

const MISSING = ['ENOENT', 'ENOTDIR'];

function unlessMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (MISSING.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
