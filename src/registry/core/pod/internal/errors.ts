/** Field errors that show a value of an internal type: JSON, or Go's syntax, as the version has it. */
import { type FieldError, goQuote } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { type Features } from '../../../../features/features.js';
import { internalGoList, internalGoSyntax } from './go-syntax.js';
import { escapeHtml, internalJson, internalJsonText } from './json.js';

/** `definition`: the value's type, a name of the core group. */
export function invalidInternal(
  path: Path,
  definition: string,
  value: object,
  detail: string,
  features: Features,
): FieldError {
  const print = features.behaviours.structuredValuesAsJson ? internalJsonText : internalGoSyntax;
  return invalidText(path, print(features, definition, value), detail);
}

/** The same of a list. */
export function invalidInternals(
  path: Path,
  definition: string,
  values: readonly object[] | undefined,
  detail: string,
  features: Features,
): FieldError {
  if (!features.behaviours.structuredValuesAsJson) {
    const text = values === undefined ? `[]core.${definition}(nil)` : internalGoList(features, definition, values);
    return invalidText(path, text, detail);
  }
  const list = values?.map((value) => internalJson(features, definition, value)) ?? null;
  return invalidText(path, escapeHtml(JSON.stringify(list)), detail);
}

function invalidText(path: Path, value: string, detail: string): FieldError {
  return { type: 'FieldValueInvalid', field: path.toString(), value, detail };
}

/** A text behind a pointer: newer versions print it as JSON, too. */
export function invalidPointer(path: Path, value: string, detail: string, { behaviours }: Features): FieldError {
  const text = behaviours.structuredValuesAsJson ? escapeHtml(JSON.stringify(value)) : goQuote(value);
  return invalidText(path, text, detail);
}
