/** What a kubelet says of a container. Source: pkg/kubelet/kubelet_pods.go (convertToAPIContainerStatuses). */
import { type Container } from '../../apis/core/pod-container.js';
import {
  type ContainerState,
  type ContainerStateTerminated,
  type ContainerStatus,
  type VolumeMountStatus,
} from '../../apis/core/pod-status.js';
import { type Pod } from '../../apis/core/pod.js';
import { rfc3339 } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { type ContainerPlan } from './annotations.js';
import { type RoledContainer } from './containers.js';
import { fullImage, imageID } from './images.js';
import { type ContainerRun } from './run.js';

export function containerStatus(
  pod: Pod,
  { container, name, role }: RoledContainer,
  run: ContainerRun | undefined,
  plan: ContainerPlan,
  features: Features,
): ContainerStatus {
  const { image = '' } = container;
  const exists = run !== undefined && run.id !== '';
  const isRunning = run?.state.is === 'running';
  const isDone = run?.state.is === 'exited' && run.state.terminated.exitCode === 0;
  return {
    name,
    state: run === undefined ? waitingState(pod) : stateOf(run, pod),
    lastState: run?.last === undefined ? {} : { terminated: run.last },
    ready: role === 'init' ? isDone : isRunning && plan.becomesReady && role !== 'ephemeral',
    restartCount: run?.restartCount ?? 0,
    image: exists ? fullImage(image) : image,
    imageID: exists ? imageID(image) : '',
    ...(exists ? { containerID: containerID(run) } : {}),
    // Of an ephemeral container no probe asks.
    ...(role === 'ephemeral' || (!features.behaviours.initContainersStart && role === 'init')
      ? {}
      : { started: isRunning }),
    ...(exists ? resources(container, features) : {}),
    ...mounts(container, features),
    ...(isRunning && features.enabled('SupplementalGroupsPolicy') ? { user: userOf(pod, container) } : {}),
  };
}

export function containerID({ id }: ContainerRun): string {
  return `containerd://${id}`;
}

/** How a container ended. Moments in milliseconds since the epoch. */
export function terminatedState(
  run: ContainerRun,
  exitCode: number,
  startedAt: number,
  finishedAt: number,
): ContainerStateTerminated {
  return {
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    startedAt: rfc3339(startedAt),
    finishedAt: rfc3339(finishedAt),
    containerID: containerID(run),
  };
}

function stateOf({ state }: ContainerRun, pod: Pod): ContainerState {
  switch (state.is) {
    case 'running':
      return { running: { startedAt: rfc3339(state.since) } };
    case 'exited':
      return { terminated: state.terminated };
    case 'waiting':
      return { waiting: { reason: state.reason, message: state.message } };
    case 'created':
      return waitingState(pod);
  }
}

function waitingState({ spec }: Pod): ContainerState {
  const hasInit = (spec.initContainers ?? []).length > 0;
  return { waiting: { reason: hasInit ? 'PodInitializing' : 'ContainerCreating' } };
}

function resources({ resources = {} }: Container, features: Features): Partial<ContainerStatus> {
  if (!features.enabled('InPlacePodVerticalScaling')) return {};
  return {
    ...(resources.requests === undefined ? {} : { allocatedResources: resources.requests }),
    resources,
  };
}

function mounts({ volumeMounts = [] }: Container, features: Features): Partial<ContainerStatus> {
  if (!features.enabled('RecursiveReadOnlyMounts') || volumeMounts.length === 0) return {};
  const mounted = volumeMounts.map(({ name = '', mountPath = '', readOnly, recursiveReadOnly }): VolumeMountStatus => {
    const isRecursive = recursiveReadOnly === 'Enabled' || recursiveReadOnly === 'IfPossible';
    if (readOnly !== true) return { name, mountPath };
    return { name, mountPath, readOnly, recursiveReadOnly: isRecursive ? 'Enabled' : 'Disabled' };
  });
  return { volumeMounts: mounted };
}

function userOf({ spec }: Pod, { securityContext = {} }: Container): NonNullable<ContainerStatus['user']> {
  const { runAsUser, runAsGroup, fsGroup, supplementalGroups = [] } = spec.securityContext ?? {};
  const uid = securityContext.runAsUser ?? runAsUser ?? 0;
  const gid = securityContext.runAsGroup ?? runAsGroup ?? 0;
  const groups = new Set([gid, ...(fsGroup === undefined ? [] : [fsGroup]), ...supplementalGroups]);
  return { linux: { uid, gid, supplementalGroups: [...groups].sort((a, b) => a - b) } };
}
