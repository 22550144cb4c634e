/** Runs programs as if they were in a pod: with a service account's volume where in-cluster clients look for it. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Readable, type Writable } from 'node:stream';
import { Missing, type Program, run } from '../clients/programs.js';

// A file system of its own over /var/run, which the program alone sees and which goes with it.
const MOUNT = [
  'mount -t tmpfs tmpfs /var/run/',
  'mkdir -p /var/run/secrets/kubernetes.io',
  'ln -s "$0" /var/run/secrets/kubernetes.io/serviceaccount',
  'exec "$@"',
].join(' && ');

const NAMESPACES = [
  ['unshare', '--mount'],
  ['unshare', '--map-root-user', '--mount'],
];

/** How this machine lets a process have mounts of its own. Rejects with {@link Missing} where it does not. */
export async function ownMounts(): Promise<readonly string[]> {
  for (const command of NAMESPACES) {
    const tried = [...command, 'sh', '-c', MOUNT, '/tmp', 'true'];
    if (
      await run(tried).then(
        () => true,
        () => false,
      )
    )
      return command;
  }
  throw new Missing('this machine lets no process have mounts of its own (unshare --mount)');
}

export interface Place {
  readonly mounts: readonly string[];
  /** The directory with token, ca.crt and namespace. */
  readonly volume: string;
  readonly port: number;
}

/** A program that does one thing for each line that it reads, and prints a line of it. */
export class Stepped {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string, undefined>;
  #errors = '';

  constructor(program: Program, args: readonly string[], { mounts, volume, port }: Place) {
    const command = 'missing' in program ? [] : program.command;
    const [file = '', ...rest] = [...mounts, 'sh', '-c', MOUNT, volume, ...command, ...args];
    this.#child = spawn(file, rest, {
      env: {
        ...process.env,
        KUBECONFIG: '',
        KUBERNETES_SERVICE_HOST: '127.0.0.1',
        KUBERNETES_SERVICE_PORT: String(port),
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stderr.on('data', (text: Buffer) => (this.#errors += text.toString()));
    this.#child.stdin.on('error', () => undefined);
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** The line that it printed. */
  async step(): Promise<string> {
    this.#child.stdin.write('\n');
    const { value } = await this.#lines.next();
    if (value === undefined) throw new Error(`the program has ended: ${this.#errors}`);
    return value;
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}
