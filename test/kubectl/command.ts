import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  /** -1 where the program could not be run. */
  readonly exit: number | null;
}

export interface Kubectl {
  /** Path of the program. */
  readonly binary: string;
  /** Path of the kubeconfig. */
  readonly kubeconfig: string;
  /** Directory for the discovery caches: every command has its own, as what it says depends on what it has cached. */
  readonly home: string;
}

/** Runs kubectl; it is killed after `timeout` milliseconds (default 60,000). */
export function runKubectl(
  kubectl: Kubectl,
  args: readonly string[],
  stdin = '',
  timeout = 60_000,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(kubectl.binary, args, {
      env: {
        PATH: process.env.PATH,
        HOME: mkdtempSync(path.join(kubectl.home, 'command-')),
        KUBECONFIG: kubectl.kubeconfig,
        KUBECTL_COMMAND_HEADERS: 'false',
      },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const timer = setTimeout(() => child.kill('SIGKILL'), timeout);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ stdout, stderr: String(error), exit: -1 });
    });
    child.on('close', (exit) => {
      clearTimeout(timer);
      resolve({ stdout, stderr, exit });
    });
    // A command that does not read its input closes it early.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
  });
}
