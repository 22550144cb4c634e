/** Reads the files that flags name anew when they change, and all of them at SIGHUP. */
import { createHash } from 'node:crypto';
import { type FSWatcher, realpathSync, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../clock/clock.js';
import type { Server } from '../server/server.js';
import { FILE_GROUPS, type FileGroup, filesOf } from './file-options.js';
import type { Settings } from './flags.js';
import type { CommandIO } from './io.js';
import { reasonOf } from './usage-error.js';

/** Milliseconds. A change is seldom one event: what comes within this time of it is looked at with it. */
const SETTLING = 50;
/** Some file systems tell of no change. */
const LOOK_ANYWAY = 60_000;

export interface Reload {
  stop(): void;
}

export interface ReloadOptions extends Pick<CommandIO, 'signals' | 'stderr'> {
  readonly settings: Settings;
  readonly server: Pick<Server, 'update'>;
  readonly clock: Clock;
}

/** A file that is not good leaves what was read before in force, and is told of in one line. */
export async function reloadFiles({ settings, server, signals, stderr, clock }: ReloadOptions): Promise<Reload> {
  const groups = FILE_GROUPS.filter((group) => filesOf(group, settings).length > 0).map(
    (group) => new Reloader(group, settings, server, stderr),
  );
  for (const group of groups) await group.remember();
  let under = Promise.resolve();
  const look = (force: boolean): void => {
    under = under.then(async () => {
      for (const group of groups) await group.look(force);
      directories.follow(groups.flatMap(({ files }) => files));
    });
  };
  const directories = new Directories(clock, () => look(false));
  directories.follow(groups.flatMap(({ files }) => files));
  let cancel = (): void => undefined;
  const again = (): void => {
    cancel = clock.after(LOOK_ANYWAY, () => {
      look(false);
      again();
    });
  };
  if (groups.length > 0) again();
  const onHangUp = (): void => look(true);
  signals.on('SIGHUP', onHangUp);
  return {
    stop() {
      cancel();
      directories.stop();
      signals.off('SIGHUP', onHangUp);
    },
  };
}

class Reloader {
  readonly files: readonly string[];
  readonly #group: FileGroup;
  readonly #settings: Settings;
  readonly #server: Pick<Server, 'update'>;
  readonly #stderr: (text: string) => void;
  /** Of the contents that were last looked at, good or not. */
  #seen = '';

  constructor(group: FileGroup, settings: Settings, server: Pick<Server, 'update'>, stderr: (text: string) => void) {
    this.files = filesOf(group, settings);
    this.#group = group;
    this.#settings = settings;
    this.#server = server;
    this.#stderr = stderr;
  }

  async remember(): Promise<void> {
    this.#seen = await digest(this.files);
  }

  async look(force: boolean): Promise<void> {
    const now = await digest(this.files);
    if (!force && now === this.#seen) return;
    this.#seen = now;
    try {
      await this.#server.update(await this.#group.read(this.#settings));
      this.#stderr(`kubemint: read anew: ${this.files.join(', ')}\n`);
    } catch (error) {
      this.#stderr(`kubemint: warning: what was read before stays in force: ${oneLine(reasonOf(error))}\n`);
    }
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}

async function digest(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = await readFile(file).catch(() => 'missing');
    hash.update(`${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/**
 * The directories that hold the files, and those that symbolic links lead to: a file is often replaced by renaming another,
 * or a directory above it.
 */
class Directories {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #pending: (() => void) | undefined;

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Follows these files and no others. */
  follow(files: readonly string[]): void {
    const wanted = new Set(files.flatMap((file) => [dirname(file), ...realDirectory(file)]));
    for (const [directory, watcher] of this.#watchers) {
      if (wanted.has(directory)) continue;
      watcher.close();
      this.#watchers.delete(directory);
    }
    for (const directory of wanted) this.#open(directory);
  }

  stop(): void {
    this.#pending?.();
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #open(directory: string): void {
    if (this.#watchers.has(directory)) return;
    const forget = (): void => void this.#watchers.delete(directory);
    try {
      const watcher = watch(directory, { persistent: false }, () => this.#changed());
      watcher.on('error', () => {
        watcher.close();
        forget();
      });
      this.#watchers.set(directory, watcher);
    } catch {
      // It is looked at now and then.
    }
  }

  #changed(): void {
    if (this.#pending !== undefined) return;
    this.#pending = this.#clock.after(SETTLING, () => {
      this.#pending = undefined;
      this.#onChange();
    });
  }
}

function realDirectory(file: string): readonly string[] {
  try {
    return [dirname(realpathSync(file))];
  } catch {
    return [];
  }
}
