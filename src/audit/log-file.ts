/** A log file that is put aside when it grows too large. Source: gopkg.in/natefinch/lumberjack.v2, by its names and its order of things. */
import fs from 'node:fs';
import path from 'node:path';
import { type Clock } from '../clock/clock.js';

export interface LogFileOptions {
  readonly file: string;
  /** 0: never put aside. */
  readonly maxBytes: number;
  /** 0: all are kept. */
  readonly maxBackups: number;
  /** Days; 0: for ever. */
  readonly maxAge: number;
  readonly clock: Clock;
}

const DAY = 24 * 60 * 60 * 1000;
const STAMP = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}$/;

export class LogFile {
  readonly #options: LogFileOptions;
  #descriptor: number;
  #size: number;

  /** @throws Error of the file system where the file cannot be written. */
  constructor(options: LogFileOptions) {
    this.#options = options;
    this.#descriptor = openFile(options.file);
    this.#size = fs.fstatSync(this.#descriptor).size;
  }

  write(text: string): void {
    const { maxBytes } = this.#options;
    const bytes = Buffer.byteLength(text);
    if (maxBytes > 0 && this.#size > 0 && this.#size + bytes > maxBytes) this.#rotate();
    fs.appendFileSync(this.#descriptor, text);
    this.#size += bytes;
  }

  close(): void {
    fs.closeSync(this.#descriptor);
  }

  #rotate(): void {
    const { file, clock } = this.#options;
    const { dir, name, ext } = path.parse(file);
    const stamp = new Date(clock.now()).toISOString().slice(0, -1).replaceAll(':', '-');
    fs.closeSync(this.#descriptor);
    fs.renameSync(file, path.join(dir, `${name}-${stamp}${ext}`));
    this.#descriptor = openFile(file);
    this.#size = 0;
    this.#removeOld();
  }

  #removeOld(): void {
    const { file, maxBackups, maxAge, clock } = this.#options;
    const { dir, name, ext } = path.parse(file);
    const backups = fs
      .readdirSync(dir === '' ? '.' : dir)
      .filter((other) => other.startsWith(`${name}-`) && other.endsWith(ext))
      .map((other) => ({ other, stamp: other.slice(name.length + 1, other.length - ext.length) }))
      .filter(({ stamp }) => STAMP.test(stamp))
      .sort((a, b) => (a.stamp < b.stamp ? 1 : -1));
    const oldest = clock.now() - maxAge * DAY;
    for (const [i, { other, stamp }] of backups.entries()) {
      const made = Date.parse(`${stamp.slice(0, 11)}${stamp.slice(11).replaceAll('-', ':')}Z`);
      const isOld = (maxBackups > 0 && i >= maxBackups) || (maxAge > 0 && made < oldest);
      if (isOld) fs.rmSync(path.join(dir, other), { force: true });
    }
  }
}

function openFile(file: string): number {
  return fs.openSync(file, 'a', 0o600);
}
