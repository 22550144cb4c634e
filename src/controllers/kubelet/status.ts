/** What a kubelet says of a pod. Source: pkg/kubelet/{kubelet_pods.go,status/status_manager.go}. */
import { type ContainerStatus, type PodCondition, type PodStatus } from '../../apis/core/pod-status.js';
import { rfc3339 } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { type Simulation } from '../controller.js';
import { observedGeneration } from '../pod-conditions.js';
import { podCondition } from '../pod-state.js';
import { planOf } from './annotations.js';
import { containerStatus } from './container-status.js';
import { containersOf, type RoledContainer } from './containers.js';
import { phaseOf } from './phase.js';
import { KUBELET_CONDITIONS, kubeletConditions } from './ready-conditions.js';
import { type PodRun } from './run.js';

export interface StatusContext {
  readonly features: Features;
  readonly simulation: Simulation;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The node's address; undefined where it has none. */
  readonly hostIP: string | undefined;
}

/** The pod's status as it should be now. What others own of it stays. */
export function nextPodStatus(run: PodRun, context: StatusContext): PodStatus {
  const { pod } = run;
  const { features, hostIP } = context;
  const before = pod.status ?? {};
  const statuses = new Map(containersOf(pod).map((each) => [each.name, statusOf(run, each, context)]));
  const of = (...roles: readonly string[]): ContainerStatus[] =>
    containersOf(pod).flatMap(({ name, role }) => (roles.includes(role) ? (statuses.get(name) ?? []) : []));
  const { initContainers = [], ephemeralContainers = [] } = pod.spec;
  const phase = nextPhase(run, statuses, features);
  const ip = pod.spec.hostNetwork === true ? hostIP : run.ip;
  const generation = observedGeneration(pod, 'PodScheduled', features);
  const why =
    run.failure !== undefined && phase === 'Failed' ? run.failure : { reason: before.reason, message: before.message };
  return {
    ...before,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    phase,
    conditions: nextConditions(run, phase, statuses, context),
    ...defined(why),
    ...(hostIP === undefined ? {} : { hostIP }),
    ...(hostIP !== undefined && features.enabled('PodHostIPs') ? { hostIPs: [{ ip: hostIP }] } : {}),
    ...(ip === undefined ? {} : { podIP: ip, podIPs: [{ ip }] }),
    startTime: before.startTime ?? rfc3339(run.startedAt),
    ...(initContainers.length === 0 ? {} : { initContainerStatuses: of('init', 'sidecar') }),
    containerStatuses: of('main').sort(byName),
    ...(ephemeralContainers.length === 0 ? {} : { ephemeralContainerStatuses: of('ephemeral').sort(byName) }),
  };
}

function statusOf(run: PodRun, each: RoledContainer, { features, simulation }: StatusContext): ContainerStatus {
  const plan = planOf(run.pod, each, simulation);
  return containerStatus(run.pod, each, run.containers.get(each.name), plan, features);
}

/** A pod that has ended stays ended. */
function nextPhase(run: PodRun, statuses: ReadonlyMap<string, ContainerStatus>, features: Features): string {
  const { phase: before = 'Pending' } = run.pod.status ?? {};
  if (before === 'Succeeded' || before === 'Failed') return before;
  // While something may still run, the pod is not said to have ended.
  if (run.failure !== undefined) return run.finished ? 'Failed' : before;
  const next = phaseOf(run, statuses, features);
  const hasEnded = next === 'Succeeded' || next === 'Failed';
  return hasEnded && [...statuses.values()].some(({ state }) => state?.running !== undefined) ? before : next;
}

function nextConditions(
  run: PodRun,
  phase: string,
  statuses: ReadonlyMap<string, ContainerStatus>,
  { features, now }: StatusContext,
): PodCondition[] {
  const { pod } = run;
  const others = (pod.status?.conditions ?? []).filter(({ type }) => !KUBELET_CONDITIONS.includes(type));
  const hasNetwork = run.ip !== undefined && !run.finished;
  const own = kubeletConditions({ pod, phase, statuses, hasNetwork, others });
  const shown = features.enabled('PodReadyToStartContainersCondition')
    ? own
    : own.filter(({ type }) => type !== 'PodReadyToStartContainers');
  return [
    ...others,
    ...shown.map((condition): PodCondition => {
      const before = podCondition(pod, condition.type);
      const kept = before?.status === condition.status ? before.lastTransitionTime : undefined;
      const generation = observedGeneration(pod, condition.type, features);
      return {
        ...condition,
        ...(generation === undefined ? {} : { observedGeneration: generation }),
        lastProbeTime: null,
        lastTransitionTime: kept ?? rfc3339(now),
      };
    }),
  ];
}

function byName(a: ContainerStatus, b: ContainerStatus): number {
  return a.name < b.name ? -1 : 1;
}

function defined(fields: { reason?: string | undefined; message?: string | undefined }): PodStatus {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
