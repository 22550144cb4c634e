/** One step of a container: it is created, starts, ends, and starts again. Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go. */
import { type Random } from '../../clock/random.js';
import { type Features } from '../../features/features.js';
import { type Simulation } from '../controller.js';
import { planOf } from './annotations.js';
import { backOff, backOffText, isForgiven } from './back-off.js';
import { terminatedState } from './container-status.js';
import { restarts, type RoledContainer } from './containers.js';
import { environmentProblem, type ReferencedObjects } from './references.js';
import { type ContainerRun, type PodRun } from './run.js';
import { type ContainerEvents, fullName } from './told.js';

const ID_BYTES = 32;

export interface ContainerParts {
  readonly random: Random;
  readonly features: Features;
  readonly simulation: Simulation;
  readonly objects: ReferencedObjects;
  readonly events: ContainerEvents;
}

export class ContainerLifecycle {
  readonly #parts: ContainerParts;

  constructor(parts: ContainerParts) {
    this.#parts = parts;
  }

  /**
   * Brings a container to where it should be.
   * @param now milliseconds since the epoch
   * @returns when it has to be looked at again; undefined: when something changes
   */
  advance(run: PodRun, each: RoledContainer, now: number): number | undefined {
    const existing = run.containers.get(each.name);
    const container = existing ?? { id: '', state: { is: 'created', startsAt: now }, restartCount: 0, failures: 0 };
    if (existing === undefined) run.containers.set(each.name, container);
    return this.#advance(run, each, container, now);
  }

  /** Ends a container that runs. */
  stop(run: PodRun, { name }: RoledContainer, exitCode: number, now: number): void {
    const container = run.containers.get(name);
    if (container?.state.is === 'running') exit(container, exitCode, container.state.since, now);
  }

  #advance(run: PodRun, each: RoledContainer, container: ContainerRun, now: number): number | undefined {
    for (;;) {
      const { state } = container;
      let until: number | undefined;
      if (state.is === 'running') until = this.#mayEnd(run, each, container, now);
      else if (state.is === 'exited') until = this.#mayRestart(run, each, container, now);
      else if (container.id === '') until = this.#mayBeCreated(run, each, container, now);
      else {
        // Created, or waiting out its back-off.
        const at = state.is === 'created' ? state.startsAt : state.until;
        if (now < at) return at;
        if (state.is === 'waiting') this.#renew(container);
        this.#start(run, each, container, now);
      }
      if (until !== undefined || container.state === state) return until;
    }
  }

  /** Pulls the image and looks at what the environment asks for. */
  #mayBeCreated(run: PodRun, each: RoledContainer, container: ContainerRun, now: number): number | undefined {
    const { events, simulation, objects } = this.#parts;
    const { pod } = run;
    const { pullError } = planOf(pod, each, simulation);
    if (pullError !== undefined) return this.#failPull(run, each, container, pullError, now);
    const problem = environmentProblem(pod.metadata.namespace ?? '', each.container, objects);
    if (problem !== undefined) {
      const { state } = container;
      if (state.is === 'waiting' && state.message === problem) return undefined;
      container.state = { is: 'waiting', reason: 'CreateContainerConfigError', message: problem, until: Infinity };
      events.pulled(pod, each);
      events.failed(pod, each.fieldPath, problem);
      return undefined;
    }
    events.pulled(pod, each);
    container.id = this.#newId();
    container.state = { is: 'created', startsAt: now + simulation.startDelay };
    return undefined;
  }

  #failPull(
    { pod }: PodRun,
    each: RoledContainer,
    container: ContainerRun,
    message: string,
    now: number,
  ): number | undefined {
    const { events, simulation } = this.#parts;
    const { state } = container;
    if (state.is === 'waiting' && state.reason === 'ImagePullBackOff') return undefined;
    if (state.is === 'waiting' && state.reason === 'ErrImagePull') {
      if (now < state.until) return state.until;
      const backsOff = `Back-off pulling image ${JSON.stringify(each.container.image ?? '')}`;
      container.state = { is: 'waiting', reason: 'ImagePullBackOff', message: backsOff, until: Infinity };
      events.pullsBackOff(pod, each);
      return undefined;
    }
    const until = now + simulation.startDelay;
    container.state = { is: 'waiting', reason: 'ErrImagePull', message, until };
    events.pullFailed(pod, each, message);
    return until;
  }

  #start({ pod }: PodRun, each: RoledContainer, container: ContainerRun, now: number): void {
    container.state = { is: 'running', since: now };
    this.#parts.events.started(pod, each);
  }

  #mayEnd({ pod }: PodRun, each: RoledContainer, container: ContainerRun, now: number): number | undefined {
    if (container.state.is !== 'running') return undefined;
    const { since } = container.state;
    const { runs, exitCode } = planOf(pod, each, this.#parts.simulation);
    if (runs === undefined) return undefined;
    if (now < since + runs) return since + runs;
    exit(container, exitCode, since, now);
    return undefined;
  }

  /** How it ended is shown for a while before it starts again, or waits. */
  #mayRestart(run: PodRun, each: RoledContainer, container: ContainerRun, now: number): number | undefined {
    if (container.state.is !== 'exited') return undefined;
    const { features, simulation, events } = this.#parts;
    const { at, terminated } = container.state;
    const { pod } = run;
    if (!restarts(each, pod.spec, terminated.exitCode, features)) return undefined;
    const shownUntil = at + simulation.startDelay;
    if (now < shownUntil) return shownUntil;
    container.last = terminated;
    const wait = backOff(container.failures, features);
    if (now >= at + wait) {
      this.#renew(container);
      events.pulled(pod, each);
      this.#start(run, each, container, now);
      return undefined;
    }
    const message = `back-off ${backOffText(wait)} restarting failed container=${each.name} pod=${fullName(pod)}`;
    container.state = { is: 'waiting', reason: 'CrashLoopBackOff', message, until: at + wait };
    events.backsOff(pod, each);
    return undefined;
  }

  #renew(container: ContainerRun): void {
    container.id = this.#newId();
    container.restartCount++;
  }

  #newId(): string {
    return Buffer.from(this.#parts.random.bytes(ID_BYTES)).toString('hex');
  }
}

function exit(container: ContainerRun, exitCode: number, since: number, now: number): void {
  const terminated = terminatedState(container, exitCode, since, now);
  container.failures = isForgiven(now - since) ? 1 : container.failures + 1;
  container.state = { is: 'exited', at: now, terminated };
}
