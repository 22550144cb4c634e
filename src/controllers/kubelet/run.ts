/** What the container runtime would know of a pod. */
import { type Pod } from '../../apis/core/pod.js';
import { type ContainerStateTerminated } from '../../apis/core/pod-status.js';

/** Moments are milliseconds since the epoch. */
export type ContainerState =
  | { readonly is: 'created'; readonly startsAt: number }
  | { readonly is: 'waiting'; readonly reason: string; readonly message: string; readonly until: number }
  | { readonly is: 'running'; readonly since: number }
  | { readonly is: 'exited'; readonly at: number; readonly terminated: ContainerStateTerminated };

export interface ContainerRun {
  /** 64 hexadecimal digits. */
  id: string;
  state: ContainerState;
  restartCount: number;
  /** How often it has ended since it last ran for long. */
  failures: number;
  /** How it ended the last time. */
  last?: ContainerStateTerminated;
}

export interface PodRun {
  pod: Pod;
  /** When the kubelet first saw it. */
  readonly startedAt: number;
  /** Set once the pod has its network. */
  ip?: string;
  /** What keeps its volumes from being mounted. */
  obstacle?: string;
  readonly containers: Map<string, ContainerRun>;
  /** Why it is being ended although nobody deletes it. */
  failure?: { readonly reason: string; readonly message: string };
  /** When its containers were told to stop. */
  stoppingSince?: number;
  /** True once nothing of it runs or will run again. */
  finished: boolean;
}

export function newRun(pod: Pod, startedAt: number): PodRun {
  return { pod, startedAt, containers: new Map(), finished: false };
}

/** A pod that was at work before its kubelet looked: its status says what its containers do. */
export function adoptedRun(pod: Pod, now: number): PodRun {
  const { startTime, podIP, initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const run = newRun(pod, startTime === undefined ? now : Date.parse(startTime));
  if (podIP !== undefined) run.ip = podIP;
  for (const status of [...initContainerStatuses, ...containerStatuses]) {
    const { name, state: { running, terminated } = {}, restartCount = 0, containerID = '' } = status;
    const state: ContainerState | undefined =
      running !== undefined
        ? { is: 'running', since: Date.parse(running.startedAt ?? '') || now }
        : terminated && { is: 'exited', at: Date.parse(terminated.finishedAt ?? '') || now, terminated };
    if (state === undefined) continue;
    const last = status.lastState?.terminated;
    const id = containerID.slice(containerID.lastIndexOf('/') + 1);
    run.containers.set(name, { id, state, restartCount, failures: restartCount, ...(last && { last }) });
  }
  return run;
}

export function isRunning({ containers }: PodRun): boolean {
  return [...containers.values()].some(({ state }) => state.is === 'running');
}

/** True for a pod that waits for something that it refers to. */
export function lacksSomething({ finished, obstacle, containers }: PodRun): boolean {
  return !finished && (obstacle !== undefined || [...containers.values()].some(({ state }) => state.is === 'waiting'));
}
