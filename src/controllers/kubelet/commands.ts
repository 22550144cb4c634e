/** Commands that say themselves how they end: `false`, `sleep 5`, `sh -c 'sleep 1; exit 3'`. Of all others nothing is known. */

export interface Ending {
  /** Milliseconds. */
  readonly after: number;
  readonly exitCode: number;
}

const SHELLS = ['sh', 'bash', 'ash', 'dash'];
const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Undefined for a command that does not end, or of which nothing is known. */
export function endingOf(command: readonly string[]): Ending | undefined {
  const [program = '', ...args] = command;
  if (!SHELLS.includes(baseName(program))) return simple(command);
  const [option = '', script = '', ...more] = args;
  return /^-[eux]*c$/.test(option) && more.length === 0 ? scripted(script) : undefined;
}

/** One line after the other; what is not understood makes the whole unknown. */
function scripted(script: string): Ending | undefined {
  let after = 0;
  let exitCode = 0;
  let skips = false;
  for (const part of script.split(/(&&|;|\n)/)) {
    const words = part.trim().split(/\s+/);
    if (part === '&&') skips ||= exitCode !== 0;
    else if (part === ';' || part === '\n') skips = false;
    else if (!skips && words[0] !== '') {
      if (/[|<>`$(){}&'"\\*]/.test(part)) return undefined;
      if (words[0] === 'exit') return { after, exitCode: Number(words[1] ?? exitCode) & 255 };
      const ending = words[0] === 'echo' ? { after: 0, exitCode: 0 } : simple(words);
      if (ending === undefined) return undefined;
      after += ending.after;
      exitCode = ending.exitCode;
    }
  }
  return { after, exitCode };
}

function simple([program = '', ...args]: readonly string[]): Ending | undefined {
  switch (baseName(program)) {
    case 'true':
      return { after: 0, exitCode: 0 };
    case 'false':
      return { after: 0, exitCode: 1 };
    case 'sleep': {
      const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(args[0] ?? '') ?? [];
      if (args.length !== 1 || amount === '') return undefined;
      return { after: Number(amount) * (UNITS[unit] ?? 1) * 1000, exitCode: 0 };
    }
    default:
      return undefined;
  }
}

function baseName(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}
