/** The conditions that a kubelet owns. Source: pkg/kubelet/status/generate.go. */
import { type ContainerStatus, type PodCondition } from '../../apis/core/pod-status.js';
import { type Pod } from '../../apis/core/pod.js';
import { containersOf, type RoledContainer } from './containers.js';

type Condition = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>;

export const KUBELET_CONDITIONS: readonly string[] = [
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
];

export interface ConditionSource {
  readonly pod: Pod;
  readonly phase: string;
  /** Of init and main containers, by name. */
  readonly statuses: ReadonlyMap<string, ContainerStatus>;
  readonly hasNetwork: boolean;
  /** Conditions that others write, for readiness gates. */
  readonly others: readonly PodCondition[];
}

/** In the order in which kubelets write them. */
export function kubeletConditions(source: ConditionSource): readonly Condition[] {
  const containersReady = containersReadyCondition(source);
  return [
    { type: 'PodReadyToStartContainers', status: source.hasNetwork ? 'True' : 'False' },
    initialized(source),
    ready(source, containersReady),
    containersReady,
    { type: 'PodScheduled', status: 'True' },
  ];
}

function initialized({ pod, phase, statuses }: ConditionSource): Condition {
  const type = 'Initialized';
  if (phase === 'Succeeded') return { type, status: 'True', reason: 'PodCompleted' };
  const containers = containersOf(pod);
  const hasStarted = containers.some(({ name, role }) => role === 'main' && hasRun(statuses.get(name)));
  const incomplete = containers.filter((each) => isIncomplete(each, statuses.get(each.name)));
  if (hasStarted || incomplete.length === 0) return { type, status: 'True' };
  const message = `containers with incomplete status: ${list(incomplete)}`;
  return { type, status: 'False', reason: 'ContainersNotInitialized', message };
}

function hasRun(status: ContainerStatus | undefined): boolean {
  return (
    status?.state?.running !== undefined ||
    status?.state?.terminated !== undefined ||
    status?.lastState?.terminated !== undefined
  );
}

function isIncomplete({ role }: RoledContainer, status: ContainerStatus | undefined): boolean {
  if (role === 'sidecar') return status?.started !== true;
  return role === 'init' && status?.ready !== true;
}

function containersReadyCondition({ pod, phase, statuses }: ConditionSource): Condition {
  const type = 'ContainersReady';
  if (phase === 'Succeeded') return { type, status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' };
  const unready = containersOf(pod).filter(
    ({ name, role }) => (role === 'main' || role === 'sidecar') && statuses.get(name)?.ready !== true,
  );
  if (unready.length === 0) return { type, status: 'True' };
  return {
    type,
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: ${list(unready)}`,
  };
}

function ready({ pod, others }: ConditionSource, containersReady: Condition): Condition {
  const type = 'Ready';
  if (containersReady.status !== 'True') return { ...containersReady, type };
  const messages = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const gate = others.find((condition) => condition.type === conditionType);
    const named = `pod readiness gate ${JSON.stringify(conditionType)}`;
    if (gate === undefined) return [`corresponding condition of ${named} does not exist.`];
    return gate.status === 'True' ? [] : [`the status of ${named} is not "True", but ${gate.status}`];
  });
  if (messages.length === 0) return { type, status: 'True' };
  return { type, status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}

/** As Go prints a list of names: `[a b]`. */
function list(containers: readonly RoledContainer[]): string {
  return `[${containers.map(({ name }) => name).join(' ')}]`;
}
