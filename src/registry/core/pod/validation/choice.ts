/** A field that has one of some values. */
import { type FieldError, notSupported, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';

/** … and must have one. */
export function validateChoice(value: string | undefined, choices: readonly string[], path: Path): FieldError[] {
  return value === undefined || value === '' ? [required(path)] : validateOptionalChoice(value, choices, path);
}

export function validateOptionalChoice(
  value: string | undefined,
  choices: readonly string[],
  path: Path,
): FieldError[] {
  return value === undefined || choices.includes(value) ? [] : [notSupported(path, value, choices)];
}
