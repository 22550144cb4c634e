/** The file of --config: the flags' names as keys, in YAML or JSON. */
import type { Tags } from 'yaml';
import { nearest } from '../features/nearest.js';
import { assign, flagOf, type GivenValues } from './assign.js';
import { FLAGS } from './flags.js';
import type { Flag } from './flags/flag.js';
import { reasonOf, UsageError } from './usage-error.js';

/** Reads a configuration file's text; a null value leaves the option at its default. @throws UsageError naming the file. */
export async function parseConfigFile(text: string, path: string): Promise<GivenValues> {
  const { parse } = await import('yaml');
  let document: unknown;
  try {
    // 1.30 is a version and not a number.
    document = parse(text, { customTags: (tags) => tags.filter((tag) => !isFloat(tag)) });
  } catch (error) {
    throw new UsageError(`${path}: ${reasonOf(error).split('\n', 1).join('')}`);
  }
  if (document === null || document === undefined) return new Map();
  if (typeof document !== 'object' || Array.isArray(document)) {
    throw new UsageError(`${path}: options are written as "name: value", with the names of the flags`);
  }
  const given: GivenValues = new Map<string, unknown>();
  for (const [key, value] of Object.entries(document as Record<string, unknown>)) {
    const flag = flagOf(key);
    if (flag === undefined || flag.inConfigFile === false) throw new UsageError(`${path}: ${unknownKey(key)}`);
    try {
      for (const piece of texts(flag, value)) assign(given, flag, piece);
    } catch (error) {
      throw new UsageError(`${path}: ${reasonOf(error)}`);
    }
    if (Array.isArray(value) && value.length === 0) given.set(flag.name, []);
  }
  return given;
}

function isFloat(tag: Tags[number]): boolean {
  return typeof tag !== 'string' && tag.tag === 'tag:yaml.org,2002:float';
}

/** A YAML value as the texts that the command line would have held. */
function texts(flag: Flag, value: unknown): readonly string[] {
  if (value === null) return [];
  if (flag.type === 'gates' && typeof value === 'object' && !Array.isArray(value)) {
    return Object.entries(value).map(([name, on]) => `${name}=${String(on)}`);
  }
  if (Array.isArray(value) && (flag.type === 'list' || flag.type === 'texts')) {
    return value.map((item) =>
      flag.type === 'list' ? `"${scalar(flag, item).replaceAll('"', '""')}"` : scalar(flag, item),
    );
  }
  return [scalar(flag, value)];
}

function scalar(flag: Flag, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new UsageError(`${flag.name} does not take ${Array.isArray(value) ? 'a list' : 'such a value'}`);
}

function unknownKey(key: string): string {
  const known = FLAGS.filter((flag) => flag.inConfigFile !== false).map((flag) => flag.name);
  const guess = nearest(key, known);
  return `unknown option ${JSON.stringify(key)}${guess === undefined ? '' : `; did you mean ${guess}?`}`;
}
