/** Containers. Source: pkg/apis/core/validation/validation.go. */
import { type Container } from '../../../../apis/core/pod-container.js';
import { type FieldError, duplicate, forbidden, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isDNS1123Label } from '../../../../apis/validation/names.js';
import { validateChoice } from './choice.js';
import { validateListedContainers } from './containers-listed.js';
import { validateEnv, validateEnvFrom } from './env.js';
import { validateVolumeDevices, validateVolumeMounts } from './mounts.js';
import { validateHostPortsUnique, validatePorts } from './ports.js';
import { validateLifecycle, validateProbe, type ProbeName } from './probes.js';
import { validateResources } from './resources.js';
import { allowsRestartRules, validateResizePolicy, validateRestartRules } from './restart.js';
import { type SpecScope } from './scope.js';
import { validateSecurityContext } from './security-context.js';

export const PROBES: readonly ProbeName[] = ['livenessProbe', 'readinessProbe', 'startupProbe'];

const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
export const PULL_POLICIES: readonly string[] = ['Always', 'IfNotPresent', 'Never'];

export function validateContainers(scope: SpecScope, path: Path): FieldError[] {
  const containers = scope.spec.containers ?? [];
  if (containers.length === 0) return [required(path)];
  if (scope.features.behaviours.containersCheckedAsList)
    return validateListedContainers(containers, false, scope, path);
  const names = new Set<string>();
  const errors = containers.flatMap((container, i) => {
    const at = path.index(i);
    const { name = '', restartPolicy } = container;
    const found = validateContainerCommon(container, scope, at);
    if (names.has(name)) found.push(duplicate(at.child('name'), name));
    names.add(name);
    found.push(...validateHooks(container, scope, at));
    if (allowsRestartRules(scope)) found.push(...validateRestartRules(container, scope, at));
    else if (restartPolicy !== undefined) {
      found.push(forbidden(at.child('restartPolicy'), 'may not be set for non-init containers'));
    }
    return found;
  });
  return [...errors, ...validateHostPortsUnique(containers, path)];
}

/** Life-cycle hooks and probes, of the containers that may have them. */
export function validateHooks(container: Container, scope: SpecScope, path: Path): FieldError[] {
  return [
    ...(container.lifecycle === undefined
      ? []
      : validateLifecycle(container.lifecycle, scope, path.child('lifecycle'))),
    ...PROBES.flatMap((probe) => validateProbe(probe, container[probe], scope, path.child(probe))),
  ];
}

/** What holds for containers of every sort. */
export function validateContainerCommon(container: Container, scope: SpecScope, path: Path): FieldError[] {
  const { image = '', terminationMessagePolicy } = container;
  return [
    ...validateContainerName(container, scope, path),
    ...(image === '' ? [required(path.child('image'))] : []),
    ...validateChoice(terminationMessagePolicy, MESSAGE_POLICIES, path.child('terminationMessagePolicy')),
    ...validateContainerParts(container, scope, path),
  ];
}

export function validateContainerName({ name = '' }: Container, { features }: SpecScope, path: Path): FieldError[] {
  const at = path.child('name');
  if (name === '') return [required(at)];
  return isDNS1123Label(name, features.behaviours).map((text) => invalid(at, name, text));
}

export function validateContainerParts(container: Container, scope: SpecScope, path: Path): FieldError[] {
  const { volumes } = scope;
  return [
    ...validatePorts(container.ports, path.child('ports')),
    ...validateEnv(container.env, path.child('env'), scope),
    ...validateEnvFrom(container.envFrom, path.child('envFrom'), scope),
    ...validateVolumeMounts(container, volumes, path.child('volumeMounts'), scope),
    ...validateVolumeDevices(container, volumes, path.child('volumeDevices'), scope),
    ...validateChoice(container.imagePullPolicy, PULL_POLICIES, path.child('imagePullPolicy')),
    ...validateResources(container.resources ?? {}, path.child('resources'), scope),
    ...validateResizePolicy(container, scope, path.child('resizePolicy')),
    ...validateSecurityContext(container.securityContext, path.child('securityContext'), scope),
  ];
}
