/** How a pod's containers get on, as its annotations say, and commands that are known: no container runs. */
import { type Pod } from '../../apis/core/pod.js';
import { type Simulation } from '../controller.js';
import { controllerOf } from '../controller-ref.js';
import { endingOf } from './commands.js';
import { type RoledContainer } from './containers.js';

const PREFIX = 'kubemint.dev/';

/** Each may end with `.NAME`, and is then about one container, an init container also. */
const EXIT_CODE = `${PREFIX}exit-code`;
const RUN_SECONDS = `${PREFIX}run-seconds`;
const READY = `${PREFIX}ready`;
const PULL_ERROR = `${PREFIX}pull-error`;

export interface ContainerPlan {
  /** Milliseconds after which the container ends; undefined: it does not end by itself. */
  readonly runs: number | undefined;
  readonly exitCode: number;
  /** False: it runs, but is never ready. */
  readonly becomesReady: boolean;
  /** Why its image cannot be pulled; undefined: it can. */
  readonly pullError: string | undefined;
}

export type ContainerRole = 'init' | 'sidecar' | 'main' | 'ephemeral';

/** What annotations say counts first, then a command that is known, then what containers of its kind usually do. */
export function planOf(
  pod: Pod,
  { container, name, role }: Pick<RoledContainer, 'container' | 'name' | 'role'>,
  simulation: Simulation,
): ContainerPlan {
  const annotations = pod.metadata.annotations ?? {};
  const said = (key: string): string | undefined =>
    annotations[`${key}.${name}`] ?? (role === 'main' ? annotations[key] : undefined);
  const exitCode = wholeNumber(said(EXIT_CODE));
  const seconds = number(said(RUN_SECONDS));
  const ending = endingOf([...(container.command ?? []), ...(container.args ?? [])]);
  const ends = exitCode !== undefined || role === 'init' || (role === 'main' && isOfJob(pod));
  const usual = ends ? (role === 'init' ? simulation.startDelay : simulation.runDuration) : undefined;
  return {
    runs: seconds === undefined ? (ending?.after ?? usual) : seconds * 1000,
    exitCode: exitCode ?? ending?.exitCode ?? 0,
    becomesReady: said(READY) !== 'false',
    pullError: said(PULL_ERROR),
  };
}

function isOfJob(pod: Pod): boolean {
  return controllerOf(pod)?.kind === 'Job';
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,3}$/.test(text) && Number(text) <= 255 ? Number(text) : undefined;
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}(\.\d{1,3})?$/.test(text) ? Number(text) : undefined;
}
