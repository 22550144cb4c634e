/** Fills in what a structural schema has defaults for. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/algorithm.go. */
import { isPlainObject } from '../apis/schema/plain-object.js';
import { type JSONSchemaProps } from './types.js';

/** Changes the value in place. A null that is not allowed gives way to the default. */
export function applyDefaults(value: unknown, schema: JSONSchemaProps): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items !== undefined) for (const item of value) applyDefaults(item, items);
    return;
  }
  if (!isPlainObject(value)) return;
  const object = value;
  const { properties = {}, additionalProperties } = schema;
  for (const [key, property] of Object.entries(properties)) {
    if (property.default === undefined) continue;
    const current = Object.hasOwn(object, key) ? object[key] : undefined;
    if (current === undefined || (current === null && property.nullable !== true)) {
      object[key] = structuredClone(property.default);
    }
  }
  for (const [key, member] of Object.entries(object)) {
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const known = own ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    if (known !== undefined) applyDefaults(member, known);
  }
}
