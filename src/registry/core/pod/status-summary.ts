/** What `kubectl get pods` says of a pod. Source: printPod in pkg/printers/internalversion/printers.go. */
import { type ContainerState, type ContainerStatus } from '../../../apis/core/pod-status.js';
import { type Pod } from '../../../apis/core/pod.js';
import { type Features } from '../../../features/features.js';
import { hasPodCondition } from './conditions.js';

export interface PodSummary {
  readonly ready: number;
  readonly total: number;
  readonly reason: string;
  readonly restarts: number;
  /** When a container restarted last, in milliseconds since the epoch; undefined: never. */
  readonly lastRestart: number | undefined;
}

export type SummaryRules = Pick<
  Features['behaviours'],
  'podStatusCountsSidecars' | 'podStatusPrefersErrors' | 'podTerminalStatusKept'
>;

export function summarize(pod: Pod, rules: SummaryRules): PodSummary {
  const { status = {}, spec } = pod;
  const gated = (status.conditions ?? []).some((c) => c.type === 'PodScheduled' && c.reason === 'SchedulingGated');
  const start = gated ? 'SchedulingGated' : status.reason || (status.phase ?? '');
  const init = summarizeInit(pod, start, rules);
  const initialized = rules.podStatusCountsSidecars && hasPodCondition(pod, 'Initialized');
  const main = !init.initializing || initialized ? summarizeMain(pod, init, rules) : init;
  const sidecars = rules.podStatusCountsSidecars ? sidecarNames(pod).size : 0;
  const { ready, restarts, restartedAt } = main;
  return {
    ready,
    total: (spec.containers ?? []).length + sidecars,
    reason: deletionReason(pod, main.reason, rules),
    restarts,
    lastRestart: restartedAt.length === 0 ? undefined : Math.max(...restartedAt),
  };
}

interface Count {
  readonly reason: string;
  readonly ready: number;
  readonly restarts: number;
  readonly restartedAt: readonly number[];
}

interface InitCount extends Count {
  readonly initializing: boolean;
  /** The part of it that goes on after initialization. */
  readonly sidecars: Pick<Count, 'restarts' | 'restartedAt'>;
}

function sidecarNames({ spec }: Pod): ReadonlySet<string> {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return new Set(sidecars.map(({ name = '' }) => name));
}

function summarizeInit(pod: Pod, start: string, rules: SummaryRules): InitCount {
  const statuses = pod.status?.initContainerStatuses ?? [];
  const sidecars = rules.podStatusCountsSidecars ? sidecarNames(pod) : new Set<string>();
  const isDone = ({ name, state, started }: ContainerStatus): boolean =>
    state?.terminated?.exitCode === 0 || (sidecars.has(name) && started === true);
  const current = statuses.findIndex((status) => !isDone(status));
  const seen = current === -1 ? statuses : statuses.slice(0, current + 1);
  const ready = seen.filter(
    (status) => sidecars.has(status.name) && isDone(status) && !status.state?.terminated && status.ready,
  ).length;
  const total = (pod.spec.initContainers ?? []).length;
  const state = statuses[current]?.state;
  return {
    reason: current === -1 ? start : `Init:${initReason(state) ?? `${String(current)}/${String(total)}`}`,
    initializing: current !== -1,
    ready,
    ...countRestarts(seen),
    sidecars: countRestarts(seen.filter(({ name }) => sidecars.has(name))),
  };
}

function initReason({ terminated, waiting }: ContainerState = {}): string | undefined {
  if (terminated !== undefined) return terminationReason(terminated);
  return waiting?.reason && waiting.reason !== 'PodInitializing' ? waiting.reason : undefined;
}

function terminationReason({ reason, signal = 0, exitCode }: NonNullable<ContainerState['terminated']>): string {
  return reason || (signal === 0 ? `ExitCode:${String(exitCode)}` : `Signal:${String(signal)}`);
}

function countRestarts(statuses: readonly ContainerStatus[]): Pick<Count, 'restarts' | 'restartedAt'> {
  const ends = statuses.flatMap(({ lastState }) => lastState?.terminated?.finishedAt ?? []);
  return {
    restarts: statuses.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0),
    restartedAt: ends.map((time) => Date.parse(time)),
  };
}

function summarizeMain(pod: Pod, init: InitCount, rules: SummaryRules): Count {
  const statuses = (pod.status?.containerStatuses ?? []).toReversed();
  let { reason, ready } = init;
  let failure = '';
  let running = false;
  for (const { state: { waiting, terminated, running: runs } = {}, ready: isReady } of statuses) {
    if (waiting?.reason) reason = waiting.reason;
    else if (terminated !== undefined) {
      reason = terminationReason(terminated);
      if (terminated.exitCode !== 0) failure = reason;
    } else if (isReady === true && runs !== undefined) {
      running = true;
      ready++;
    }
  }
  if (reason === 'Completed') {
    if (running && hasPodCondition(pod, 'Ready')) reason = 'Running';
    else if (failure !== '' && rules.podStatusPrefersErrors) reason = failure;
    else if (running) reason = 'NotReady';
  }
  const { restarts, restartedAt } = countRestarts(statuses);
  return {
    reason,
    ready,
    restarts: restarts + init.sidecars.restarts,
    restartedAt: [...restartedAt, ...init.sidecars.restartedAt],
  };
}

function deletionReason({ metadata, status = {} }: Pod, reason: string, rules: SummaryRules): string {
  if (metadata.deletionTimestamp === undefined) return reason;
  if (status.reason === 'NodeLost') return 'Unknown';
  const ended = status.phase === 'Succeeded' || status.phase === 'Failed';
  return ended && rules.podTerminalStatusKept ? reason : 'Terminating';
}
