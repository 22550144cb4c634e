/** Counts that may be shares of a whole: `3`, `25%`. Source: pkg/apis/apps/validation/validation.go. */
import { type FieldError, invalid } from '../apis/field/errors.js';
import { type Path } from '../apis/field/path.js';
import { goIntOrString } from '../apis/validation/go-syntax.js';
import { regexError } from '../apis/validation/names.js';
import { invalidStructure } from '../apis/validation/structure.js';
import { type ValidationWording } from '../apis/validation/wording.js';

export type IntOrString = number | string;

const PERCENT = /^[0-9]+%$/;
const PERCENT_RULE = "a valid percent string must be a numeric string followed by an ending '%'";

/** A field error that shows such a count. */
export function invalidCount(path: Path, value: IntOrString, detail: string, wording: ValidationWording): FieldError {
  return invalidStructure(path, value, goIntOrString(value), detail, wording);
}

export function validatePositiveIntOrPercent(value: IntOrString, path: Path, wording: ValidationWording): FieldError[] {
  if (typeof value === 'number') {
    return value < 0 ? [invalid(path, value, 'must be greater than or equal to 0')] : [];
  }
  if (PERCENT.test(value)) return [];
  return [invalidCount(path, value, regexError(PERCENT_RULE, '[0-9]+%', '1%', '93%'), wording)];
}

export function validateNotMoreThanAll(value: IntOrString, path: Path, wording: ValidationWording): FieldError[] {
  const share = typeof value === 'string' && PERCENT.test(value) ? Number(value.slice(0, -1)) : 0;
  return share > 100 ? [invalidCount(path, value, 'must not be greater than 100%', wording)] : [];
}

/** The number before the percent sign or the number itself, 0 for what is neither. */
export function countOf(value: IntOrString): number {
  if (typeof value === 'number') return value;
  const digits = PERCENT.test(value) ? value.slice(0, -1) : value;
  return /^[+-]?\d+$/.test(digits) ? Number(digits) : 0;
}
