/** Fills in what a structural schema has defaults for. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/algorithm.go. */
import { isPlainObject } from '../apis/schema/plain-object.js';
import { additionalOf, itemsOf, type JSONSchemaProps } from './schema.js';

/** Changes the value in place. A null that is not allowed gives way to the default. */
export function applyDefaults(value: unknown, schema: JSONSchemaProps | undefined): void {
  if (schema === undefined) return;
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    value.forEach((item: unknown, i) => {
      if (item === null && isDefaultable(items)) value[i] = structuredClone(items.default ?? null);
      applyDefaults(value[i], items);
    });
  } else if (isPlainObject(value)) defaultObject(value, schema);
}

function defaultObject(object: Record<string, unknown>, schema: JSONSchemaProps): void {
  const { properties = {} } = schema;
  for (const [key, property] of Object.entries(properties)) {
    if ((property.default ?? null) === null) continue;
    if (!Object.hasOwn(object, key) || (object[key] === null && property.nullable !== true)) {
      object[key] = structuredClone(property.default);
    }
  }
  const additional = additionalOf(schema);
  for (const key of Object.keys(object)) {
    if (Object.hasOwn(properties, key)) applyDefaults(object[key], properties[key]);
    else if (schema.additionalProperties !== undefined) {
      if (object[key] === null && isDefaultable(additional)) object[key] = structuredClone(additional.default ?? null);
      applyDefaults(object[key], additional);
    }
  }
}

function isDefaultable(schema: JSONSchemaProps | undefined): schema is JSONSchemaProps {
  return schema !== undefined && schema.nullable !== true;
}
