/** Field errors and their texts. Source: k8s.io/apimachinery/pkg/util/validation/field/errors.go. */
import { type StatusCause } from '../meta/v1.js';
import { type Path } from './path.js';

const TYPES = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  InternalError: 'Internal error',
  FieldValueTypeInvalid: 'Invalid value',
} as const;

export type FieldErrorType = keyof typeof TYPES;

export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  /** Printed as Go prints it, or undefined where the text carries no value. */
  readonly value: string | undefined;
  readonly detail: string;
}

/** A value as Go's %q, %v or JSON printing shows it in an error; a plain text for `raw`. */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return goQuote(value);
  return JSON.stringify(value);
}

/** strconv.Quote. */
export function goQuote(text: string): string {
  return `"${Array.from(text, (c) => GO_ESCAPES[c] ?? (c < ' ' || c === '\x7f' ? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}` : c)).join('')}"`;
}

const GO_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};

export function invalid(path: Path, value: unknown, detail: string): FieldError {
  return { type: 'FieldValueInvalid', field: path.toString(), value: goValue(value), detail };
}

export function required(path: Path, detail = ''): FieldError {
  return { type: 'FieldValueRequired', field: path.toString(), value: undefined, detail };
}

export function duplicate(path: Path, value: unknown): FieldError {
  return { type: 'FieldValueDuplicate', field: path.toString(), value: goValue(value), detail: '' };
}

export function forbidden(path: Path, detail: string): FieldError {
  return { type: 'FieldValueForbidden', field: path.toString(), value: undefined, detail };
}

export function notFound(path: Path, value: unknown): FieldError {
  return { type: 'FieldValueNotFound', field: path.toString(), value: goValue(value), detail: '' };
}

export function notSupported(path: Path, value: unknown, supported: readonly string[]): FieldError {
  const detail = supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`;
  return { type: 'FieldValueNotSupported', field: path.toString(), value: goValue(value), detail };
}

/** `text` is the version's own: see the behaviour fieldTooLong. */
export function tooLong(path: Path, detail: string): FieldError {
  return { type: 'FieldValueTooLong', field: path.toString(), value: undefined, detail };
}

export function tooMany(path: Path, actual: number, maximum: number): FieldError {
  return {
    type: 'FieldValueTooMany',
    field: path.toString(),
    value: String(actual),
    detail: `must have at most ${maximum} item${maximum === 1 ? '' : 's'}`,
  };
}

/** `detail`: of what went wrong on the server's side. */
export function internalError(path: Path, detail: string): FieldError {
  return { type: 'InternalError', field: path.toString(), value: undefined, detail };
}

function body({ type, value, detail }: FieldError): string {
  const head = value === undefined ? TYPES[type] : `${TYPES[type]}: ${value}`;
  return detail === '' ? head : `${head}: ${detail}`;
}

/** `metadata.name: Required value: name or generateName is required`. */
export function fieldErrorText(error: FieldError): string {
  return `${error.field}: ${body(error)}`;
}

export function fieldErrorCause(error: FieldError): StatusCause {
  return { reason: error.type, message: body(error), field: error.field };
}
