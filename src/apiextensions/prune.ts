/** Drops what a structural schema does not specify. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning/algorithm.go. */
import { isPlainObject } from '../apis/schema/plain-object.js';
import { type JSONSchemaProps } from './types.js';

const TYPE_META = ['apiVersion', 'kind', 'metadata'];

/** Removes unknown fields of a custom object in place and returns their paths: `spec.extra`. */
export function prune(object: Record<string, unknown>, schema: JSONSchemaProps): string[] {
  const pruned: string[] = [];
  pruneValue(object, { ...schema, 'x-kubernetes-embedded-resource': true }, '', pruned);
  return pruned;
}

function pruneValue(value: unknown, schema: JSONSchemaProps, path: string, pruned: string[]): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    const element = items ?? (schema['x-kubernetes-preserve-unknown-fields'] === true ? PRESERVING : {});
    value.forEach((item, i) => pruneValue(item, element, `${path}[${String(i)}]`, pruned));
  } else if (isPlainObject(value)) pruneObject(value, schema, path, pruned);
}

const PRESERVING: JSONSchemaProps = { 'x-kubernetes-preserve-unknown-fields': true };

function pruneObject(value: Record<string, unknown>, schema: JSONSchemaProps, path: string, pruned: string[]): void {
  const { properties = {}, additionalProperties } = schema;
  const preserves = schema['x-kubernetes-preserve-unknown-fields'] === true;
  for (const key of Object.keys(value)) {
    if (schema['x-kubernetes-embedded-resource'] === true && TYPE_META.includes(key)) continue;
    const at = path === '' ? key : `${path}.${key}`;
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (known !== undefined) pruneValue(value[key], known, at, pruned);
    else if (typeof additionalProperties === 'object') pruneValue(value[key], additionalProperties, at, pruned);
    else if (!preserves && additionalProperties !== true) {
      Reflect.deleteProperty(value, key);
      pruned.push(at);
    }
  }
}
