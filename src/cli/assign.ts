/** Collects values by flag name, from the command line or a configuration file. */
import { FLAGS } from './flags.js';
import type { Flag } from './flags/flag.js';
import { reasonOf, UsageError } from './usage-error.js';
import { VALUE_TYPES } from './values.js';

/** Values that were given, by flag name; of the type that the flag says. */
export type GivenValues = Map<string, unknown>;

/** The flag of a name or of a single letter. */
export function flagOf(name: string): Flag | undefined {
  return FLAGS.find((flag) => flag.name === name);
}

/** Reads one more value of a flag; lists grow, anything else is replaced. @throws UsageError naming flag and value. */
export function assign(given: GivenValues, flag: Flag, text: string): void {
  const { parse, join } = VALUE_TYPES[flag.type];
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new UsageError(`invalid value ${JSON.stringify(text)} for --${flag.name}: ${reasonOf(error)}`);
  }
  const before = given.get(flag.name);
  given.set(flag.name, before === undefined || join === undefined ? value : append(join, before, value));
}

/** The values of one flag have one type, which the map cannot express. */
function append(join: unknown, before: unknown, value: unknown): unknown {
  return (join as (before: unknown, further: unknown) => unknown)(before, value);
}
