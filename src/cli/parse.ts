/** Reads a command line as Go's pflag does: `--name=value`, `--name value`, `-v2`, `-v=2`; a switch takes `=` only. */
import { nearest } from '../features/nearest.js';
import { assign, type GivenValues } from './assign.js';
import { FLAGS } from './flags.js';
import type { Flag } from './flags/flag.js';
import { UPSTREAM_FLAGS } from './upstream-flags.js';
import { UsageError } from './usage-error.js';

export interface CommandLine {
  readonly given: GivenValues;
  /** Flags of kube-apiserver's that were accepted and do nothing, each once, in order. */
  readonly ignored: readonly string[];
}

/** The flags that a command has, and those that it takes and ignores. */
export interface KnownFlags {
  readonly flags: readonly Flag[];
  readonly ignored: ReadonlyMap<string, 'switch' | 'valued'>;
}

const SERVER_FLAGS: KnownFlags = { flags: FLAGS, ignored: UPSTREAM_FLAGS };

/** @param args the words after the program's name, or the command's. @throws UsageError for what pflag would refuse. */
export function parseCommandLine(args: readonly string[], known: KnownFlags = SERVER_FLAGS): CommandLine {
  const given: GivenValues = new Map<string, unknown>();
  const ignored = new Set<string>();
  const words = [...args];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const { name, value } = nameAndValue(word, known);
    const flag = known.flags.find((candidate) => candidate.name === name);
    const kind = flag === undefined ? known.ignored.get(name) : flag.type === 'switch' ? 'switch' : 'valued';
    if (kind === undefined) throw new UsageError(unknownFlag(name, known));
    const text = value ?? (kind === 'switch' ? 'true' : words.shift());
    if (text === undefined) throw new UsageError(`--${name} needs a value`);
    if (flag === undefined) ignored.add(name);
    else assign(given, flag, text);
  }
  return { given, ignored: [...ignored] };
}

function nameAndValue(word: string, { flags }: KnownFlags): { name: string; value: string | undefined } {
  const long = /^--([^=]+)(?:=(.*))?$/s.exec(word);
  // kube-apiserver reads an underscore in a flag's name as a dash.
  if (long !== null) return { name: (long[1] ?? '').replaceAll('_', '-'), value: long[2] };
  const short = /^-([A-Za-z])(?:=?(.+))?$/s.exec(word);
  if (short === null) throw new UsageError(unexpectedWord(word));
  const flag = flags.find((candidate) => candidate.shorthand === short[1]);
  if (flag === undefined) throw new UsageError(`unknown flag -${short[1] ?? ''}; --help lists them all`);
  return { name: flag.name, value: short[2] };
}

function unexpectedWord(word: string): string {
  const hint = /^(true|false)$/i.test(word) ? `; the value of a switch goes behind an equals sign: --flag=${word}` : '';
  return `unexpected argument ${JSON.stringify(word)}: only flags are understood${hint}`;
}

function unknownFlag(name: string, { flags, ignored }: KnownFlags): string {
  const guess = nearest(name, [...flags.map((flag) => flag.name), ...ignored.keys()]);
  return `unknown flag --${name}${guess === undefined ? '; --help lists them all' : `; did you mean --${guess}?`}`;
}
