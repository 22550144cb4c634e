/** Columns, subresources and deprecation of a version. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go. */
import { type FieldError, invalid, required } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import {
  type CustomResourceColumnDefinition,
  type CustomResourceDefinitionVersion,
  type CustomResourceSubresources,
} from '../types.js';

const TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

export function validateColumn(column: CustomResourceColumnDefinition, path: Path): FieldError[] {
  const { name, type, format = '', jsonPath } = column;
  const errors: FieldError[] = [];
  if (name === '') errors.push(required(path.child('name')));
  const text = `must be one of ${TYPES.join(',')}`;
  if (type === '') errors.push(required(path.child('type'), text));
  else if (!TYPES.includes(type)) errors.push(invalid(path.child('type'), type, text));
  if (format !== '' && !FORMATS.includes(format)) {
    errors.push(invalid(path.child('format'), format, `must be one of ${FORMATS.join(',')}`));
  }
  const at = path.child('JSONPath');
  return [...errors, ...(jsonPath === '' ? [required(at)] : simplePathErrors(jsonPath, at))];
}

export function validateSubresources({ scale }: CustomResourceSubresources, path: Path): FieldError[] {
  if (scale === undefined) return [];
  const { specReplicasPath, statusReplicasPath, labelSelectorPath = '' } = scale;
  return [
    ...scalePathErrors(specReplicasPath, path.child('scale.specReplicasPath'), ['.spec']),
    ...scalePathErrors(statusReplicasPath, path.child('scale.statusReplicasPath'), ['.status']),
    ...(labelSelectorPath === ''
      ? []
      : scalePathErrors(labelSelectorPath, path.child('scale.labelSelectorPath'), ['.spec', '.status'])),
  ];
}

function scalePathErrors(text: string, path: Path, roots: readonly string[]): FieldError[] {
  if (text === '') return [required(path)];
  const errors = simplePathErrors(text, path);
  if (errors.length > 0 || roots.some((root) => text.startsWith(`${root}.`))) return errors;
  const where = roots.length === 1 ? roots.join('') : `either ${roots.join(' or ')}`;
  return [invalid(path, text, `should be a json path under ${where}`)];
}

function simplePathErrors(text: string, path: Path): FieldError[] {
  return text.startsWith('.') ? [] : [invalid(path, text, 'must be a simple json path starting with .')];
}

export function validateDeprecation(
  {
    deprecated = false,
    deprecationWarning,
  }: Pick<CustomResourceDefinitionVersion, 'deprecated' | 'deprecationWarning'>,
  path: Path,
): FieldError[] {
  if (deprecationWarning === undefined) return [];
  return warningTexts(deprecationWarning, deprecated).map((text) => invalid(path, deprecationWarning, text));
}

const LONGEST_WARNING = 256;

function warningTexts(warning: string, deprecated: boolean): string[] {
  if (!deprecated) return ['can only be set for deprecated versions'];
  const texts: string[] = [];
  if (Buffer.byteLength(warning) > LONGEST_WARNING) texts.push('must be <= 256 characters long');
  if (warning === '') texts.push('must not be an empty string');
  // Go calls all but letters, marks, numbers, punctuation, symbols and the space no printable ones.
  const odd = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.exec(warning);
  if (odd !== null) {
    const index = Buffer.byteLength(warning.slice(0, odd.index));
    texts.push(`must only contain printable UTF-8 characters; non-printable character found at index ${String(index)}`);
  }
  return texts;
}
