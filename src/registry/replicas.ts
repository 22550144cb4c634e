/** Checks of numbers in specs and statuses. Source: pkg/apis/{apps,core,batch}/validation/validation.go. */
import { type FieldError, invalid } from '../apis/field/errors.js';
import { type Path } from '../apis/field/path.js';
import { validateNonnegative } from './core/pod/validation/numbers.js';

/** None of these fields of `part` may be below zero. */
export function validateNonnegatives(part: object | undefined, fields: readonly string[], path: Path): FieldError[] {
  const values = (part ?? {}) as Readonly<Record<string, number | undefined>>;
  return fields.flatMap((field) => validateNonnegative(values[field], path.child(field)));
}

/** None of these fields may be above that one. `limit` is how the error names it. */
export function validateAtMost(
  part: object | undefined,
  fields: readonly string[],
  most: string,
  limit: string,
  path: Path,
): FieldError[] {
  const values = (part ?? {}) as Readonly<Record<string, number | undefined>>;
  return fields
    .filter((field) => (values[field] ?? 0) > (values[most] ?? 0))
    .map((field) => invalid(path.child(field), values[field] ?? 0, `cannot be greater than ${limit}`));
}

interface Counted {
  readonly collisionCount?: number;
}

export function validateCollisionCount(
  status: Counted | undefined,
  old: Counted | undefined,
  path: Path,
): FieldError[] {
  const [next, before] = [status?.collisionCount ?? 0, old?.collisionCount ?? 0];
  return next < before ? [invalid(path.child('collisionCount'), next, 'cannot be decremented')] : [];
}
