/** The types of custom kinds, by their structural schemas. Source: k8s.io/kube-openapi/pkg/schemaconv/openapi.go, k8s.io/apiextensions-apiserver/pkg/controller/openapi/builder. */
import { itemsOf, type JSONSchemaProps } from '../apiextensions/schema.js';
import {
  type Atom,
  DEDUCED,
  FieldType,
  type ListType,
  type MapType,
  type StructField,
  UNTYPED_ATOMIC,
} from './field-type.js';

export interface CustomTypeSettings {
  /** ObjectMeta's, of objects and of those that are embedded in them. */
  readonly metadata: FieldType;
  /** spec.preserveUnknownFields of the definition. */
  readonly preservesUnknownFields: boolean;
  readonly needsAllKeys: boolean;
}

/** The type of a version's objects; without a schema it is deduced from each object. */
export function customType(
  schema: Readonly<Record<string, unknown>> | undefined,
  settings: CustomTypeSettings,
): FieldType {
  if (schema === undefined) return DEDUCED;
  const whole: JSONSchemaProps = { ...schema, 'x-kubernetes-embedded-resource': true };
  return new FieldType(() => atomOf(whole, settings, settings.preservesUnknownFields));
}

const PRESERVE = 'x-kubernetes-preserve-unknown-fields';

function typeOf(schema: JSONSchemaProps, settings: CustomTypeSettings, preserves: boolean): FieldType {
  return new FieldType(() => atomOf(schema, settings, preserves));
}

/** `inherited`: a schema around this one lets unknown fields be. */
function atomOf(schema: JSONSchemaProps, settings: CustomTypeSettings, inherited: boolean): Atom {
  const preserves = inherited || schema[PRESERVE] === true;
  const { type = '', format = '' } = schema;
  switch (schema['x-kubernetes-int-or-string'] === true ? '' : type) {
    case 'object':
      return { map: mapOf(schema, settings, preserves) };
    case 'array':
      return { list: listOf(schema, settings, preserves) };
    case 'integer':
    case 'number':
      return { scalar: 'numeric' };
    case 'boolean':
      return { scalar: 'boolean' };
    case 'string':
      return { scalar: format === '' || format === 'byte' ? 'string' : 'untyped' };
    default:
      return { scalar: 'untyped', list: listOf(schema, settings, preserves), map: mapOf(schema, settings, preserves) };
  }
}

function mapOf(schema: JSONSchemaProps, settings: CustomTypeSettings, preserves: boolean): MapType {
  const fields = new Map<string, StructField>();
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    fields.set(name, { type: typeOf(property, settings, preserves), default: property.default });
  }
  if (schema['x-kubernetes-embedded-resource'] === true) {
    for (const name of ['apiVersion', 'kind']) fields.set(name, { type: TEXT, default: undefined });
    fields.set('metadata', { type: settings.metadata, default: undefined });
  }
  const { additionalProperties } = schema;
  const free = additionalProperties === undefined && (preserves || fields.size === 0);
  const element =
    typeof additionalProperties === 'object'
      ? typeOf(additionalProperties, settings, preserves)
      : free || additionalProperties === true
        ? DEDUCED
        : undefined;
  return {
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    hasFields: fields.size > 0,
    field: (name) => fields.get(name),
    element,
  };
}

const TEXT = new FieldType(() => ({ scalar: 'string' }));

function listOf(schema: JSONSchemaProps, settings: CustomTypeSettings, preserves: boolean): ListType {
  const items = itemsOf(schema);
  const kind = schema['x-kubernetes-list-type'];
  return {
    atomic: kind !== 'set' && kind !== 'map',
    keys: kind === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : [],
    needsAllKeys: settings.needsAllKeys,
    element: items === undefined ? UNTYPED_ATOMIC : typeOf(items, settings, preserves),
  };
}
