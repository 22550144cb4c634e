/** Reads a command line as Go's pflag does: `--name=value`, `--name value`, `-v2`, `-v=2`; a switch takes `=` only. */
import { nearest } from '../features/nearest.js';
import { assign, flagOf, type GivenValues } from './assign.js';
import { type Flag, FLAGS } from './flags.js';
import { UPSTREAM_FLAGS } from './upstream-flags.js';
import { UsageError } from './usage-error.js';

export interface CommandLine {
  readonly given: GivenValues;
  /** Flags of kube-apiserver's that were accepted and do nothing, each once, in order. */
  readonly ignored: readonly string[];
}

/** @param args the words after the program's name. @throws UsageError for what pflag would refuse. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const given: GivenValues = new Map<string, unknown>();
  const ignored = new Set<string>();
  const words = [...args];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const { name, value } = nameAndValue(word);
    const flag = flagOf(name);
    const kind = flag === undefined ? UPSTREAM_FLAGS.get(name) : flag.type === 'switch' ? 'switch' : 'valued';
    if (kind === undefined) throw new UsageError(unknownFlag(name));
    const text = value ?? (kind === 'switch' ? 'true' : words.shift());
    if (text === undefined) throw new UsageError(`--${name} needs a value`);
    if (flag === undefined) ignored.add(name);
    else assign(given, flag, text);
  }
  return { given, ignored: [...ignored] };
}

function nameAndValue(word: string): { name: string; value: string | undefined } {
  const long = /^--([^=]+)(?:=(.*))?$/s.exec(word);
  // kube-apiserver reads an underscore in a flag's name as a dash.
  if (long !== null) return { name: (long[1] ?? '').replaceAll('_', '-'), value: long[2] };
  const short = /^-([A-Za-z])(?:=?(.+))?$/s.exec(word);
  if (short === null) throw new UsageError(unexpectedWord(word));
  const flag = FLAGS.find((candidate: Flag) => candidate.shorthand === short[1]);
  if (flag === undefined) throw new UsageError(`unknown flag -${short[1] ?? ''}; --help lists them all`);
  return { name: flag.name, value: short[2] };
}

function unexpectedWord(word: string): string {
  const hint = /^(true|false)$/i.test(word) ? `; the value of a switch goes behind an equals sign: --flag=${word}` : '';
  return `unexpected argument ${JSON.stringify(word)}: only flags are understood${hint}`;
}

function unknownFlag(name: string): string {
  const guess = nearest(name, [...FLAGS.map((flag) => flag.name), ...UPSTREAM_FLAGS.keys()]);
  return `unknown flag --${name}${guess === undefined ? '; --help lists them all' : `; did you mean --${guess}?`}`;
}
