/** `kubemint project`: a process that keeps a service account's volume in a directory. */
import { SystemRandom } from '../../clock/random.js';
import { type Projected, Projector } from '../../kubelet/projector.js';
import { RestClient } from '../../rest/rest-client.js';
import { ServerTime } from '../../rest/server-time.js';
import { helpText } from '../help.js';
import type { CommandIO } from '../io.js';
import { parseCommandLine } from '../parse.js';
import { reasonOf } from '../usage-error.js';
import { defaultProjectSettings, PROJECT_FLAG_GROUPS, PROJECT_FLAGS, type ProjectSettings } from './flags.js';
import { type ProjectOptions, projectOptions } from './options.js';
import { hints, readyLine } from './ready.js';

const INTRODUCTION = `kubemint project keeps a directory as a kubelet keeps the volume of a service account's token: the token, ca.crt and
namespace, swapped as a whole when the token is renewed, so that in-cluster clients work unchanged. It runs until SIGINT or SIGTERM.

Usage:
  kubemint project --service-account namespace/name --dir directory [flags]

What it prints, a shell can evaluate: where the server is, as in-cluster clients want it in their environment.
`;

/** Runs until it is asked to end, or has written once. @throws UsageError for flags, Error for a first write that fails. */
export async function project(args: readonly string[], io: CommandIO, ended: Promise<void>): Promise<void> {
  const { given } = parseCommandLine(args, { flags: PROJECT_FLAGS, ignored: new Map() });
  const settings = { ...defaultProjectSettings(), ...(Object.fromEntries(given) as Partial<ProjectSettings>) };
  if (settings.help) {
    io.stdout(helpText(INTRODUCTION, PROJECT_FLAG_GROUPS));
    return;
  }
  const options = await projectOptions(settings);
  const time = new ServerTime(io.clock);
  const client = new RestClient(options.config, { onDate: (date, roundTrip) => time.observe(date, roundTrip) });
  const onError = (message: string): void => io.stderr(`kubemint project: ${message}\n`);
  const projector = new Projector({
    ...options.projection,
    api: client,
    clock: time,
    readerClock: io.clock,
    random: new SystemRandom(),
    onError,
  });
  try {
    const first = await Promise.race([projector.sync(), ended]);
    if (first === undefined) return;
    if (settings.once && !first.exists) throw new Error(`there is no ${settings.bound}, and so no token bound to it`);
    io.stdout(`${readyLine(options.projection, first)}\n${hints(options.config.server, options.projection.directory)}`);
    if (!settings.once) await keep(projector, options, { io, ended, onError, first });
  } finally {
    client.close();
  }
}

interface Keeping {
  readonly io: CommandIO;
  readonly ended: Promise<void>;
  readonly onError: (message: string) => void;
  readonly first: Projected;
}

async function keep(
  projector: Projector,
  options: ProjectOptions,
  { io, ended, onError, first }: Keeping,
): Promise<void> {
  let existed = first.exists;
  let failure = '';
  const over = ended.then(() => 'over' as const);
  for (;;) {
    if ((await Promise.race([over, pause(io, options.syncPeriod)])) === 'over') return;
    try {
      const looked = await Promise.race([over, projector.sync()]);
      if (looked === 'over') return;
      const { exists } = looked;
      if (exists !== existed) io.stdout(`# ${exists ? 'back' : 'gone'}: what the token is bound to\n`);
      existed = exists;
      failure = '';
    } catch (error) {
      // Said once for as long as it stays the same.
      if (reasonOf(error) !== failure) onError(reasonOf(error));
      failure = reasonOf(error);
    }
  }
}

// Unlike the clock's timers, this one keeps the process alive.
function pause(io: CommandIO, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const alive = setInterval(() => undefined, ms);
    io.clock.after(ms, () => {
      clearInterval(alive);
      resolve();
    });
  });
}
