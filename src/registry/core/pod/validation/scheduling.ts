/** What holds a pod's scheduling back or groups it. Source: pkg/apis/core/validation/validation.go. */
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, duplicate, forbidden, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isQualifiedName } from '../../../../apis/validation/labels.js';
import { nameIsDNSLabel, nameIsDNSSubdomain } from '../../../../apis/validation/names.js';
import { type SpecScope } from './scope.js';

export function validateSchedulingGates({ spec, features }: SpecScope, path: Path): FieldError[] {
  const seen = new Set<string>();
  return (spec.schedulingGates ?? []).flatMap(({ name = '' }, i) => {
    const at = path.index(i);
    const errors = features.behaviours.schedulingGatesQualified
      ? isQualifiedName(name, features.behaviours).map((text) => invalid(at, name, text))
      : name === ''
        ? [required(at, 'must not be empty')]
        : [];
    if (seen.has(name)) errors.push(duplicate(at, name));
    seen.add(name);
    return errors;
  });
}

/** On an update: none is added. */
export function validateOnlyDeletedGates(
  { schedulingGates: next = [] }: PodSpec,
  { schedulingGates: old = [] }: PodSpec,
  path: Path,
): FieldError[] {
  const known = new Set(old.map(({ name }) => name));
  return next.flatMap(({ name = '' }, i) => {
    if (known.has(name)) return [];
    const detail = `only deletion is allowed, but found new scheduling gate '${name}'`;
    return [forbidden(path.index(i).child('name'), detail)];
  });
}

export function validateSchedulingGroup({ spec, features }: SpecScope, path: Path): FieldError[] {
  const { workloadRef, schedulingGroup, evictionResponders = [] } = spec;
  const errors: FieldError[] = [];
  if (workloadRef !== undefined) {
    const at = path.child('workloadRef');
    const { name = '', podGroup = '', podGroupReplicaKey: key = '' } = workloadRef;
    const isLabel = (text: string): string[] => nameIsDNSLabel(text, false, features.behaviours);
    errors.push(
      ...nameIsDNSSubdomain(name, false).map((text) => invalid(at.child('name'), name, text)),
      ...isLabel(podGroup).map((text) => invalid(at.child('podGroup'), podGroup, text)),
      ...(key === '' ? [] : isLabel(key).map((text) => invalid(at.child('podGroupReplicaKey'), key, text))),
    );
  }
  if (schedulingGroup !== undefined) {
    const at = path.child('schedulingGroup');
    const { podGroupName: name } = schedulingGroup;
    const nameAt = at.child('podGroupName');
    errors.push(
      ...(name === undefined
        ? [invalid(nameAt, name, 'must specify one of: `podGroupName`')]
        : nameIsDNSSubdomain(name, false).map((text) => invalid(nameAt, name, text))),
      ...(evictionResponders.length > 0 ? [forbidden(at, 'may not be set when evictionResponders is set')] : []),
    );
  }
  return errors;
}
