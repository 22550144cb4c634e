/** Values in errors, in Go's syntax (`%#v`), as the versions before 1.34 print lists and objects. */
import { type FieldError, goQuote, invalid } from '../field/errors.js';
import { type OwnerReference } from '../meta/v1.js';
import { type Path } from '../field/path.js';
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
