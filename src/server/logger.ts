/** Log lines as JSON, one a line, by pino. Bearer tokens never reach them. */
import { type DestinationStream, pino } from 'pino';
import { type Logger } from './options.js';

export interface LoggerOptions {
  /** Lines up to this level are written; klog's meaning: 0 always, 2 a line per request, 4 and up for debugging. */
  readonly verbosity: number;
  /** Default: standard error, written at once. */
  readonly destination?: DestinationStream;
}

const JWT = /\beyJ[\w-]+\.[\w-]*\.[\w-]*/g;
const BEARER = /\b(bearer)\s+[\w.~+/=-]+/gi;

/** A Logger that writes to standard error. */
export function createLogger({ verbosity, destination }: LoggerOptions): Logger {
  const sink = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
  return {
    info(level, fields, message) {
      if (level <= verbosity) sink.info({ v: level, ...withoutTokens(fields) }, withoutToken(message));
    },
    error(error, message) {
      sink.error({ error: describe(error) }, withoutToken(message));
    },
  };
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
