import { type ChildProcess, spawn } from 'node:child_process';

/** A running program, its output so far and its end. */
export class Program {
  stdout = '';
  stderr = '';
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  /** @param args node's arguments: its own, the file, the file's */
  constructor(args: readonly string[], cwd: string) {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.#child = child;
    this.ended = new Promise((resolve) => child.once('close', resolve));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves once standard output matches; rejects where the program ends first. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.stdout);
      if (match !== null) return match;
      const more = new Promise<'more'>((resolve) => this.#child.stdout?.once('data', () => resolve('more')));
      if ((await Promise.race([more, this.ended])) === 'more') continue;
      throw new Error(`the program ended before it printed ${String(pattern)}:\n${this.stdout}${this.stderr}`);
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}
