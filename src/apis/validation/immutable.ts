/** Fields that never change. Source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go (ValidateImmutableField). */
import { isDeepStrictEqual } from 'node:util';
import { type FieldError, forbidden } from '../field/errors.js';
import { type Path } from '../field/path.js';
import { immutable } from './object-meta.js';

/** `Invalid value: …: field is immutable`, where the two differ. */
export function validateImmutable(value: unknown, old: unknown, path: Path): FieldError[] {
  return isDeepStrictEqual(value, old) ? [] : [immutable(path, value)];
}

/** The same, without showing the value where the version checks by declarations. */
export function validateFixed(value: unknown, old: unknown, path: Path, declared: boolean): FieldError[] {
  return isDeepStrictEqual(value, old) ? [] : [immutable(path, declared ? null : value)];
}

/** `Forbidden: updates to parameters are forbidden.`, where the two differ. */
export function validateNoUpdates(value: unknown, old: unknown, name: string, path: Path): FieldError[] {
  return isDeepStrictEqual(value, old) ? [] : [forbidden(path, `updates to ${name} are forbidden.`)];
}
