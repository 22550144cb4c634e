/**
 * The rules for label keys, label values and annotations.
 * Source: k8s.io/apimachinery/pkg/api/validate/content/kube.go, pkg/apis/meta/v1/validation, pkg/api/validation/objectmeta.go.
 */
import { type FieldError, invalid, tooLong } from '../field/errors.js';
import { type Path } from '../field/path.js';
import { emptyError, isDNS1123Subdomain, longerThan, maxLenError, regexError } from './names.js';
import { type ValidationWording } from './wording.js';

const LABEL_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${LABEL_NAME})?`;
const MAX = 63;
const isName = new RegExp(`^${LABEL_NAME}$`);
const isValue = new RegExp(`^${LABEL_VALUE}$`);
const NAME_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/** The bytes that all annotations of an object may have together. */
export const TOTAL_ANNOTATION_SIZE_LIMIT = 256 * 1024;

/** An optional DNS subdomain, a slash, a name: label keys, annotation keys, finalizers, resource names. */
export function isQualifiedName(value: string, wording: ValidationWording): string[] {
  const nameError = regexError(NAME_RULE, LABEL_NAME, 'MyName', 'my.name', '123-abc');
  const parts = value.split('/');
  if (parts.length > 2) {
    return [
      `${wording.labelKeyTerm} ${nameError} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.at(-1) ?? '';
  const errors: string[] = [];
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    const broken = prefix === '' ? [emptyError()] : isDNS1123Subdomain(prefix, wording.labelLengthUnit);
    errors.push(...broken.map((text) => `prefix part ${text}`));
  }
  if (name === '') errors.push(`name part ${emptyError()}`);
  else if (longerThan(name, MAX)) errors.push(`name part ${maxLenError(MAX, wording.labelLengthUnit)}`);
  if (!isName.test(name)) errors.push(`name part ${nameError}`);
  return errors;
}

export function isValidLabelValue(value: string, wording: ValidationWording): string[] {
  const errors = longerThan(value, MAX) ? [maxLenError(MAX, wording.labelLengthUnit)] : [];
  if (!isValue.test(value)) {
    const message = `a valid label must be an empty string or ${NAME_RULE.replace('must consist', 'consist')}`;
    errors.push(regexError(message, LABEL_VALUE, 'MyValue', 'my_value', '12345'));
  }
  return errors;
}

export function validateLabelName(name: string, path: Path, wording: ValidationWording): FieldError[] {
  return isQualifiedName(name, wording).map((text) => invalid(path, name, text));
}

export function validateLabels(
  labels: Readonly<Record<string, string>> | undefined,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...validateLabelName(key, path, wording),
    ...isValidLabelValue(value, wording).map((text) => invalid(path, value, text)),
  ]);
}

export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  const entries = Object.entries(annotations ?? {});
  const errors = entries.flatMap(([key]) =>
    isQualifiedName(key.toLowerCase(), wording).map((text) => invalid(path, key, text)),
  );
  if (annotationsSize(annotations ?? {}) > TOTAL_ANNOTATION_SIZE_LIMIT)
    errors.push(tooLongBytes(path, TOTAL_ANNOTATION_SIZE_LIMIT, wording));
  return errors;
}

/** The bytes of all keys and values. */
export function annotationsSize(annotations: Readonly<Record<string, string>>): number {
  const bytes = (sum: number, text: string): number => sum + Buffer.byteLength(text);
  return Object.entries(annotations).flat().reduce(bytes, 0);
}

/** `Too long: may not be more than 262144 bytes`. */
export function tooLongBytes(path: Path, maximum: number, wording: ValidationWording): FieldError {
  return tooLong(path, `${wording.tooLongPhrase} ${String(maximum)} bytes`);
}
