/** Containers. Source: pkg/apis/core/validation/validation.go. */
import { type Container, type ContainerPort } from '../../../../apis/core/pod-container.js';
import { type Volume } from '../../../../apis/core/pod-volume.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import {
  type FieldError,
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
} from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isDNS1123Label } from '../../../../apis/validation/names.js';
import { type Features } from '../../../../features/features.js';
import { validateEnv, validateEnvFrom } from './env.js';
import { validateVolumeDevices, validateVolumeMounts } from './mounts.js';
import { isValidPortName, validatePortNumber } from './numbers.js';
import { validateLifecycle, validateProbe, type ProbeName } from './probes.js';
import { validateResources } from './resources.js';
import { validateSecurityContext } from './security-context.js';

/** What the containers of a pod are checked against. */
export interface ContainerScope {
  readonly spec: PodSpec;
  /** The volumes that have no error themselves. */
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly features: Features;
}

export const PROBES: readonly ProbeName[] = ['livenessProbe', 'readinessProbe', 'startupProbe'];

const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function validateContainers(scope: ContainerScope, path: Path): FieldError[] {
  const containers = scope.spec.containers ?? [];
  if (containers.length === 0) return [required(path)];
  const names = new Set<string>();
  const errors = containers.flatMap((container, i) => {
    const at = path.index(i);
    const { name = '', restartPolicy } = container;
    const found = validateContainerCommon(container, scope, at);
    if (names.has(name)) found.push(duplicate(at.child('name'), name));
    names.add(name);
    found.push(...validateHooks(container, scope, at));
    if (restartPolicy !== undefined && !scope.features.enabled('ContainerRestartRules')) {
      found.push(forbidden(at.child('restartPolicy'), 'may not be set for non-init containers'));
    }
    return found;
  });
  return [...errors, ...validateHostPortsUnique(containers, path)];
}

/** Life-cycle hooks and probes, of the containers that may have them. */
export function validateHooks(container: Container, { spec }: ContainerScope, path: Path): FieldError[] {
  const grace = spec.terminationGracePeriodSeconds;
  return [
    ...(container.lifecycle === undefined
      ? []
      : validateLifecycle(container.lifecycle, grace, path.child('lifecycle'))),
    ...PROBES.flatMap((probe) => validateProbe(probe, container[probe], grace, path.child(probe))),
  ];
}

export function validateContainerCommon(container: Container, scope: ContainerScope, path: Path): FieldError[] {
  const { features, volumes } = scope;
  const { name = '', image = '', imagePullPolicy: pull = '', terminationMessagePolicy: message = '' } = container;
  const namePath = path.child('name');
  return [
    ...(name === ''
      ? [required(namePath)]
      : isDNS1123Label(name, features.behaviours).map((text) => invalid(namePath, name, text))),
    ...(image === '' ? [required(path.child('image'))] : []),
    ...validateChoice(message, MESSAGE_POLICIES, path.child('terminationMessagePolicy')),
    ...validatePorts(container.ports, path.child('ports')),
    ...validateEnv(container.env, path.child('env'), features),
    ...validateEnvFrom(container.envFrom, path.child('envFrom'), features),
    ...validateVolumeMounts(container, volumes, path.child('volumeMounts')),
    ...validateVolumeDevices(container, volumes, path.child('volumeDevices')),
    ...validateChoice(pull, PULL_POLICIES, path.child('imagePullPolicy')),
    ...validateResources(container.resources ?? {}, path.child('resources'), features),
    ...validateSecurityContext(container.securityContext, path.child('securityContext')),
  ];
}

/** A field that must have one of some values. */
export function validateChoice(value: string, choices: readonly string[], path: Path): FieldError[] {
  if (value === '') return [required(path)];
  return choices.includes(value) ? [] : [notSupported(path, value, choices)];
}

function validatePorts(ports: readonly ContainerPort[] | undefined, path: Path): FieldError[] {
  const names = new Set<string>();
  return (ports ?? []).flatMap(({ name = '', containerPort = 0, hostPort = 0, protocol = '' }, i) => {
    const at = path.index(i);
    const errors: FieldError[] = [];
    if (name !== '') {
      const broken = isValidPortName(name);
      if (broken.length > 0) errors.push(...broken.map((text) => invalid(at.child('name'), name, text)));
      else if (names.has(name)) errors.push(duplicate(at.child('name'), name));
      else names.add(name);
    }
    return [
      ...errors,
      ...(containerPort === 0
        ? [required(at.child('containerPort'))]
        : validatePortNumber(containerPort, at.child('containerPort'))),
      ...(hostPort === 0 ? [] : validatePortNumber(hostPort, at.child('hostPort'))),
      ...validateChoice(protocol, PROTOCOLS, at.child('protocol')),
    ];
  });
}

export function validateHostPortsUnique(containers: readonly Container[], path: Path): FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap(({ ports }, i) =>
    (ports ?? []).flatMap(({ protocol = '', hostIP = '', hostPort = 0 }, j) => {
      if (hostPort === 0) return [];
      const key = `${protocol}/${hostIP}/${String(hostPort)}`;
      if (taken.has(key)) return [duplicate(path.index(i).child('ports').index(j).child('hostPort'), key)];
      taken.add(key);
      return [];
    }),
  );
}
