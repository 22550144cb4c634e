/** Log lines as JSON, one a line, by pino. Bearer tokens never reach them. */
import { createRequire } from 'node:module';
import type { DestinationStream, Logger as Pino, pino } from 'pino';
import type { Logger } from './options.js';

export interface LoggerOptions {
  /** Lines up to this level are written; klog's meaning: 0 always, 2 a line per request, 4 and up for debugging. */
  readonly verbosity: number;
  /** Default: standard error, written at once. */
  readonly destination?: DestinationStream;
}

const JWT = /\beyJ[\w-]+\.[\w-]*\.[\w-]*/g;
const BEARER = /\b(bearer)\s+[\w.~+/=-]+/gi;

/** A Logger that writes to standard error. pino is loaded with the first line: most runs never write one. */
export function createLogger({ verbosity, destination }: LoggerOptions): Logger {
  let opened: Pino | undefined;
  const sink = (): Pino => (opened ??= openSink(destination));
  return {
    verbosity,
    info(level, fields, message) {
      if (level <= verbosity) sink().info({ v: level, ...withoutTokens(fields) }, withoutToken(message));
    },
    error(error, message) {
      sink().error({ error: describe(error) }, withoutToken(message));
    },
  };
}

function openSink(destination: DestinationStream | undefined): Pino {
  const create = createRequire(import.meta.url)('pino') as typeof pino;
  return create(
    { base: null, timestamp: create.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    destination ?? create.destination({ dest: 2, sync: true }),
  );
}

function withoutTokens(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? withoutToken(value) : value]),
  );
}

/** The text with every JWT and every bearer credential masked. */
function withoutToken(text: string): string {
  return text.replace(JWT, '[token]').replace(BEARER, '$1 [token]');
}

function describe(error: unknown): string {
  return withoutToken(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
