/** Follows a recipe of docs/recipes: starts what it starts, types what it types. */
import { execFile, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, it } from 'vitest';
import { main } from '../../src/cli.js';
import { RealClock } from '../../src/clock/clock.js';
import { build, BUILD_TIMEOUT, type Program, PROGRAM_TIMEOUT, requireTool } from '../clients/programs.js';
import { withDirectory } from '../directory.js';
import { type Command, matches, transcript } from '../docs/transcripts.js';
import { findKubectl, type FoundKubectl } from '../kubectl/workbench.js';
import { freePort, relyingParties } from './parties.js';

const RECIPES = fileURLToPath(new URL('../../docs/recipes/', import.meta.url));
const KUBEMINT = ':6443';
/** The ports of recipes, in place of which free ones are taken. */
const PORTS = [KUBEMINT, ':8200', ':8443'];
/** Parts the output of one command from the next one's. */
const PART = '--- a command ends here ---';
const PARTY = '.cache/relying-party ';
const LISTENS = /listens on/;

const exec = promisify(execFile);

interface Recipe {
  /** Indented lines, in order: what starts each of the programs. */
  readonly starts: readonly string[];
  readonly commands: readonly Command[];
}

/** Tests that a recipe's commands print what it says. */
export function itFollows(recipe: string): void {
  let program: Program;
  let shell: Program;
  let found: FoundKubectl;

  beforeAll(async () => {
    [program, shell, found] = await Promise.all([relyingParties(), shellTools(), findKubectl('1.35.2')]);
  }, BUILD_TIMEOUT);

  it.concurrent(`docs/recipes/${recipe} prints what it says`, { timeout: PROGRAM_TIMEOUT }, async (context) => {
    if ('missing' in program || 'missing' in shell || 'missing' in found) {
      const missing = [program, shell, found].flatMap((tool) => ('missing' in tool ? [tool.missing] : [])).join(', ');
      console.warn(`SKIPPED ${context.task.name}: ${missing}`);
      return context.skip(missing);
    }
    const [party = ''] = program.command;
    const kubectl = found.binary;
    const document = await fs.readFile(path.join(RECIPES, recipe), 'utf8');
    const ports = await Promise.all(PORTS.map(async (port) => [port, `:${await freePort()}`] as const));
    const { starts, commands } = recipeOf(ports.reduce((text, [port, free]) => text.replaceAll(port, free), document));
    context.expect(commands.length).toBeGreaterThan(0);
    await withDirectory(async (directory) => {
      const kitchen = new Kitchen(directory, { party, kubectl, ports: new Map(ports) });
      try {
        await kitchen.prepare();
        for (const line of starts) await kitchen.start(line);
        const printed = await kitchen.type(commands);
        for (const [index, { text, output }] of commands.entries()) {
          const actual = printed[index] ?? '';
          // Shown as a difference of two texts, which says more than that a pattern did not match.
          if (!matches(output, actual)) context.expect.soft(actual, `what this prints: ${text}`).toBe(output);
        }
      } finally {
        await kitchen.clear();
      }
    });
  });
}

/** What recipes take from the machine. */
function shellTools(): Promise<Program> {
  return build(async () => {
    for (const tool of ['bash', 'curl', 'openssl']) await requireTool(tool);
    return ['bash'];
  });
}

function recipeOf(document: string): Recipe {
  const prose = document.replaceAll(/^```[^]*?^```$/gm, '');
  const starts = [...prose.matchAll(/^ {4}(.+)$/gm)].map(([, line = '']) => line);
  return { starts, commands: transcript(document) };
}

interface Tools {
  /** The program of all relying parties. */
  readonly party: string;
  readonly kubectl: string;
  /** What stands for the ports of the recipe. */
  readonly ports: ReadonlyMap<string, string>;
}

/** The folder that a recipe is followed in, and what was started there. */
class Kitchen {
  readonly #directory: string;
  readonly #tools: Tools;
  readonly #env: NodeJS.ProcessEnv;
  readonly #endings: (() => Promise<unknown>)[] = [];

  constructor(directory: string, tools: Tools) {
    this.#directory = directory;
    this.#tools = tools;
    const paths = [path.dirname(tools.kubectl), path.dirname(process.execPath), process.env.PATH ?? ''];
    this.#env = { HOME: directory, PATH: paths.join(path.delimiter) };
  }

  /** Puts the program where the recipes have it built. */
  async prepare(): Promise<void> {
    await fs.mkdir(path.join(this.#directory, '.cache'));
    await fs.symlink(this.#tools.party, path.join(this.#directory, PARTY.trim()));
  }

  async start(line: string): Promise<void> {
    if (line.startsWith('npm start -- ')) await this.#startKubemint(line.split(' ').slice(3));
    else if (line.startsWith(PARTY)) await this.#startParty(line);
    // It was built before.
    else if (!line.startsWith('go build ')) await this.#shell(line);
  }

  /** What each command prints, all of them typed into one shell. */
  async type(commands: readonly Command[]): Promise<readonly string[]> {
    const lines = commands.map(({ text }) => `${text}\necho '${PART}'\n`);
    const printed = await this.#shell(['exec 2>&1', "trap 'jobs -p | xargs -r kill' EXIT", ...lines].join('\n'));
    return printed.split(`${PART}\n`);
  }

  async clear(): Promise<void> {
    for (const end of this.#endings.reverse()) await end();
  }

  async #shell(script: string): Promise<string> {
    const { stdout } = await exec('bash', ['-c', script], { cwd: this.#directory, env: this.#env });
    return stdout;
  }

  /** The command line, in this process: files are named from the folder. */
  async #startKubemint(words: readonly string[]): Promise<void> {
    const args = words.map((word) => (/^[a-z][\w-]*\.[a-z]+$/.test(word) ? path.join(this.#directory, word) : word));
    const port = this.#tools.ports.get(KUBEMINT)?.slice(1) ?? '';
    const kubeconfig = path.join(this.#directory, 'kubemint.kubeconfig');
    const signals = new EventEmitter();
    let errors = '';
    const ready = new Promise<void>((resolve, reject) => {
      const io = {
        stdout: () => resolve(),
        stderr: (text: string) => void (errors += text),
        readInput: () => Promise.resolve(''),
        signals,
        exit: () => reject(new Error('kubemint did not close in time')),
        clock: new RealClock(),
      };
      const running = main([...args, '--secure-port', port, '--kubeconfig', kubeconfig], io);
      void running.then(() => reject(new Error(errors)));
      this.#endings.push(() => {
        signals.emit('SIGTERM');
        return running;
      });
    });
    await ready;
  }

  /** A relying party in a terminal of its own; it says where it listens on standard error. */
  async #startParty(line: string): Promise<void> {
    const [words = '', file = 'party.log'] = line.slice(PARTY.length).split(' > ');
    const log = await fs.open(path.join(this.#directory, file), 'w');
    const options = { cwd: this.#directory, env: this.#env };
    const child = spawn(this.#tools.party, words.split(' '), { ...options, stdio: ['ignore', log.fd, 'pipe'] });
    await log.close();
    const ended = once(child, 'close');
    this.#endings.push(() => {
      child.kill();
      return ended;
    });
    let said = '';
    const listens = new Promise<boolean>((resolve) => {
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (LISTENS.test(said)) resolve(true);
      });
    });
    if (!(await Promise.race([listens, ended.then(() => false)]))) throw new Error(`${line} ended: ${said}`);
  }
}
