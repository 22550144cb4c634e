/** Fields that a definition lets be selected. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go (ValidateCustomResourceSelectableFields). */
import { duplicate, type FieldError, invalid, required, tooMany } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { FieldPathError, findField, type FoundField } from '../field-path.js';
import { type JSONSchemaProps } from '../schema.js';
import { type SelectableField } from '../types.js';

const TYPES = ['string', 'boolean', 'integer'];
export const MOST_SELECTABLE_FIELDS = 8;

/** `mayBeTooMany`: they were as many before. */
export function validateSelectableFields(
  fields: readonly SelectableField[],
  schema: JSONSchemaProps,
  path: Path,
  mayBeTooMany: boolean,
): FieldError[] {
  const known = new Set<string>();
  const errors = fields.flatMap(({ jsonPath = '' }, i) => {
    const at = path.index(i).child('jsonPath');
    if (jsonPath === '') return [required(at)];
    const found = find(jsonPath, schema);
    if (typeof found === 'string') return [invalid(at, jsonPath, `is an invalid path: ${found}`)];
    const own = fieldErrors(found, jsonPath, at);
    const name = found.path.toString();
    if (known.has(name)) own.push(duplicate(at, jsonPath));
    known.add(name);
    return own;
  });
  if (known.size > MOST_SELECTABLE_FIELDS && !mayBeTooMany) {
    errors.push(tooMany(path, known.size, MOST_SELECTABLE_FIELDS));
  }
  return errors;
}

function find(text: string, schema: JSONSchemaProps): FoundField | string {
  try {
    return findField(text, schema, false);
  } catch (error) {
    if (error instanceof FieldPathError) return error.message;
    throw error;
  }
}

function fieldErrors({ names, schema }: FoundField, text: string, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  if (names[0] === 'metadata') errors.push(invalid(at, text, 'must not point to fields in metadata'));
  if (!TYPES.includes(schema.type ?? '')) {
    const words =
      'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';
    errors.push(invalid(at, text, words));
  }
  return errors;
}
