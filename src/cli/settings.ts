/** Every option's value: the flag's, else the configuration file's, else the default. */
import type { GivenValues } from './assign.js';
import { parseConfigFile } from './config-file.js';
import { readNamedFile } from './files.js';
import { defaultSettings, type Settings } from './flags.js';

/** Reads the file of --config where there is one. @throws UsageError. */
export async function settingsOf(given: GivenValues): Promise<Settings> {
  const flags = Object.fromEntries(given) as Partial<Settings>;
  const path = flags.config ?? '';
  const file =
    path === '' ? new Map<string, unknown>() : await parseConfigFile(await readNamedFile('config', path), path);
  return { ...defaultSettings(), ...(Object.fromEntries(file) as Partial<Settings>), ...flags };
}
