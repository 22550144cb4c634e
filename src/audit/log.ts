/** Events in a file, or on standard output. Sources: k8s.io/apiserver/plugin/pkg/audit/log/backend.go, pkg/server/options/audit.go. */
import fs from 'node:fs';
import path from 'node:path';
import { type Clock } from '../clock/clock.js';
import { type AuditEvent, type AuditSink } from './event.js';
import { LogFile } from './log-file.js';
import { legacyLine } from './text.js';

export const AUDIT_LOG_FORMATS = ['legacy', 'json'] as const;

export type AuditLogFormat = (typeof AUDIT_LOG_FORMATS)[number];

/** --audit-log-…, at upstream's defaults where left out. */
export interface AuditLogOptions {
  /** `-` is standard output. */
  readonly path: string;
  /** Default json. */
  readonly format?: AuditLogFormat;
  /** Megabytes at which a new file is begun; 0: never. Default 100. */
  readonly maxSize?: number;
  /** Old files that are kept; 0: all. Default 100. */
  readonly maxBackups?: number;
  /** Days that old files are kept; 0: for ever. Default 366. */
  readonly maxAge?: number;
}

const MEGABYTE = 1024 * 1024;

/** Lines of one turn of the event loop are written together. */
export class LogSink implements AuditSink {
  readonly #format: AuditLogFormat;
  readonly #write: (text: string) => void;
  readonly #close: () => void;
  readonly #onError: (error: unknown) => void;
  #lines: string[] = [];

  /** @throws Error for a file that cannot be written. `onError`: hears of what could not be written later. */
  constructor(
    { path: file, format = 'json', maxSize = 100, maxBackups = 100, maxAge = 366 }: AuditLogOptions,
    clock: Clock,
    onError: (error: unknown) => void,
  ) {
    this.#format = format;
    this.#onError = onError;
    if (file === '-') {
      this.#write = (text) => void process.stdout.write(text);
      this.#close = () => undefined;
      return;
    }
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const log = new LogFile({ file, maxBytes: maxSize * MEGABYTE, maxBackups, maxAge, clock });
    this.#write = (text) => log.write(text);
    this.#close = () => log.close();
  }

  process(event: () => AuditEvent, text: string): void {
    const line = this.#format === 'json' ? text : legacyLine(event());
    if (this.#lines.push(`${line}\n`) === 1) setImmediate(() => this.#flush());
  }

  close(): Promise<void> {
    this.#flush();
    this.#close();
    return Promise.resolve();
  }

  #flush(): void {
    const lines = this.#lines;
    this.#lines = [];
    try {
      if (lines.length > 0) this.#write(lines.join(''));
    } catch (error) {
      this.#onError(error);
    }
  }
}
