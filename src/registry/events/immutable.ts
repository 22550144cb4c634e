/** What is shown of a changed field, as JSON or in Go's syntax (`%#v`), whichever the version has. */
import { type FieldError, goQuote, invalid } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { invalidStructure } from '../../apis/validation/structure.js';
import { type ValidationWording } from '../../apis/validation/wording.js';

export type StructureName = 'text' | 'number' | 'ObjectReference' | 'EventSource' | 'Time' | 'MicroTime';

const DETAIL = 'field is immutable';

/** Fields of Go's structs in their order. */
const FIELDS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  ObjectReference: [
    ['Kind', 'kind'],
    ['Namespace', 'namespace'],
    ['Name', 'name'],
    ['UID', 'uid'],
    ['APIVersion', 'apiVersion'],
    ['ResourceVersion', 'resourceVersion'],
    ['FieldPath', 'fieldPath'],
  ],
  EventSource: [
    ['Component', 'component'],
    ['Host', 'host'],
  ],
};

export function immutableStructure(
  path: Path,
  value: unknown,
  as: StructureName,
  wording: ValidationWording,
): FieldError {
  const fields = FIELDS[as];
  if (fields === undefined) return invalid(path, value, DETAIL);
  if (value === null) return invalid(path, null, DETAIL);
  const record = value as Readonly<Record<string, string | undefined>>;
  // The internal types have no names of JSON.
  const json = Object.fromEntries(fields.map(([field, name]) => [field, record[name] ?? '']));
  const text = fields.map(([field, name]) => `${field}:${goQuote(record[name] ?? '')}`).join(', ');
  return invalidStructure(path, json, `core.${as}{${text}}`, DETAIL, wording);
}

/** True where two RFC 3339 times differ by less than what is stored of them. */
export function sameMicrosecond(a: string | null | undefined, b: string | null | undefined): boolean {
  const whole = (time: string | null | undefined): string => (time ?? '').replace(/(\.\d{6})\d+/, '$1');
  return whole(a) === whole(b);
}
