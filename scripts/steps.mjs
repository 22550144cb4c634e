// What the scripts have in common: when files last changed, and running a command to its end.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** When the newest of the files, or of those in the folders (URLs that end in a slash), changed; 0 where there is none. */
export function newest(urls) {
  return Math.max(0, ...urls.map(changedAt));
}

function changedAt(url) {
  try {
    if (!url.pathname.endsWith('/')) return statSync(url).mtimeMs;
    const entries = readdirSync(url, { withFileTypes: true });
    const inside = entries.map((entry) => new URL(entry.name + (entry.isDirectory() ? '/' : ''), url));
    return Math.max(statSync(url).mtimeMs, newest(inside));
  } catch {
    return 0;
  }
}

/** Runs a command with this terminal, standard output going to standard error; ends this process when it fails. */
export function run(command, args) {
  const shell = process.platform === 'win32' && command === 'npm';
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: ['inherit', 2, 2], shell });
  if (error !== undefined) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** `npm ci`, unless the installed packages are those of the lock file. */
export function installIfMissing() {
  const lock = new URL('../package-lock.json', import.meta.url);
  const installed = new URL('../node_modules/.package-lock.json', import.meta.url);
  if (newest([installed]) >= newest([lock])) return;
  console.error('kubemint: installing the packages of package-lock.json (once) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}
