/** What a kubelet does with a pod, from the first moment to the last. Source: pkg/kubelet/{kubelet.go,pod_workers.go,active_deadline.go}. */
import { type PodSpec } from '../../apis/core/pod.js';
import { ContainerLifecycle, type ContainerParts } from './container-lifecycle.js';
import { containersOf, restarts, type RoledContainer } from './containers.js';
import { volumeObstacle } from './references.js';
import { isRunning, type PodRun } from './run.js';
import { type Tell } from './told.js';

const DEADLINE_EXCEEDED = {
  reason: 'DeadlineExceeded',
  message: 'Pod was active on the node longer than the specified deadline',
};
const SIGTERM = 143;
const SIGKILL = 137;

export interface PodParts extends ContainerParts {
  readonly tell: Tell;
  /** An address for the pod; undefined: its node has none left. */
  readonly takeAddress: (run: PodRun) => string | undefined;
}

export class PodLifecycle {
  readonly #parts: PodParts;
  readonly #containers: ContainerLifecycle;

  constructor(parts: PodParts) {
    this.#parts = parts;
    this.#containers = new ContainerLifecycle(parts);
  }

  /**
   * Brings the pod to where it should be.
   * @param now milliseconds since the epoch
   * @returns when it has to be looked at again; undefined: when something changes
   */
  advance(run: PodRun, now: number): number | undefined {
    if (run.finished) return undefined;
    const deadline = this.#deadline(run, now);
    if (run.pod.metadata.deletionTimestamp !== undefined || run.failure !== undefined) return this.#stop(run, now);
    return earliest([deadline, this.#run(run, now)]);
  }

  #deadline(run: PodRun, now: number): number | undefined {
    const { activeDeadlineSeconds } = run.pod.spec;
    if (activeDeadlineSeconds === undefined || run.failure !== undefined) return undefined;
    const at = run.startedAt + activeDeadlineSeconds * 1000;
    if (now < at) return at;
    run.failure = DEADLINE_EXCEEDED;
    this.#parts.tell(run.pod, 'Normal', DEADLINE_EXCEEDED.reason, DEADLINE_EXCEEDED.message);
    return undefined;
  }

  #run(run: PodRun, now: number): number | undefined {
    if (run.ip === undefined && !this.#prepare(run)) return undefined;
    const all = containersOf(run.pod);
    const moments: (number | undefined)[] = [];
    for (const each of all.filter(({ role }) => role === 'init' || role === 'sidecar')) {
      if (isDone(run, each)) continue;
      moments.push(this.#containers.advance(run, each, now));
      if (this.#hasFailedForGood(run, each)) return this.#finish(run, now);
      if (!isDone(run, each) && !isUp(run, each)) return earliest(moments);
    }
    const main = all.filter(({ role }) => role === 'main');
    for (const each of all) {
      if (each.role === 'main' || each.role === 'ephemeral') moments.push(this.#containers.advance(run, each, now));
    }
    const isOver = main.every((each) => this.#hasEndedForGood(run, each));
    return isOver ? this.#finish(run, now) : earliest(moments);
  }

  /** Mounts the volumes and gives the pod its network; false where something is missing. */
  #prepare(run: PodRun): boolean {
    const { objects, tell, takeAddress } = this.#parts;
    const obstacle = volumeObstacle(run.pod, objects);
    if (obstacle !== undefined) {
      if (obstacle !== run.obstacle) tell(run.pod, 'Warning', 'FailedMount', obstacle);
      run.obstacle = obstacle;
      return false;
    }
    delete run.obstacle;
    const address = takeAddress(run);
    if (address !== undefined) run.ip = address;
    return address !== undefined;
  }

  /** Once all main containers have ended, what still runs beside them is stopped. */
  #finish(run: PodRun, now: number): number | undefined {
    return this.#stop(run, now);
  }

  #stop(run: PodRun, now: number): number | undefined {
    const { simulation, events } = this.#parts;
    const { pod } = run;
    const running = containersOf(pod).filter(({ name }) => run.containers.get(name)?.state.is === 'running');
    if (run.stoppingSince === undefined) {
      run.stoppingSince = now;
      for (const each of running) events.stopping(pod, each);
    }
    const { terminationGracePeriodSeconds = 0 } = pod.spec;
    const grace = (pod.metadata.deletionGracePeriodSeconds ?? terminationGracePeriodSeconds) * 1000;
    const stopsAt = run.stoppingSince + Math.min(simulation.stopDelay, grace);
    if (isRunning(run) && now < stopsAt) return stopsAt;
    const exitCode = simulation.stopDelay > grace ? SIGKILL : exitCodeOf(pod.spec);
    for (const each of running) this.#containers.stop(run, each, exitCode, now);
    run.finished = true;
    return undefined;
  }

  #hasFailedForGood(run: PodRun, each: RoledContainer): boolean {
    return this.#hasEndedForGood(run, each) && !isDone(run, each);
  }

  #hasEndedForGood(run: PodRun, each: RoledContainer): boolean {
    const state = run.containers.get(each.name)?.state;
    return state?.is === 'exited' && !restarts(each, run.pod.spec, state.terminated.exitCode, this.#parts.features);
  }
}

/** True for an init container that has done its work. */
function isDone(run: PodRun, { name, role }: RoledContainer): boolean {
  const state = run.containers.get(name)?.state;
  return role === 'init' && state?.is === 'exited' && state.terminated.exitCode === 0;
}

/** True for a sidecar that others may start beside. */
function isUp(run: PodRun, { name, role }: RoledContainer): boolean {
  const container = run.containers.get(name);
  return role === 'sidecar' && (container?.state.is === 'running' || (container?.restartCount ?? 0) > 0);
}

/** A server that is told to stop does so in good order; what was to come to an end has not. */
function exitCodeOf({ restartPolicy }: PodSpec): number {
  return restartPolicy === 'Always' ? 0 : SIGTERM;
}

function earliest(moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
