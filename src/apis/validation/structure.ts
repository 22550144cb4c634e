/** Values in errors, in Go's syntax (`%#v`), as the versions before 1.34 print lists and objects. */
import { duplicate, type FieldError, goQuote, invalid } from '../field/errors.js';
import { type OwnerReference } from '../meta/v1.js';
import { type Path } from '../field/path.js';
import { goSyntax } from '../schema/go-text.js';
import { type ValidationWording } from './wording.js';

/** `Invalid value` of a list or an object: JSON, or `goSyntax`, as the version has it. */
export function invalidStructure(
  path: Path,
  value: unknown,
  goSyntax: string,
  detail: string,
  wording: ValidationWording,
): FieldError {
  if (wording.structuredValuesAsJson) return invalid(path, value, detail);
  return { type: 'FieldValueInvalid', field: path.toString(), value: goSyntax, detail };
}

/** `Invalid value` of anything that JSON can hold, as a custom object's fields are. */
export function invalidJson(path: Path, value: unknown, detail: string, wording: ValidationWording): FieldError {
  return shownAs(invalid(path, value, detail), value, wording);
}

/** `Duplicate value` of anything that JSON can hold. */
export function duplicateJson(path: Path, value: unknown, wording: ValidationWording): FieldError {
  return shownAs(duplicate(path, value), value, wording);
}

function shownAs(error: FieldError, value: unknown, wording: ValidationWording): FieldError {
  if (wording.structuredValuesAsJson) return error;
  if (value === null || value === undefined) return { ...error, value: '"null"' };
  return typeof value === 'object' ? { ...error, value: goSyntax(value) } : error;
}

/** `[]string{"a", "b"}`. */
export function goStrings(values: readonly string[]): string {
  return `[]string{${values.map(goQuote).join(', ')}}`;
}

/** `v1.OwnerReference{APIVersion:"v1", Kind:"A", …}`. */
export function goOwnerReference(reference: OwnerReference): string {
  const { apiVersion, kind, name, uid, controller, blockOwnerDeletion } = reference;
  const texts = Object.entries({ APIVersion: apiVersion, Kind: kind, Name: name, UID: uid });
  const pointers = Object.entries({ Controller: controller, BlockOwnerDeletion: blockOwnerDeletion });
  const fields = [
    ...texts.map(([field, value]) => `${field}:${goQuote(value)}`),
    ...pointers.map(([field, value]) => `${field}:(*bool)(${value === undefined ? 'nil' : ADDRESS})`),
  ];
  return `v1.OwnerReference{${fields.join(', ')}}`;
}

// Go prints where the value lies in memory; any address is as good.
const ADDRESS = '0xc000000000';

/** `2026-01-02 03:04:05 +0000 UTC`: time.Time's String, of an RFC 3339 text in UTC. */
export function goTime(text: string): string {
  return text.replace('T', ' ').replace('Z', ' +0000 UTC');
}
