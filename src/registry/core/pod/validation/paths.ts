/** File paths, modes and owners in pods. Source: pkg/apis/core/validation/validation.go. */
import { type FieldError, invalid } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { validateId } from './numbers.js';

export const FILE_MODE_ERROR = 'must be a number between 0 and 0777 (octal), both inclusive';

export function validateFileMode(mode: number | undefined, path: Path): FieldError[] {
  return mode !== undefined && (mode > 0o777 || mode < 0) ? [invalid(path, mode, FILE_MODE_ERROR)] : [];
}

/** The user that a file is given to. */
export function validateFileUser(user: number | undefined, path: Path): FieldError[] {
  return validateId(user, path);
}

export function validatePathNoBacksteps(target: string, path: Path): FieldError[] {
  return target.split('/').includes('..') ? [invalid(path, target, "must not contain '..'")] : [];
}

/** A path that stays below where it starts. */
export function validateLocalDescendingPath(target: string, path: Path): FieldError[] {
  return [
    ...(target.startsWith('/') ? [invalid(path, target, 'must be a relative path')] : []),
    ...validatePathNoBacksteps(target, path),
  ];
}

/** … and does not start as the kubelet's own files do. */
export function validateLocalNonReservedPath(target: string, path: Path): FieldError[] {
  const reserved = target.startsWith('..') && !target.startsWith('../');
  return [
    ...validateLocalDescendingPath(target, path),
    ...(reserved ? [invalid(path, target, "must not start with '..'")] : []),
  ];
}
