/** A pod's containers by the part that they play. Source: pkg/kubelet/kuberuntime, pkg/api/v1/pod/util.go. */
import { type Container } from '../../apis/core/pod-container.js';
import { type Pod, type PodSpec } from '../../apis/core/pod.js';
import { type Features } from '../../features/features.js';
import { type ContainerRole } from './annotations.js';

export interface RoledContainer {
  readonly container: Container;
  readonly name: string;
  readonly role: ContainerRole;
  /** Where events place it: `spec.containers{main}`. */
  readonly fieldPath: string;
}

/** In the order in which they start; ephemeral ones last. */
export function containersOf({ spec }: Pod): readonly RoledContainer[] {
  const { initContainers = [], containers = [], ephemeralContainers = [] } = spec;
  return [
    ...initContainers.map((container) =>
      roled(container, container.restartPolicy === 'Always' ? 'sidecar' : 'init', 'initContainers'),
    ),
    ...containers.map((container) => roled(container, 'main', 'containers')),
    ...ephemeralContainers.map((container) => roled(container, 'ephemeral', 'ephemeralContainers')),
  ];
}

function roled(container: Container, role: ContainerRole, list: string): RoledContainer {
  const { name = '' } = container;
  return { container, name, role, fieldPath: `spec.${list}{${name}}` };
}

/** True where the container is to start again. Source: ContainerShouldRestart. */
export function restarts(
  { container, role }: RoledContainer,
  spec: PodSpec,
  exitCode: number,
  features: Features,
): boolean {
  if (role === 'ephemeral') return false;
  if (role === 'sidecar') return true;
  const ownRules = features.enabled('ContainerRestartRules') ? container : {};
  for (const { action, exitCodes: { operator, values = [] } = {} } of ownRules.restartPolicyRules ?? []) {
    const listed = values.includes(exitCode);
    if (operator === 'In' ? listed : operator === 'NotIn' && !listed) return action === 'Restart';
  }
  const policy = ownRules.restartPolicy ?? spec.restartPolicy;
  if (role === 'init') return exitCode !== 0 && policy !== 'Never';
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}
