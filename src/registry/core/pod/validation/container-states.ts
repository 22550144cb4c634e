/** Containers that have ended come back only where something restarts them. Source: pkg/apis/core/validation/validation.go. */
import { type Container } from '../../../../apis/core/pod-container.js';
import { type ContainerStatus, type PodStatus } from '../../../../apis/core/pod-status.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { type Features } from '../../../../features/features.js';
import { allowsRestartAll, allowsRestartRules, RESTART_ALL } from './restart.js';
import { isSidecar, type PodValidationOptions } from './scope.js';

/** May a container that has ended so start again? */
type Restarts = (container: Container | undefined, exitCode: number) => boolean;

export function validateContainerStates(
  next: PodStatus,
  old: PodStatus,
  path: Path,
  options: PodValidationOptions,
): FieldError[] {
  const { features, old: spec = {} } = options;
  const ruled = allowsRestartRules(options);
  if (ruled && allowsRestartAll(options) && allMayRestart(spec)) return [];
  const restarts: Restarts = (container, exitCode) =>
    ruled ? container !== undefined && shouldRestart(container, spec, exitCode, features) : podRestarts(spec, exitCode);
  const at = path.child('containerStatuses');
  return validateStates(next.containerStatuses, old.containerStatuses, spec.containers, restarts, at);
}

export function validateInitStates(
  next: PodStatus,
  old: PodStatus,
  path: Path,
  options: PodValidationOptions,
): FieldError[] {
  const { features, old: spec = {} } = options;
  const { initContainersHaveRestartRules, sidecarContainers } = features.behaviours;
  const ruled = initContainersHaveRestartRules && allowsRestartRules(options);
  if (ruled && allowsRestartAll(options) && allMayRestart(spec)) return [];
  const restarts: Restarts = (container, exitCode) =>
    ruled
      ? container !== undefined && shouldRestart(container, spec, exitCode, features)
      : podRestarts(spec, exitCode) || (sidecarContainers && container !== undefined && isSidecar(container));
  const at = path.child('initContainerStatuses');
  return validateStates(next.initContainerStatuses, old.initContainerStatuses, spec.initContainers, restarts, at);
}

export function validateEphemeralStates(next: PodStatus, old: PodStatus, path: Path): FieldError[] {
  const at = path.child('ephemeralContainerStatuses');
  return validateStates(next.ephemeralContainerStatuses, old.ephemeralContainerStatuses, [], () => false, at);
}

function validateStates(
  next: readonly ContainerStatus[] | undefined,
  old: readonly ContainerStatus[] | undefined,
  containers: readonly Container[] | undefined,
  restarts: Restarts,
  path: Path,
): FieldError[] {
  return (old ?? []).flatMap(({ name, state }, i) => {
    if (state?.terminated === undefined) return [];
    const container = containers?.find((each) => each.name === name);
    const back = next?.some((status) => status.name === name && status.state?.terminated === undefined) === true;
    if (!back || restarts(container, state.terminated.exitCode)) return [];
    return [forbidden(path.index(i).child('state'), 'may not be transitioned to non-terminated state')];
  });
}

function podRestarts({ restartPolicy }: PodSpec, exitCode: number): boolean {
  return restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && exitCode !== 0);
}

/** By the container's own rules, its own policy, or the pod's. Source: pkg/api/v1/pod/util.go. */
function shouldRestart(container: Container, spec: PodSpec, exitCode: number, features: Features): boolean {
  const { restartPolicy, restartPolicyRules = [] } = container;
  if (restartPolicy === undefined) return podRestarts(spec, exitCode);
  const rule = restartPolicyRules.find(({ exitCodes }) => {
    if (exitCodes === undefined) return false;
    return (exitCodes.values?.includes(exitCode) === true) === (exitCodes.operator === 'In');
  });
  if (rule?.action === 'Restart') return true;
  if (rule?.action === RESTART_ALL && features.enabled('RestartAllContainersOnContainerExits')) return true;
  return podRestarts({ restartPolicy }, exitCode);
}

function allMayRestart({ initContainers = [], containers = [] }: PodSpec): boolean {
  return [...initContainers, ...containers].some(({ restartPolicyRules = [] }) =>
    restartPolicyRules.some(({ action }) => action === RESTART_ALL),
  );
}
