/** The files that volumes make of keys and fields. Source: pkg/apis/core/validation/validation.go. */
import { type DownwardAPIVolumeFile, type KeyToPath } from '../../../../apis/core/pod-volume.js';
import { type FieldError, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { NO_GATED_FIELDS, validateFieldSelector, validateResourceSelector } from './field-refs.js';
import { validateFileMode, validateFileUser, validateLocalNonReservedPath } from './paths.js';
import { type PodValidationOptions } from './scope.js';

export function validateKeyToPath({ key = '', path: file = '', mode, user }: KeyToPath, path: Path): FieldError[] {
  return [
    ...(key === '' ? [required(path.child('key'))] : []),
    ...(file === '' ? [required(path.child('path'))] : []),
    ...validateLocalNonReservedPath(file, path.child('path')),
    ...validateFileMode(mode, path.child('mode')),
    ...validateFileUser(user, path.child('user')),
  ];
}

const VOLUME_FIELDS = {
  fields: ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'],
  ...NO_GATED_FIELDS,
};

export function validateDownwardFile(
  file: DownwardAPIVolumeFile,
  path: Path,
  options: PodValidationOptions,
): FieldError[] {
  const { path: name = '', fieldRef, resourceFieldRef, mode, user } = file;
  const errors = [
    ...(name === '' ? [required(path.child('path'))] : []),
    ...validateLocalNonReservedPath(name, path.child('path')),
  ];
  if (fieldRef !== undefined) {
    errors.push(...validateFieldSelector(fieldRef, VOLUME_FIELDS, path.child('fieldRef'), options.features));
    if (resourceFieldRef !== undefined) {
      errors.push(invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
    }
  } else if (resourceFieldRef !== undefined) {
    errors.push(...validateResourceSelector(resourceFieldRef, path.child('resourceFieldRef'), true, options));
  } else {
    errors.push(required(path, 'one of fieldRef and resourceFieldRef is required'));
  }
  return [...errors, ...validateFileMode(mode, path.child('mode')), ...validateFileUser(user, path.child('user'))];
}
