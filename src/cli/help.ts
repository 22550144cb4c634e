/** The text of --help. */
import { FLAG_GROUPS } from './flags.js';
import type { Flag, FlagGroup } from './flags/flag.js';
import { VALUE_TYPES } from './values.js';
import { writtenValue } from './written.js';

const WIDTH = 110;
const INTRODUCTION = `kubemint behaves as a kube-apiserver wherever identity is concerned: service accounts, their tokens,
the secrets that used to hold them, and what a relying party is told about them.

Usage:
  kubemint [flags]
  kubemint project [flags]   keeps a service account's token in a directory as a kubelet does; see its --help

Flags of kube-apiserver that have no meaning here are accepted with a warning.
`;

export function helpText(introduction = INTRODUCTION, flagGroups: readonly FlagGroup[] = FLAG_GROUPS): string {
  const groups = flagGroups.map(({ title, flags }) => {
    const lines = flags.map((flag: Flag) => entry(flag));
    return `${title} flags:\n\n${lines.join('')}`;
  });
  return `${introduction}\n${groups.join('\n')}`;
}

/** `-v, --v level`, as --help and the reference write it. */
export function synopsis({ name, shorthand, type, placeholder }: Flag): string {
  const value = placeholder ?? VALUE_TYPES[type].placeholder;
  return `${shorthand === undefined ? '' : `-${shorthand}, `}--${name}${value === '' ? '' : ` ${value}`}`;
}

/** ` (default X)` where the default says something. */
export function defaultNote(flag: Flag): string {
  const text = writtenValue(flag.type, flag.default);
  return text === '' || text === 'false' || text === '0' || text === '0s' ? '' : ` (default ${text})`;
}

function entry(flag: Flag): string {
  const lines = wrapped(flag.description + defaultNote(flag), WIDTH - 10);
  const indent = flag.shorthand === undefined ? '      ' : '  ';
  return `${indent}${synopsis(flag)}\n${lines.map((line) => `          ${line}\n`).join('')}`;
}

/** The text in lines of at most `width` characters, broken at spaces. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
