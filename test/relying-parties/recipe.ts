/** Follows a recipe of docs/recipes whose relying party is in TypeScript: starts what it starts, types what it types. */
import { execFile } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import fs from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { main } from '../../src/cli.js';
import { RealClock } from '../../src/clock/clock.js';
import { withDirectory } from '../directory.js';
import { matches, transcript } from '../docs/transcripts.js';
import { DOWNLOAD_TIMEOUT, findKubectl, type FoundKubectl, SESSION_TIMEOUT } from '../kubectl/workbench.js';
import { serve } from './serve.js';

const RECIPES = fileURLToPath(new URL('../../docs/recipes/', import.meta.url));
/** The ports of recipes: kubemint's and the relying party's. Free ones are taken in their place. */
const PORTS = [':6443', ':8201'];
const KUBEMINT = 'npm start -- ';
const PARTY = 'node --import ./test/typescript/register.mjs test/relying-parties/serve.ts ';
/** Parts the output of one command from the next one's. */
const PART = '--- a command ends here ---';

const exec = promisify(execFile);

/** Tests that a recipe's commands print what it says. */
export function itFollows(recipe: string): void {
  let found: FoundKubectl;

  beforeAll(async () => {
    found = await findKubectl('1.35.2');
  }, DOWNLOAD_TIMEOUT);

  it(`docs/recipes/${recipe} prints what it says`, { timeout: SESSION_TIMEOUT }, async (context) => {
    if ('missing' in found) {
      console.warn(`SKIPPED ${context.task.name}: ${found.missing}`);
      return context.skip(found.missing);
    }
    const kubectl = path.dirname(found.binary);
    const document = await withFreePorts(await fs.readFile(path.join(RECIPES, recipe), 'utf8'));
    const commands = transcript(document);
    expect(commands.length).toBeGreaterThan(0);
    await withDirectory(async (directory) => {
      const running = new Running(directory, kubectl);
      try {
        for (const [, line = ''] of document.replaceAll(/^```[^]*?^```$/gm, '').matchAll(/^ {4}(.+)$/gm))
          await running.start(line);
        const script = commands.map(({ text }) => `${text}\necho '${PART}'\n`);
        const printed = (await running.shell(['exec 2>&1', ...script].join('\n'))).split(`${PART}\n`);
        for (const [index, { text, output }] of commands.entries()) {
          const actual = printed[index] ?? '';
          // Shown as a difference of two texts, which says more than that a pattern did not match.
          if (!matches(output, actual)) expect.soft(actual, `what this prints: ${text}`).toBe(output);
        }
      } finally {
        await running.end();
      }
    });
  });
}

async function withFreePorts(document: string): Promise<string> {
  let text = document;
  for (const port of PORTS) text = text.replaceAll(port, `:${await freePort()}`);
  return text;
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** What was started in the folder that a recipe is followed in. */
class Running {
  readonly #directory: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #endings: (() => unknown)[] = [];

  constructor(directory: string, kubectl: string) {
    this.#directory = directory;
    const PATH = [kubectl, path.dirname(process.execPath), process.env.PATH ?? ''].join(path.delimiter);
    this.#env = { HOME: directory, PATH };
  }

  async start(line: string): Promise<void> {
    if (line.startsWith(KUBEMINT)) await this.#startKubemint(line.slice(KUBEMINT.length).split(' '));
    else if (line.startsWith(PARTY)) await this.#startParty(line.slice(PARTY.length));
    else await this.shell(line);
  }

  async shell(script: string): Promise<string> {
    const { stdout } = await exec('bash', ['-c', script], { cwd: this.#directory, env: this.#env });
    return stdout;
  }

  async end(): Promise<void> {
    for (const end of this.#endings.reverse()) await end();
  }

  async #startParty(line: string): Promise<void> {
    const [words = '', file = 'party.log'] = line.split(' > ');
    const log = openSync(path.join(this.#directory, file), 'a');
    const directory = this.#directory;
    const served = await serve(words.split(' '), { directory, log: (text) => void writeSync(log, `${text}\n`) });
    this.#endings.push(() => {
      served.close();
      closeSync(log);
    });
  }

  /** It runs in this process, where files have to be named from its own folder. */
  async #startKubemint(line: readonly string[]): Promise<void> {
    const words = line.map((word) => (/^[\w-]+\.\w+$/.test(word) ? path.join(this.#directory, word) : word));
    const port =
      words
        .find((word) => word.startsWith('https://127.0.0.1:'))
        ?.split(':')
        .at(-1) ?? '';
    const files = ['--secure-port', port, '--kubeconfig', path.join(this.#directory, 'kubemint.kubeconfig')];
    const signals = new EventEmitter();
    let errors = '';
    await new Promise<void>((resolve, reject) => {
      const running = main([...words, ...files], {
        stdout: () => resolve(),
        stderr: (text) => void (errors += text),
        readInput: () => Promise.resolve(''),
        signals,
        exit: () => reject(new Error('kubemint did not close in time')),
        clock: new RealClock(),
      });
      void running.then(() => reject(new Error(errors)));
      this.#endings.push(() => {
        signals.emit('SIGTERM');
        return running;
      });
    });
  }
}
