/** Drops what a structural schema does not specify. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/{pruning/algorithm.go,defaulting/prunenulls.go}. */
import { isPlainObject } from '../apis/schema/plain-object.js';
import { additionalOf, asResource, itemsOf, type JSONSchemaProps, memberOf, preserves } from './schema.js';

export const TYPE_META: readonly string[] = ['apiVersion', 'kind', 'metadata'];

/** Removes unknown fields of a custom object in place and returns their paths, sorted: `spec.extra`. */
export function prune(object: Record<string, unknown>, schema: JSONSchemaProps | undefined): string[] {
  const pruned: string[] = [];
  new Pruning(pruned).value(object, asResource(schema), '');
  return pruned.sort();
}

/** The same for a value inside of an object, whose schema is known. */
export function pruneUnder(value: unknown, schema: JSONSchemaProps): string[] {
  const pruned: string[] = [];
  new Pruning(pruned).value(value, schema, '');
  return pruned.sort();
}

class Pruning {
  readonly #pruned: string[];

  constructor(pruned: string[]) {
    this.#pruned = pruned;
  }

  value(value: unknown, schema: JSONSchemaProps | undefined, path: string): void {
    if (Array.isArray(value)) {
      if (schema !== undefined && preserves(schema) && itemsOf(schema) === undefined) return;
      const items = schema && itemsOf(schema);
      value.forEach((item, i) => this.value(item, items, `${path}[${String(i)}]`));
    } else if (isPlainObject(value)) this.#object(value, schema, path);
  }

  #object(value: Record<string, unknown>, schema: JSONSchemaProps = {}, path: string): void {
    const { properties = {}, additionalProperties } = schema;
    for (const key of Object.keys(value)) {
      if (schema['x-kubernetes-embedded-resource'] === true && TYPE_META.includes(key)) continue;
      const at = path === '' ? key : `${path}.${key}`;
      if (Object.hasOwn(properties, key)) this.value(value[key], properties[key], at);
      else if (additionalProperties !== undefined) this.value(value[key], additionalOf(schema), at);
      else if (!preserves(schema)) {
        Reflect.deleteProperty(value, key);
        this.#pruned.push(at);
      }
    }
  }
}

/** Removes nulls in place that may not be there and that no default replaces. */
export function pruneNulls(value: unknown, schema: JSONSchemaProps | undefined): void {
  if (Array.isArray(value)) {
    const items = schema && itemsOf(schema);
    for (const item of value) pruneNulls(item, items);
  } else if (isPlainObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      const known = schema && memberOf(schema, key);
      if (member === null && known !== undefined && known.nullable !== true && (known.default ?? null) === null) {
        Reflect.deleteProperty(value, key);
      } else pruneNulls(member, known);
    }
  }
}
