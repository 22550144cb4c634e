/** What a flag is. */
import type { FlagType, FlagValues } from '../values.js';

export interface Flag<T extends FlagType = FlagType> {
  readonly name: string;
  readonly type: T;
  readonly default: FlagValues[T];
  readonly description: string;
  /** One letter, `-h`. */
  readonly shorthand?: string;
  /** In place of the type's own, what --help shows for the value. */
  readonly placeholder?: string;
  /** False for what makes no sense in a configuration file. */
  readonly inConfigFile?: false;
}

/** One member of a union per type, so that a default fits its type. */
export type AnyFlag = { readonly [T in FlagType]: Flag<T> }[FlagType];

export interface FlagGroup {
  readonly title: string;
  readonly flags: readonly AnyFlag[];
}
