/** Builds and runs the client programs of other languages. */
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type TestContext } from 'vitest';
import { withDirectory } from '../directory.js';
import { ADMIN_TOKEN, type Server } from '../server.js';

/** Milliseconds that fetching and building a program may take, from empty caches on a busy machine. */
export const BUILD_TIMEOUT = 600_000;
/** Milliseconds after which a program is ended; each has a shorter deadline of its own. */
export const PROGRAM_TIMEOUT = 120_000;

/** Where sources lie: this folder. */
export const CLIENTS = fileURLToPath(new URL('.', import.meta.url));
/** Where programs are built, outside of what is committed. */
export const BUILT = fileURLToPath(new URL('../../.cache/clients/', import.meta.url));

/** A command line that starts a built program, or why there is none on this machine. */
export type Program = { readonly command: readonly string[] } | { readonly missing: string };

/** A tool or a package that this machine lacks; tests of it are skipped. */
export class Missing extends Error {}

/** Rejects with {@link Missing} where a tool is not on the PATH. */
export async function requireTool(tool: string): Promise<void> {
  for (const directory of (process.env.PATH ?? '').split(path.delimiter)) {
    if (await isExecutable(path.join(directory, tool))) return;
  }
  throw new Missing(`${tool} is not on the PATH`);
}

/** The path of a program that npm packs; rejects with {@link Missing} where it cannot be had here. */
export async function fetched(binary: Promise<string>): Promise<string> {
  return binary.catch((error: unknown) => {
    throw new Missing(error instanceof Error ? error.message : String(error));
  });
}

/** Builds a program; what the machine lacks makes it missing, whatever else goes wrong fails. */
export async function build(steps: () => Promise<readonly string[]>): Promise<Program> {
  try {
    return { command: await steps() };
  } catch (error) {
    if (error instanceof Missing) return { missing: error.message };
    throw error;
  }
}

export interface RunOptions {
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
  /** Standard input ends when this holds of the output; default: at once. */
  readonly until?: (stdout: string) => boolean;
  /** Milliseconds; default {@link PROGRAM_TIMEOUT}. */
  readonly timeout?: number;
}

/** Runs a command line to its end: what it printed on standard output. Rejects with all that it printed where it fails. */
export function run(command: readonly string[], options: RunOptions = {}): Promise<string> {
  const [file = '', ...args] = command;
  const { cwd, timeout = PROGRAM_TIMEOUT } = options;
  const settings = { cwd, timeout, env: { ...process.env, ...options.env }, maxBuffer: 1 << 26 };
  return new Promise((resolve, reject) => {
    const child = execFile(file, args, { ...settings, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
        return;
      }
      const why = error.killed ? `was ended after ${timeout} ms` : `failed with ${String(error.code)}`;
      reject(new Error(`${command.join(' ')} ${why}\n${stdout}\n${stderr}`));
    });
    const { stdin = '', until } = options;
    if (until === undefined) {
      child.stdin?.end(stdin);
      return;
    }
    child.stdin?.write(stdin);
    let seen = '';
    child.stdout?.on('data', (text: string) => {
      seen += text;
      if (until(seen)) child.stdin?.end();
    });
  });
}

/** Runs a program as an administrator of a server: the lines that it printed. A missing program skips the test, loudly. */
export async function runAgainst(
  program: Program,
  server: Server,
  context: TestContext,
  args: readonly string[] = [],
  { asCertificate = false, ...talk }: Pick<RunOptions, 'stdin' | 'until'> & { readonly asCertificate?: boolean } = {},
): Promise<string[]> {
  if ('missing' in program) {
    console.warn(`SKIPPED ${context.task.name}: ${program.missing}`);
    return context.skip(program.missing);
  }
  return withDirectory(async (home) => {
    const KUBECONFIG = path.join(home, 'kubeconfig');
    const kubeconfig = asCertificate ? server.kubeconfig() : server.kubeconfig({ user: { token: ADMIN_TOKEN } });
    await fs.writeFile(KUBECONFIG, kubeconfig, { mode: 0o600 });
    const output = await run([...program.command, ...args], { env: { KUBECONFIG, HOME: home }, ...talk });
    return output.trimEnd().split('\n');
  });
}

async function isExecutable(file: string): Promise<boolean> {
  return fs.access(file, fs.constants.X_OK).then(
    () => true,
    () => false,
  );
}
