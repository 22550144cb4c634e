/** The rules for metadata.managedFields and for fieldManager. Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go. */
import { type FieldError, invalid, notSupported, required } from '../field/errors.js';
import { type Path } from '../field/path.js';
import { tooLongBytes } from './labels.js';
import { longerThan } from './names.js';
import { type ValidationWording } from './wording.js';

const MANAGER_MAX = 128;
const SUBRESOURCE_MAX = 256;
const OPERATIONS = ['Apply', 'Update'];

interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation?: string;
  readonly fieldsType?: string;
  readonly subresource?: string;
}

export function validateManagedFields(
  entries: readonly object[] | undefined,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  return (entries ?? []).flatMap((entry: ManagedFieldsEntry, i) => {
    const { manager = '', operation = '', fieldsType = '', subresource = '' } = entry;
    const at = path.index(i);
    return [
      ...validateOperation(operation, at.child('operation'), wording),
      ...(fieldsType === '' || fieldsType === 'FieldsV1'
        ? []
        : [invalid(at.child('fieldsType'), fieldsType, 'must be `FieldsV1`')]),
      ...validateFieldManager(manager, at.child('manager'), wording),
      ...(longerThan(subresource, SUBRESOURCE_MAX)
        ? [tooLongBytes(at.child('subresource'), SUBRESOURCE_MAX, wording)]
        : []),
    ];
  });
}

function validateOperation(operation: string, path: Path, wording: ValidationWording): FieldError[] {
  if (OPERATIONS.includes(operation)) return [];
  if (!wording.declarativeMetadataValidation) return [invalid(path, operation, 'must be `Apply` or `Update`')];
  return operation === '' ? [required(path, 'must not be empty')] : [notSupported(path, operation, OPERATIONS)];
}

/** The query's fieldManager, and managedFields' manager. */
export function validateFieldManager(manager: string, path: Path, wording: ValidationWording): FieldError[] {
  const errors = longerThan(manager, MANAGER_MAX) ? [tooLongBytes(path, MANAGER_MAX, wording)] : [];
  if (/^[\x20-\x7e]*$/.test(manager)) return errors;
  let position = 0;
  for (const character of manager) {
    if (!isPrint(character)) {
      errors.push(invalid(path, manager, `invalid character ${unicode(character)} (at position ${String(position)})`));
    }
    position += Buffer.byteLength(character);
  }
  return errors;
}

// unicode.IsPrint: letters, marks, numbers, punctuation, symbols, and of the spaces only U+0020.
function isPrint(character: string): boolean {
  return character === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character);
}

// fmt's %#U, which adds the character itself where it can be printed; here it never can.
function unicode(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
