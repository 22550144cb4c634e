/** The default Logger. It stands apart from logger.ts so that a silent server does not load pino. */
import type { Logger } from './options.js';

/** A Logger that writes nothing. */
export const silentLogger: Logger = { verbosity: -1, info: () => undefined, error: () => undefined };
