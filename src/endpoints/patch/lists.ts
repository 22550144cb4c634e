/** How a strategic merge patch merges lists, and maps in fields. Source: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (mergeSlice). */
import { newGenericServerResponse, newUnknownError } from '../../apis/errors.js';
import { type PatchField, type PatchSchema } from '../../apis/schema/patch-schema.js';
import { badPatchType, DIRECTIVE, noMergeKey } from './directives.js';
import { isObject, type JsonObject } from './errors.js';
import { goString, goType } from './go-syntax.js';
import { elementKey, inOrder, partition } from './sequence.js';
import { type Merge } from './strategic.js';

export interface ListField {
  readonly mergeKey: string;
  readonly merges: boolean;
  readonly element: PatchSchema | undefined;
}

/** What is declared of a list. @throws StatusError 500 where the type has no such field. */
export function listField(schema: PatchSchema, name: string): ListField {
  const { mergeKey = '', strategies, element } = declared(schema, name);
  return { mergeKey, merges: strategyOf(strategies) === 'merge', element };
}

export function mergeMapField(
  current: unknown,
  patch: JsonObject,
  name: string,
  schema: PatchSchema,
  merge: Merge,
): JsonObject {
  const { strategies, element } = declared(schema, name);
  if (strategyOf(strategies) === 'replace' || !isObject(current)) return patch;
  return merge.maps(current, patch, element ?? { name: '', field: () => undefined });
}

/** `deletion`: `patch` holds what leaves the list. */
export function mergeLists(
  current: unknown,
  patch: unknown[],
  field: ListField,
  merge: Merge,
  deletion = false,
): unknown[] {
  if (!Array.isArray(current)) return patch;
  const merges = field.merges || (deletion && merge.behaviours.strategicPatchDropsDirectives);
  if (!merges) return patch;
  if (current.length === 0 && patch.length === 0) return current;
  if (!isMapType(elementType(current, patch))) return mergeScalars(current, patch, field.mergeKey, deletion);
  const { mergeKey } = field;
  if (mergeKey === '') throw newUnknownError('cannot merge lists without merge key for struct');
  const [original, changes] = obeyElementDirectives(current as JsonObject[], patch as JsonObject[], mergeKey);
  const merged = mergeElements(original, changes, mergeKey, field.element, merge);
  const [patched, others] = partition(merged, changes, mergeKey);
  return inOrder(patched, others, changes, original, mergeKey);
}

/** The Go type that all elements have. @throws StatusError 422, 500 where they have several, none, or are lists. */
export function elementType(...lists: readonly (readonly unknown[])[]): string {
  const [first, ...rest] = lists.flat(1);
  if (lists.every((list) => list.length === 0)) throw newUnknownError('no elements in any of the given slices');
  if (Array.isArray(first)) throw newGenericServerResponse(422);
  const type = goType(first);
  if (rest.every((element) => goType(element) === type)) return type;
  throw newUnknownError(`list element types are not identical: ${goString(lists)}`);
}

export function isMapType(type: string): boolean {
  return type.startsWith('map[');
}

function declared(schema: PatchSchema, name: string): PatchField {
  const field = schema.field(name);
  if (field !== undefined && schema.name !== '') return field;
  throw newUnknownError(
    schema.name === ''
      ? 'merging an object in json but data type is not struct, instead is: map'
      : `unable to find api field in struct ${schema.name} for the json field ${JSON.stringify(name)}`,
  );
}

function strategyOf(strategies: readonly string[]): string {
  return strategies.find((strategy) => strategy !== 'retainKeys') ?? '';
}

function mergeScalars(current: unknown[], patch: unknown[], mergeKey: string, deletion: boolean): unknown[] {
  if (deletion) return current.filter((item) => !patch.includes(item));
  const merged = withoutDuplicates([...current, ...patch]);
  const [patched, others] = partition(merged, patch, mergeKey);
  return inOrder(patched, others, patch, current, mergeKey);
}

// Upstream puts the last element in the place of a duplicate; the order is mended afterwards.
function withoutDuplicates(list: unknown[]): unknown[] {
  return [...new Set(list)];
}

// Deletions are done at once; `$patch: replace` anywhere in the list lets its other elements take the list's place.
function obeyElementDirectives(
  current: readonly JsonObject[],
  patch: readonly JsonObject[],
  mergeKey: string,
): [original: JsonObject[], changes: JsonObject[]] {
  let original = [...current];
  let replaces = false;
  const changes: JsonObject[] = [];
  for (const element of patch) {
    if (!Object.hasOwn(element, DIRECTIVE)) {
      changes.push(element);
      continue;
    }
    const directive = element[DIRECTIVE];
    if (directive === 'delete') {
      if (!Object.hasOwn(element, mergeKey)) throw noMergeKey(element, mergeKey);
      original = original.filter((item) => item[mergeKey] !== element[mergeKey]);
    } else if (directive === 'merge') {
      throw newUnknownError('merging lists cannot yet be specified in the patch');
    } else if (directive === 'replace') {
      replaces = true;
    } else {
      throw badPatchType(directive, element);
    }
  }
  return replaces ? [changes, []] : [original, changes];
}

function mergeElements(
  original: readonly JsonObject[],
  changes: readonly JsonObject[],
  mergeKey: string,
  schema: PatchSchema | undefined,
  merge: Merge,
): JsonObject[] {
  const merged = [...original];
  for (const change of changes) {
    const key = elementKey(change, mergeKey);
    const index = merged.findIndex((item) => item[mergeKey] === key);
    const found = merged[index];
    if (found === undefined) merged.push(change);
    else merged[index] = merge.maps(found, change, schema ?? { name: '', field: () => undefined });
  }
  return merged;
}
