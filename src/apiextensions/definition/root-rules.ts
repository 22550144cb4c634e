/** What a schema may say at its root where the status is a subresource, which is checked by a part of it. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go (validateCustomResourceDefinitionValidation). */
import { type FieldError, invalid } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { type JSONSchemaProps } from '../schema.js';
import { invalidSchema } from './internal-json.js';

/** By the names that Go has for them, in which the error tells them. */
const ALLOWED: Readonly<Record<string, string>> = {
  Description: 'description',
  Type: 'type',
  Format: 'format',
  Title: 'title',
  Maximum: 'maximum',
  ExclusiveMaximum: 'exclusiveMaximum',
  Minimum: 'minimum',
  ExclusiveMinimum: 'exclusiveMinimum',
  MaxLength: 'maxLength',
  MinLength: 'minLength',
  Pattern: 'pattern',
  MaxItems: 'maxItems',
  MinItems: 'minItems',
  UniqueItems: 'uniqueItems',
  MultipleOf: 'multipleOf',
  Required: 'required',
  Items: 'items',
  Properties: 'properties',
  ExternalDocs: 'externalDocs',
  Example: 'example',
  XPreserveUnknownFields: 'x-kubernetes-preserve-unknown-fields',
  XValidations: 'x-kubernetes-validations',
};

/** The first thing that may not be there. */
export function rootErrors(
  schema: JSONSchemaProps,
  path: Path,
  wording: ValidationWording,
  hasRules: boolean,
): FieldError[] {
  const { type = '' } = schema;
  const names = Object.values(ALLOWED);
  const stray = Object.entries(schema).some(([key, value]) => isSet(value) && !names.includes(key));
  const condition = 'if the status subresource is enabled';
  if (type !== '' && type !== 'object') {
    const text = `only "object" is allowed as the type at the root of the schema ${condition}`;
    return [invalid(path.child('openAPIV3Schema.type'), type, text)];
  }
  if (!stray) return [];
  const list = Object.keys(ALLOWED).filter((name) => hasRules || name !== 'XValidations');
  const text = `only [${list.join(' ')}] fields are allowed at the root of the schema ${condition}`;
  return [invalidSchema(path.child('openAPIV3Schema'), schema, text, wording)];
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}
