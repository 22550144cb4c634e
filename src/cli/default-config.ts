/** The text of config/default.yaml. */
import { wrapped } from './help.js';
import { FLAG_GROUPS } from './flags.js';
import type { Flag } from './flags/flag.js';
import { goDuration } from './written.js';

const WIDTH = 110;
const HEADER = `# Every option of the configuration file at its default, for --config FILE.
# The names are those of the flags; a flag on the command line wins. Paths are relative to the working directory.
# Written by \`npm run generate:docs\`; a test keeps it true.
`;

/** YAML with every option at its default, which reads back to the defaults. */
export function defaultConfig(): string {
  const groups = FLAG_GROUPS.map(({ title, flags }) => {
    const options = flags.filter((flag: Flag) => flag.inConfigFile !== false).map((flag: Flag) => option(flag));
    return `\n# ---- ${title} ----\n${options.join('')}`;
  });
  return HEADER + groups.join('');
}

function option(flag: Flag): string {
  const comment = wrapped(flag.description, WIDTH).map((line) => `# ${line}\n`);
  return `\n${comment.join('')}${flag.name}: ${yamlValue(flag)}\n`;
}

function yamlValue({ type, default: value }: Flag): string {
  if (value === undefined) return 'null';
  if (type === 'duration') return goDuration(value as number);
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : value.map((item) => `\n  - ${plain(String(item))}`).join('');
  if (typeof value === 'object') return '{}';
  return typeof value === 'string' ? plain(value) : String(value);
}

/** Unquoted where YAML reads the same string back. */
function plain(text: string): string {
  return /^[A-Za-z][\w./:-]*$|^\d+(\.\d+){3}$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}
