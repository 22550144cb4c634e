/**
 * The shape of a scenario: requests in order, with what of each answer is compared. Scenario modules export
 * `default` = Scenario | Scenario[]; they are data that any server can be asked with, real ones included.
 */

/** What earlier answers were captured as, and `run`, the random part of this run's names. Filled into `{{name}}`. */
export type Captures = Record<string, unknown>;

export interface UntilContext {
  readonly captures: Captures;
  readonly minor: number;
}

/** A function, or its source text. */
export type Written<F> = F | string;

export interface WatchOptions {
  /** Milliseconds that the stream is read. */
  readonly ms?: number;
  /** Reads until the server ends the stream, at most `ms`, and adds 'stream ended' or 'still open' to the events. */
  readonly end?: boolean;
  /** Leaves the stream open under this name for a later `collect`. */
  readonly open?: string;
}

export interface Step {
  /** Unique in the scenario. */
  readonly name: string;
  /** 'admin' (the default), 'anonymous' or a bearer token. */
  readonly as?: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
  /** Capture name → path in the answer; `$` is the whole text. */
  readonly capture?: Readonly<Record<string, string>>;
  /** Captures that are base64 and wanted decoded. */
  readonly decode?: readonly string[];
  /** Asked again until this holds. */
  readonly until?: Written<(body: unknown, status: number, context: UntilContext) => boolean>;
  /** Milliseconds to wait first, times the run's settle factor. */
  readonly settle?: number;
  readonly watch?: WatchOptions;
  /** Closes the stream opened under this name and takes its events as the answer. */
  readonly collect?: string;
  /** Paths left out of the comparison; a leading `**.` leaves the key out everywhere. */
  readonly ignore?: readonly string[];
  /** Paths compared, nothing else. */
  readonly only?: readonly string[];
  /** Its result is compared in place of the body. */
  readonly project?: (body: unknown, captures: Captures, status: number) => unknown;
  /** Regular expression and replacement, over the recorded headers and body. */
  readonly mask?: readonly (readonly [string, string])[];
  readonly keepManagedFields?: boolean;
  readonly keepHeaders?: readonly string[];
  /** The step runs only on minors for which this holds. */
  readonly versions?: Written<(minor: number) => boolean>;
}

export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly vars?: Readonly<Record<string, string>>;
  readonly ignore?: readonly string[];
  readonly mask?: readonly (readonly [string, string])[];
  /** Leaves out what the token controller of 1.23 adds to an account at a moment of its own. */
  readonly dropGenerated?: boolean;
  /** Leaves out watch bookmarks other than the one that ends the initial events. */
  readonly dropPlainBookmarks?: boolean;
  /** Default true: items of a list are compared in the order of their names. */
  readonly sortItems?: boolean;
}

/** A function from its source text, where it was given as text. */
export function evaluated<F>(written: Written<F>): F {
  // Scenario files are trusted code; some write their predicates as text.
  return typeof written === 'string' ? ((0, eval)(written) as F) : written;
}
