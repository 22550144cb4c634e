/** The schemas of custom objects, as definitions hold them. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/types_jsonschema.go. */

export interface ValidationRule {
  rule: string;
  message?: string;
  messageExpression?: string;
  reason?: string;
  fieldPath?: string;
  optionalOldSelf?: boolean;
}

/** What a schema says of a value, without saying what the value's parts are. */
interface ValueValidation {
  format?: string;
  maximum?: number;
  exclusiveMaximum?: boolean;
  minimum?: number;
  exclusiveMinimum?: boolean;
  maxLength?: number;
  minLength?: number;
  pattern?: string;
  maxItems?: number;
  minItems?: number;
  uniqueItems?: boolean;
  multipleOf?: number;
  enum?: unknown[];
  maxProperties?: number;
  minProperties?: number;
  required?: string[];
  allOf?: JSONSchemaProps[];
  oneOf?: JSONSchemaProps[];
  anyOf?: JSONSchemaProps[];
  not?: JSONSchemaProps;
}

/** Members that only definitions which are refused have. */
interface UnsupportedMembers {
  id?: string;
  $schema?: string;
  $ref?: string;
  patternProperties?: Record<string, JSONSchemaProps>;
  dependencies?: Record<string, JSONSchemaProps | string[]>;
  additionalItems?: JSONSchemaProps | boolean;
  definitions?: Record<string, JSONSchemaProps>;
}

export interface JSONSchemaProps extends ValueValidation, UnsupportedMembers {
  description?: string;
  type?: string;
  title?: string;
  default?: unknown;
  items?: JSONSchemaProps | JSONSchemaProps[];
  properties?: Record<string, JSONSchemaProps>;
  additionalProperties?: JSONSchemaProps | boolean;
  externalDocs?: { description?: string; url?: string };
  example?: unknown;
  nullable?: boolean;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-embedded-resource'?: boolean;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-list-type'?: string;
  'x-kubernetes-map-type'?: string;
  'x-kubernetes-validations'?: ValidationRule[];
}

/** The one schema of an array's items; undefined where there is none, or a list of them. */
export function itemsOf({ items }: JSONSchemaProps): JSONSchemaProps | undefined {
  return Array.isArray(items) ? undefined : items;
}

/** The schema of values whose keys are not named; undefined where that is no more than a yes or no. */
export function additionalOf({ additionalProperties }: JSONSchemaProps): JSONSchemaProps | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** The schema of an object's member. */
export function memberOf(schema: JSONSchemaProps, key: string): JSONSchemaProps | undefined {
  const { properties } = schema;
  return properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : additionalOf(schema);
}

export function preserves(schema: JSONSchemaProps): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true;
}

/** A resource's own schema, or that of a resource in it: apiVersion, kind and metadata are known without being named. */
export function asResource(schema: JSONSchemaProps = {}): JSONSchemaProps {
  return schema['x-kubernetes-embedded-resource'] === true
    ? schema
    : { ...schema, 'x-kubernetes-embedded-resource': true };
}

/** Looks at a schema and all in it; true where one of them is as asked. */
export function schemaHas(schema: JSONSchemaProps | undefined, is: (schema: JSONSchemaProps) => boolean): boolean {
  if (schema === undefined) return false;
  return is(schema) || childrenOf(schema).some((child) => schemaHas(child, is));
}

/** True where a schema or one in it has rules. */
export function hasRules(schema: JSONSchemaProps | undefined): schema is JSONSchemaProps {
  return schemaHas(schema, (one) => (one['x-kubernetes-validations'] ?? []).length > 0);
}

function childrenOf(schema: JSONSchemaProps): readonly JSONSchemaProps[] {
  const { items, allOf = [], anyOf = [], oneOf = [], not, properties, patternProperties, definitions } = schema;
  const { additionalItems, dependencies = {} } = schema;
  const listed = items === undefined ? [] : [items].flat();
  const dependent = Object.values(dependencies).filter((one): one is JSONSchemaProps => !Array.isArray(one));
  return [
    ...listed,
    ...allOf,
    ...anyOf,
    ...oneOf,
    ...(not === undefined ? [] : [not]),
    ...Object.values(properties ?? {}),
    ...[additionalOf(schema) ?? []].flat(),
    ...Object.values(patternProperties ?? {}),
    ...(typeof additionalItems === 'object' ? [additionalItems] : []),
    ...Object.values(definitions ?? {}),
    ...dependent,
  ];
}
