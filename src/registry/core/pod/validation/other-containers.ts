/** Init containers and ephemeral containers. Source: pkg/apis/core/validation/validation.go. */
import { type EphemeralContainer } from '../../../../apis/core/pod-container.js';
import {
  type FieldError,
  duplicate,
  forbidden,
  invalid,
  notFound,
  notSupported,
} from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import {
  type ContainerScope,
  PROBES,
  validateContainerCommon,
  validateHooks,
  validateHostPortsUnique,
} from './containers.js';

export function validateInitContainers(scope: ContainerScope, path: Path): FieldError[] {
  const { spec, features } = scope;
  const sidecars = features.enabled('SidecarContainers');
  const names = new Set((spec.containers ?? []).map(({ name = '' }) => name));
  return (spec.initContainers ?? []).flatMap((container, i) => {
    const at = path.index(i);
    const { name = '', restartPolicy } = container;
    const errors = validateContainerCommon(container, scope, at);
    if (restartPolicy !== undefined && restartPolicy !== 'Always' && !features.enabled('ContainerRestartRules')) {
      errors.push(notSupported(at.child('restartPolicy'), restartPolicy, ['Always']));
    }
    if (names.has(name)) errors.push(duplicate(at.child('name'), name));
    else if (name !== '') names.add(name);
    errors.push(...validateHostPortsUnique([container], path));
    if (sidecars && restartPolicy === 'Always') return [...errors, ...validateHooks(container, scope, at)];
    const given = (['lifecycle', ...PROBES] as const).filter((field) => container[field] !== undefined);
    return [
      ...errors,
      ...given.map((field) =>
        sidecars
          ? forbidden(at.child(field), 'may not be set for init containers without restartPolicy=Always')
          : invalid(at.child(field), container[field], 'must not be set for init containers'),
      ),
    ];
  });
}

const FOR_PODS_ONLY = ['ports', ...PROBES, 'lifecycle', 'resources', 'resizePolicy', 'restartPolicy'] as const;
const NOT_EPHEMERAL = 'cannot be set for an Ephemeral Container';

export function validateEphemeralContainers(scope: ContainerScope, path: Path): FieldError[] {
  const { spec } = scope;
  const others = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name = '' }) => name));
  const names = new Set(others);
  return (spec.ephemeralContainers ?? []).flatMap((container, i) => {
    const at = path.index(i);
    const { name = '', targetContainerName: target = '', volumeMounts } = container;
    const errors = validateContainerCommon(container, scope, at);
    if (names.has(name)) errors.push(duplicate(at.child('name'), name));
    names.add(name);
    if (target !== '' && !others.has(target)) errors.push(notFound(at.child('targetContainerName'), target));
    const fields = FOR_PODS_ONLY.filter((field) => isGiven(container, field));
    errors.push(...fields.map((field) => forbidden(at.child(field), NOT_EPHEMERAL)));
    for (const [j, mount] of (volumeMounts ?? []).entries()) {
      const mountPath = at.child('volumeMounts').index(j);
      if (mount.subPath) errors.push(forbidden(mountPath.child('subPath'), NOT_EPHEMERAL));
      if (mount.subPathExpr) errors.push(forbidden(mountPath.child('subPathExpr'), NOT_EPHEMERAL));
    }
    return errors;
  });
}

function isGiven(container: EphemeralContainer, field: (typeof FOR_PODS_ONLY)[number]): boolean {
  const value: object | string | undefined = container[field];
  return typeof value === 'object' ? Object.keys(value).length > 0 : value !== undefined;
}
