import { setTimeout as delay } from 'node:timers/promises';
import { evaluated, type Written } from '../parity/step.js';
import { filled } from '../parity/values.js';
import { type CommandResult, type Kubectl, runKubectl } from './command.js';
import { PrintedText } from './printed.js';

/** One command line of a session. */
export interface SessionStep {
  /** kubectl's arguments; `{{run}}` and captures are filled in. */
  readonly run: readonly string[];
  readonly stdin?: string;
  /** Capture name → a pattern with one group, matched on standard output. */
  readonly capture?: Readonly<Record<string, RegExp>>;
  /** Run again until this holds. */
  readonly until?: Written<(stdout: string, exit: number | null, minor: number) => boolean>;
  /** Milliseconds to wait first, times the settle factor. */
  readonly settle?: number;
  /** The step runs only on minors for which this holds. */
  readonly versions?: Written<(minor: number) => boolean>;
  /** Lines left out of the comparison. */
  readonly ignore?: readonly RegExp[];
  /** Milliseconds after which the command is ended and its output so far taken. */
  readonly timeout?: number;
  /** True for a step that only waits: it is in no recording. */
  readonly wait?: boolean;
}

export interface Session {
  readonly name: string;
  readonly steps: readonly SessionStep[];
}

/** A command as it was typed, and what it printed, normalised. */
export interface RecordedCommand {
  readonly command: string;
  readonly exit: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SessionOptions {
  readonly kubectl: Kubectl;
  /** Host and port of the server. */
  readonly host: string;
  readonly minor: number;
  /** Default 0. */
  readonly settleFactor?: number;
  /** Milliseconds for which an `until` is tried again; default 10,000. */
  readonly patience?: number;
}

/** Types a session's commands, in order. */
export async function runSession(session: Session, options: SessionOptions): Promise<RecordedCommand[]> {
  const run = Math.random().toString(36).slice(2, 7);
  const captures: Record<string, string | undefined> = { run };
  const printed = new PrintedText(run, options.host);
  const recorded: RecordedCommand[] = [];
  for (const step of session.steps) {
    if (step.versions !== undefined && !evaluated(step.versions)(options.minor)) continue;
    const settle = (step.settle ?? 0) * (options.settleFactor ?? 0);
    if (settle > 0) await delay(settle);
    const result = await runUntil(filled(step, captures), options);
    for (const [name, pattern] of Object.entries(step.capture ?? {})) captures[name] = pattern.exec(result.stdout)?.[1];
    if (step.wait) continue;
    recorded.push({
      command: step.run.join(' '),
      exit: step.timeout === undefined ? result.exit : '<ended>',
      stdout: printed.normalised(result.stdout, step.ignore),
      stderr: printed.normalised(result.stderr, step.ignore),
    });
  }
  return recorded;
}

async function runUntil(step: SessionStep, options: SessionOptions): Promise<CommandResult> {
  const deadline = Date.now() + (options.patience ?? 10_000);
  for (;;) {
    const result = await runKubectl(options.kubectl, step.run, step.stdin, step.timeout);
    const met = step.until === undefined || evaluated(step.until)(result.stdout, result.exit, options.minor);
    if (met || Date.now() > deadline) return result;
    await delay(20);
  }
}

export interface CommandDifference {
  readonly command: string;
  /** `stdout: want "…", got "…"`. */
  readonly differences: readonly string[];
}

/** The commands that printed something else than recorded; both lists are in the order of the session. */
export function differingCommands(
  wanted: readonly RecordedCommand[],
  got: readonly RecordedCommand[],
): CommandDifference[] {
  return wanted.flatMap((want, i) => {
    const answer = got[i];
    const differences = (['exit', 'stdout', 'stderr'] as const)
      .filter((part) => answer?.[part] !== want[part])
      .map((part) => `${part}: want ${JSON.stringify(want[part])}\n   ${part}:  got ${JSON.stringify(answer?.[part])}`);
    return differences.length === 0 ? [] : [{ command: want.command, differences }];
  });
}

export function describeCommands(session: string, differing: readonly CommandDifference[]): string {
  return differing
    .map(({ command, differences }) => [`${session} $ kubectl ${command}`, ...differences].join('\n   '))
    .join('\n\n');
}
