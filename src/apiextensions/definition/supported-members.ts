/** Members of schemas that definitions do not support. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go (specStandardValidatorV3), pkg/apiserver/schema/convert.go. */
import { type FieldError, forbidden, notSupported } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { additionalOf, type JSONSchemaProps } from '../schema.js';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

export interface Support {
  readonly validTypes: boolean;
  readonly noDefaults: string | undefined;
  readonly insideMetadata: boolean;
}

/** Whole members that are refused, in upstream's order. */
const REFUSED = ['additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'] as const;

export function supportErrors(schema: JSONSchemaProps, path: Path, support: Support): FieldError[] {
  const { type = '', default: value, id = '', items } = schema;
  const refused = REFUSED.filter((key) => schema[key] !== undefined && !isEmptyMap(schema[key], key));
  return [
    ...(support.validTypes && type !== '' && !isType(schema) ? [notSupported(path.child('type'), type, TYPES)] : []),
    ...(value !== undefined && value !== null && support.noDefaults !== undefined
      ? [forbidden(path.child('default'), `must not be set ${support.noDefaults}`)]
      : []),
    ...(id === '' ? [] : [forbidden(path.child('id'), 'id is not supported')]),
    ...refused.map((key) => forbidden(path.child(key), `${key} is not supported`)),
    ...(type === 'null'
      ? [forbidden(path.child('type'), 'type cannot be set to null, use nullable as an alternative')]
      : []),
    ...(Array.isArray(items) && items.length > 0
      ? [forbidden(path.child('items'), 'items must be a schema object and not an array')]
      : []),
    ...(support.insideMetadata && schema['x-kubernetes-embedded-resource'] === true
      ? [forbidden(path.child('x-kubernetes-embedded-resource'), 'must not be used inside of resource meta')]
      : []),
  ];
}

/** True for a schema of no type, or of one that there is. */
export function isType({ type = '' }: JSONSchemaProps): boolean {
  return type === '' || TYPES.includes(type);
}

function isEmptyMap(value: unknown, key: string): boolean {
  return (
    key !== 'additionalItems' && key !== '$ref' && key !== 'dependencies' && Object.keys(value as object).length === 0
  );
}

/** Why a schema has no structural form at all; undefined where it has one. */
export function structuralProblem(schema: JSONSchemaProps): string | undefined {
  const { id = '', $schema = '', $ref = '', patternProperties, dependencies, additionalItems, definitions } = schema;
  const unsupported: readonly (readonly [string, boolean])[] = [
    ['id', id !== ''],
    ['schema', $schema !== ''],
    ['$ref', $ref !== ''],
    ['patternProperties', hasMembers(patternProperties)],
    ['dependencies', hasMembers(dependencies)],
    ['additionalItems', additionalItems !== undefined],
    ['definitions', hasMembers(definitions)],
  ];
  const found = unsupported.find(([, is]) => is);
  if (found !== undefined) return `OpenAPIV3Schema '${found[0]}' is not supported`;
  for (const child of conditionsOf(schema)) {
    const problem = structuralProblem(child);
    if (problem !== undefined) return problem;
  }
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
  }
  if (Array.isArray(schema.items) && schema.items.length > 0) {
    return "OpenAPIV3Schema 'items' must be a schema, but is an array";
  }
  for (const child of partsOf(schema)) {
    const problem = structuralProblem(child);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function hasMembers(value: object | undefined): boolean {
  return value !== undefined && Object.keys(value).length > 0;
}

function conditionsOf({ not, allOf = [], anyOf = [], oneOf = [] }: JSONSchemaProps): readonly JSONSchemaProps[] {
  return [...(not === undefined ? [] : [not]), ...allOf, ...anyOf, ...oneOf];
}

function partsOf(schema: JSONSchemaProps): readonly JSONSchemaProps[] {
  const { items, properties = {} } = schema;
  const additional = additionalOf(schema);
  return [
    ...(items === undefined ? [] : [items].flat()),
    ...Object.values(properties),
    ...(additional === undefined ? [] : [additional]),
  ];
}
