/** Containers as the versions up to 1.24 check them: every sort by one function, hooks and probes before the rest. */
import { type Container } from '../../../../apis/core/pod-container.js';
import { type FieldError, duplicate, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { validateContainerName, validateContainerParts } from './containers.js';
import { validateHostPortsUnique } from './ports.js';
import { validateLifecycle, validatePlainProbe } from './probes.js';
import { type SpecScope } from './scope.js';

export function validateListedContainers(
  containers: readonly Container[],
  init: boolean,
  scope: SpecScope,
  path: Path,
): FieldError[] {
  const names = new Set<string>();
  const errors = containers.flatMap((container, i) => {
    const at = path.index(i);
    const { name = '', image = '' } = container;
    const found = validateContainerName(container, scope, at);
    if (names.has(name)) found.push(duplicate(at.child('name'), name));
    names.add(name);
    if (image === '') found.push(required(at.child('image')));
    return [...found, ...validateHooksAndPolicy(container, scope, at), ...validateContainerParts(container, scope, at)];
  });
  // Init containers run one after another.
  const groups = init ? containers.map((container) => [container]) : [containers];
  return [...errors, ...groups.flatMap((group) => validateHostPortsUnique(group, path))];
}

const POLICIES = ['File', 'FallbackToLogsOnError'];

function validateHooksAndPolicy(container: Container, scope: SpecScope, path: Path): FieldError[] {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle, terminationMessagePolicy: policy = '' } = container;
  const grace = readinessProbe?.terminationGracePeriodSeconds;
  const graceAt = path.child('readinessProbe', 'terminationGracePeriodSeconds');
  const startup = validatePlainProbe(startupProbe, scope, path.child('startupProbe'));
  const policyAt = path.child('terminationMessagePolicy');
  const detail = "must be 'File' or 'FallbackToLogsOnError'";
  return [
    ...(lifecycle === undefined ? [] : validateLifecycle(lifecycle, scope, path.child('lifecycle'))),
    ...validatePlainProbe(livenessProbe, scope, path.child('livenessProbe')),
    ...(scope.features.behaviours.startupProbesCheckedTwice
      ? [...(grace === undefined ? [] : [invalid(graceAt, grace, 'must not be set for readinessProbes')]), ...startup]
      : []),
    ...validateOneSuccess(livenessProbe?.successThreshold, path.child('livenessProbe', 'successThreshold')),
    ...startup,
    ...validateOneSuccess(startupProbe?.successThreshold, path.child('startupProbe', 'successThreshold')),
    ...(policy === ''
      ? [required(policyAt, detail)]
      : POLICIES.includes(policy)
        ? []
        : [invalid(policyAt, policy, detail)]),
    ...validatePlainProbe(readinessProbe, scope, path.child('readinessProbe')),
  ];
}

function validateOneSuccess(threshold: number | undefined, path: Path): FieldError[] {
  return threshold === undefined || threshold === 1 ? [] : [invalid(path, threshold, 'must be 1')];
}
