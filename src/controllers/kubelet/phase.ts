/** A pod's phase, by what its containers do. Source: pkg/kubelet/kubelet_pods.go (getPhase). */
import { type ContainerStatus } from '../../apis/core/pod-status.js';
import { type Features } from '../../features/features.js';
import { containersOf, restarts, type RoledContainer } from './containers.js';
import { type PodRun } from './run.js';

interface Counts {
  running: number;
  waiting: number;
  stopped: number;
  succeeded: number;
  stoppedForGood: number;
}

/** @param statuses of init and main containers, by name */
export function phaseOf(run: PodRun, statuses: ReadonlyMap<string, ContainerStatus>, features: Features): string {
  const { pod, finished } = run;
  const containers = containersOf(pod);
  const exitCodeOf = (name: string): number | undefined => {
    const { state, lastState } = statuses.get(name) ?? {};
    return (state?.terminated ?? (state?.waiting === undefined ? undefined : lastState?.terminated))?.exitCode;
  };
  const initializers = containers.filter(({ role }) => role === 'init');
  const failedForGood = initializers.some((each) => {
    const code = exitCodeOf(each.name);
    return code !== undefined && code !== 0 && !restarts(each, pod.spec, code, features);
  });
  if (failedForGood) return 'Failed';
  const main = containers.filter(({ role }) => role === 'main');
  const hasStarted = main.some(({ name }) => {
    const { state, lastState } = statuses.get(name) ?? {};
    return state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined;
  });
  const isPending = initializers.some(({ name }) => exitCodeOf(name) === undefined);
  const awaitsSidecar = containers.some(
    ({ name, role }) => role === 'sidecar' && statuses.get(name)?.started !== true && exitCodeOf(name) === undefined,
  );
  const counts = count(main, statuses, (each, code) => restarts(each, pod.spec, code, features));
  const sidecarsRun = containers.some(({ name, role }) => role === 'sidecar' && statuses.get(name)?.state?.running);
  if (finished)
    return counts.stopped > 0 && counts.stopped === counts.succeeded && counts.waiting === 0 ? 'Succeeded' : 'Failed';
  if (isPending || (awaitsSidecar && !hasStarted) || counts.waiting > 0) return 'Pending';
  if (counts.running > 0 || sidecarsRun) return 'Running';
  if (counts.stopped === 0) return 'Pending';
  if (counts.stoppedForGood < counts.stopped) return 'Running';
  return counts.stopped === counts.succeeded ? 'Succeeded' : 'Failed';
}

function count(
  containers: readonly RoledContainer[],
  statuses: ReadonlyMap<string, ContainerStatus>,
  restarted: (container: RoledContainer, exitCode: number) => boolean,
): Counts {
  const counts = { running: 0, waiting: 0, stopped: 0, succeeded: 0, stoppedForGood: 0 };
  for (const container of containers) {
    const { state, lastState } = statuses.get(container.name) ?? {};
    const ended = state?.terminated ?? (state?.waiting === undefined ? undefined : lastState?.terminated);
    if (state?.running !== undefined) counts.running++;
    else if (ended === undefined) counts.waiting++;
    else {
      counts.stopped++;
      if (state?.terminated?.exitCode === 0) counts.succeeded++;
      if (!restarted(container, ended.exitCode)) counts.stoppedForGood++;
    }
  }
  return counts;
}
