/** What can be seen of rules without compiling them. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go. */
import { type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { FieldPathError, findField } from '../field-path.js';
import { type JSONSchemaProps, type ValidationRule } from '../schema.js';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const LINE_BREAK = /[\n\r]/;

export interface MemberWording {
  /** Texts about messages begin with `message `, those about paths with `fieldPath `. */
  readonly membersNamed: boolean;
}

export function ruleMemberErrors(schema: JSONSchemaProps, path: Path, { membersNamed }: MemberWording): FieldError[] {
  const at = path.child('x-kubernetes-validations');
  return (schema['x-kubernetes-validations'] ?? []).flatMap((rule, index) => [
    ...textErrors(rule, at.index(index), membersNamed ? 'message ' : ''),
    ...reasonErrors(rule, at.index(index)),
    ...fieldPathErrors(rule, schema, at.index(index), membersNamed ? 'fieldPath ' : ''),
  ]);
}

function textErrors(
  { rule, message = '', messageExpression = '' }: ValidationRule,
  at: Path,
  prefix: string,
): FieldError[] {
  const [trimmedRule, trimmedMessage] = [rule.trim(), message.trim()];
  const errors: FieldError[] = [];
  if (trimmedRule === '') errors.push(required(at.child('rule'), 'rule is not specified'));
  else if (message !== '' && trimmedMessage === '') {
    errors.push(invalid(at.child('message'), message, `${prefix}must be non-empty if specified`));
  } else if (LINE_BREAK.test(trimmedMessage)) {
    errors.push(invalid(at.child('message'), message, `${prefix}must not contain line breaks`));
  } else if (LINE_BREAK.test(trimmedRule) && trimmedMessage === '') {
    errors.push(required(at.child('message'), 'message must be specified if rule contains line breaks'));
  }
  if (messageExpression !== '' && messageExpression.trim() === '') {
    errors.push(required(at.child('messageExpression'), 'messageExpression must be non-empty if specified'));
  }
  return errors;
}

function reasonErrors({ reason }: ValidationRule, at: Path): FieldError[] {
  return reason === undefined || REASONS.includes(reason) ? [] : [notSupported(at.child('reason'), reason, REASONS)];
}

function fieldPathErrors(
  { fieldPath = '' }: ValidationRule,
  schema: JSONSchemaProps,
  at: Path,
  prefix: string,
): FieldError[] {
  if (fieldPath === '') return [];
  const wrong = (text: string): FieldError => invalid(at.child('fieldPath'), fieldPath, prefix + text);
  return [
    ...(fieldPath.trim() === '' ? [wrong('must be non-empty if specified')] : []),
    ...(LINE_BREAK.test(fieldPath) ? [wrong('must not contain line breaks')] : []),
    ...(leadsSomewhere(fieldPath, schema) ? [] : [wrong('must be a valid path')]),
  ];
}

function leadsSomewhere(fieldPath: string, schema: JSONSchemaProps): boolean {
  try {
    findField(fieldPath, schema, true);
    return true;
  } catch (error) {
    if (error instanceof FieldPathError) return false;
    throw error;
  }
}
