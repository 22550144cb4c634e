/** Lists that are sets or maps hold nothing twice. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype/validation.go. */
import { type FieldError } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { isPlainObject } from '../apis/schema/plain-object.js';
import { duplicateJson, invalidJson } from '../apis/validation/structure.js';
import { type ValidationWording } from '../apis/validation/wording.js';
import { additionalOf, itemsOf, type JSONSchemaProps } from './schema.js';

/** One error for each value that comes more than once, at its second place. */
export function validateListTypes(
  value: unknown,
  schema: JSONSchemaProps | undefined,
  wording: ValidationWording,
  path = Path.of(),
): FieldError[] {
  if (schema === undefined) return [];
  if (Array.isArray(value)) return listErrors(value, schema, wording, path);
  if (!isPlainObject(value)) return [];
  const { properties = {} } = schema;
  const additional = additionalOf(schema);
  return Object.entries(value).flatMap(([key, member]) => [
    ...(additional === undefined ? [] : validateListTypes(member, additional, wording, path.key(key))),
    ...(Object.hasOwn(properties, key) ? validateListTypes(member, properties[key], wording, path.child(key)) : []),
  ]);
}

function listErrors(
  list: readonly unknown[],
  schema: JSONSchemaProps,
  wording: ValidationWording,
  path: Path,
): FieldError[] {
  const kind = schema['x-kubernetes-list-type'];
  const items = itemsOf(schema);
  return [
    ...(kind === 'set' ? secondOnes(list).map((i) => duplicateJson(path.index(i), list[i], wording)) : []),
    ...(kind === 'map' ? mapErrors(list, schema['x-kubernetes-list-map-keys'] ?? [], wording, path) : []),
    ...list.flatMap((item, i) => validateListTypes(item, items, wording, path.index(i))),
  ];
}

function mapErrors(
  list: readonly unknown[],
  keys: readonly string[],
  wording: ValidationWording,
  path: Path,
): FieldError[] {
  const stray = list.findIndex((item) => item !== null && !isPlainObject(item));
  if (stray >= 0) {
    return [invalidJson(path.index(stray), list[stray], 'must be an object for an array of list-type map', wording)];
  }
  const identities = list.map((item) => listMapKey(item, keys));
  return secondOnes(identities).map((i) => duplicateJson(path.index(i), identities[i], wording));
}

/** What tells an item of a list-type map from others; keys that it lacks are left out. */
export function listMapKey(item: unknown, keys: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isPlainObject(item)) return {};
  return Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(item, key) ? [[key, item[key]]] : [])));
}

/** Where values stand that came just once before. */
function secondOnes(values: readonly unknown[]): number[] {
  const seen = new Map<string, number>();
  return values.flatMap((value, i) => {
    const text = canonicalJson(value);
    const times = seen.get(text) ?? 0;
    seen.set(text, times + 1);
    return times === 1 ? [i] : [];
  });
}

/** JSON with keys in order: equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    isPlainObject(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
}
