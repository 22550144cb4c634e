/** The text of docs/reference/command-line.md. */
import { FLAG_GROUPS } from './flags.js';
import type { Flag, FlagGroup } from './flags/flag.js';
import { PROJECT_FLAG_GROUPS } from './project/flags.js';
import { defaultNote, synopsis } from './help.js';
import { UPSTREAM_FLAGS } from './upstream-flags.js';

const INTRODUCTION = `# Command line

<!-- Written by \`npm run generate:docs\` from src/cli/flags.ts; a test keeps it true. -->

\`kubemint [flags]\` (from a clone: \`npm start -- [flags]\`, or \`node dist/bin.js [flags]\`).

Flags are read as kube-apiserver reads them: \`--name=value\` or \`--name value\`; a switch is turned off with
\`--name=false\` and never takes the next word; lists are comma-separated and repeatable; durations are Go's (\`24h\`,
\`1h30m\`). The same names, without dashes, are the keys of a \`--config\` file (see \`config/default.yaml\`); flags win.

Exit code 0 after SIGINT or SIGTERM, 1 with one line on standard error when something is wrong with the options.
`;

const PROJECT = `
## kubemint project

Keeps one directory as the volume that a kubelet gives a pod: the tokens of a service account, the CA and the namespace. See
[kubelet.md](kubelet.md).
`;

export function commandLineReference(): string {
  const ignored = [...UPSTREAM_FLAGS.keys()].sort().map((name) => `\`--${name}\``);
  const accepted = `\n## Accepted with a warning\n\nFlags of kube-apiserver 1.20 to 1.37 that have no meaning here:\n${ignored.join(',\n')}.\n`;
  return INTRODUCTION + tables(FLAG_GROUPS, '##') + accepted + PROJECT + tables(PROJECT_FLAG_GROUPS, '###');
}

function tables(flagGroups: readonly FlagGroup[], heading: string): string {
  const groups = flagGroups.map(({ title, flags }) => {
    const rows = flags.map(
      (flag: Flag) => `| \`${synopsis(flag)}\` | ${cell(flag.description + defaultNote(flag))} |\n`,
    );
    return `\n${heading} ${title}\n\n| flag | meaning |\n| --- | --- |\n${rows.join('')}`;
  });
  return groups.join('');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
