/** Init containers and ephemeral containers. Source: pkg/apis/core/validation/validation.go. */
import { type Container, type EphemeralContainer } from '../../../../apis/core/pod-container.js';
import { type FieldError, duplicate, forbidden, notFound, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { invalidInternal } from '../internal/errors.js';
import { PROBES, validateContainerCommon, validateHooks } from './containers.js';
import { validateListedContainers } from './containers-listed.js';
import { validateHostPortsUnique } from './ports.js';
import { validateInitResizePolicy, validateInitRestartPolicy } from './restart.js';
import { isSidecar, type SpecScope } from './scope.js';
import { validateImageTrimmed } from './image.js';

const HOOKS = ['lifecycle', ...PROBES] as const;

export function validateInitContainers(scope: SpecScope, path: Path): FieldError[] {
  const { spec, features } = scope;
  const containers = spec.initContainers ?? [];
  if (features.behaviours.containersCheckedAsList) return validateListedInitContainers(containers, scope, path);
  const names = new Set((spec.containers ?? []).map(({ name = '' }) => name));
  return containers.flatMap((container, i) => {
    const at = path.index(i);
    const { name = '' } = container;
    const errors = validateContainerCommon(container, scope, at);
    errors.push(...validateInitRestartPolicy(container, scope, at));
    if (names.has(name)) errors.push(duplicate(at.child('name'), name));
    else if (name !== '') names.add(name);
    errors.push(...validateHostPortsUnique([container], path));
    errors.push(...(isSidecar(container) ? validateHooks(container, scope, at) : refuseHooks(container, scope, at)));
    return [...errors, ...validateInitResizePolicy(container, scope, at)];
  });
}

function refuseHooks(container: Container, { features }: SpecScope, path: Path): FieldError[] {
  const without = features.behaviours.sidecarContainers ? ' without restartPolicy=Always' : '';
  return HOOKS.filter((field) => container[field] !== undefined).map((field) =>
    forbidden(path.child(field), `may not be set for init containers${without}`),
  );
}

function validateListedInitContainers(containers: readonly Container[], scope: SpecScope, path: Path): FieldError[] {
  const names = new Set((scope.spec.containers ?? []).map(({ name = '' }) => name));
  const errors = validateListedContainers(containers, true, scope, path);
  for (const [i, container] of containers.entries()) {
    const { name = '', lifecycle } = container;
    const at = path.index(i);
    if (names.has(name)) errors.push(duplicate(at.child('name'), name));
    if (name !== '') names.add(name);
    const detail = 'must not be set for init containers';
    const { features } = scope;
    if (lifecycle !== undefined) {
      errors.push(invalidInternal(at.child('lifecycle'), 'Lifecycle', lifecycle, detail, features));
    }
    for (const probe of PROBES) {
      const given = container[probe];
      if (given !== undefined) errors.push(invalidInternal(at.child(probe), 'Probe', given, detail, features));
    }
  }
  return errors;
}

/** In the order of Go's struct. */
const NOT_ALLOWED = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'volumeDevices',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
  'securityContext',
] as const;

const NOT_EPHEMERAL = 'cannot be set for an Ephemeral Container';

export function validateEphemeralContainers(scope: SpecScope, path: Path): FieldError[] {
  const { spec, features } = scope;
  const others = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name = '' }) => name));
  const names = new Set(others);
  return (spec.ephemeralContainers ?? []).flatMap((container, i) => {
    const at = path.index(i);
    const { name = '', targetContainerName: target = '' } = container;
    const duplicates = names.has(name) ? [duplicate(at.child('name'), name)] : [];
    if (!features.behaviours.containersCheckedAsList) {
      names.add(name);
      return [
        ...validateContainerCommon(container, scope, at),
        ...validateImageTrimmed(container.image, at),
        ...duplicates,
        ...(target !== '' && !others.has(target) ? [notFound(at.child('targetContainerName'), target)] : []),
        ...refuseFields(container, scope, at),
      ];
    }
    const missing = target !== '' && !names.has(target) ? [notFound(at.child('targetContainerName'), target)] : [];
    if (name === '') return [...missing, required(at, 'ephemeralContainer requires a name')];
    names.add(name);
    return [
      ...missing,
      // Upstream hands over a list of one, whose index then shows in the paths.
      ...validateListedContainers([container], false, scope, at),
      ...validateImageTrimmed(container.image, at.index(0)),
      ...duplicates,
      ...refuseFields(container, scope, at),
    ];
  });
}

function refuseFields(container: EphemeralContainer, { features }: SpecScope, path: Path): FieldError[] {
  const { ephemeralSecurityContexts, ephemeralVolumeDevices } = features.behaviours;
  const allowed = [
    ...(ephemeralSecurityContexts ? ['securityContext'] : []),
    ...(ephemeralVolumeDevices ? ['volumeDevices'] : []),
  ];
  const fields = NOT_ALLOWED.filter((field) => !allowed.includes(field) && isGiven(container, field));
  return [
    ...fields.map((field) => forbidden(path.child(field), NOT_EPHEMERAL)),
    ...(ephemeralVolumeDevices ? refuseSubPaths(container, path) : []),
  ];
}

function refuseSubPaths({ volumeMounts = [] }: EphemeralContainer, path: Path): FieldError[] {
  return volumeMounts.flatMap((mount, i) =>
    (['subPath', 'subPathExpr'] as const)
      .filter((field) => Boolean(mount[field]))
      .map((field) => forbidden(path.child('volumeMounts').index(i).child(field), NOT_EPHEMERAL)),
  );
}

function isGiven(container: EphemeralContainer, field: (typeof NOT_ALLOWED)[number]): boolean {
  const value: object | string | undefined = container[field];
  // Go's zero struct is none; an empty list is one.
  if (field === 'resources') return typeof value === 'object' && Object.keys(value).length > 0;
  return value !== undefined;
}
