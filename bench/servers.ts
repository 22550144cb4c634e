import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Program } from '../test/package/program.js';
import { type LoadTarget } from './load.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const TOKEN = 'bench-admin-token';

export interface RunningServer extends LoadTarget {
  readonly pid: number;
  /** Milliseconds from the start of the process to its word that it is ready. */
  readonly startedIn: number;
  stop(): Promise<void>;
}

/** dist/bin.js as a user starts it. */
export async function startKubemint(directory: string): Promise<RunningServer> {
  const tokens = path.join(directory, 'tokens.csv');
  await fs.writeFile(tokens, `${TOKEN},admin,admin-uid,"system:masters"\n`, { mode: 0o600 });
  const kubeconfig = path.join(directory, 'kubeconfig');
  const args = ['--secure-port', '0', '--token-auth-file', tokens, '--kubeconfig', kubeconfig];
  return start([path.join(ROOT, 'dist/bin.js'), ...args], directory);
}

export function startBare(directory: string): Promise<RunningServer> {
  const loader = new URL('test/typescript/register.mjs', `file://${ROOT}`).href;
  return start(['--import', loader, path.join(ROOT, 'bench/bare-server.ts')], directory);
}

async function start(args: readonly string[], cwd: string): Promise<RunningServer> {
  const started = performance.now();
  const program = new Program(args, cwd);
  const [, url = ''] = await program.printed(/ready.* at (https:\/\/[\w.:]+)/);
  const startedIn = performance.now() - started;
  return {
    url,
    token: TOKEN,
    pid: program.pid,
    startedIn,
    stop: async () => {
      program.kill('SIGKILL');
      await program.ended;
    },
  };
}

/** Resident memory of a process in MiB; undefined where the system does not show it in /proc. */
export async function residentMemory(pid: number): Promise<number | undefined> {
  const status = await fs.readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
}
