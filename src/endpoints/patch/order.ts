/** `$setElementOrder/list`: the order of a merged list. Source: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (mergePatchIntoOriginal). */
import { newUnknownError } from '../../apis/errors.js';
import { type PatchSchema } from '../../apis/schema/patch-schema.js';
import { asList, badArgumentType, DIRECTIVE, dropDirectives, SET_ELEMENT_ORDER, targetOf } from './directives.js';
import { isObject, type JsonObject } from './errors.js';
import { goString } from './go-syntax.js';
import { elementType, listField, mergeLists } from './lists.js';
import { elementKey, inOrder, partition } from './sequence.js';
import { type Merge } from './strategic.js';

/** Merges each list that the patch sets an order of, and takes list and order out of the patch. */
export function applyElementOrders(original: JsonObject, patch: JsonObject, schema: PatchSchema, merge: Merge): void {
  for (const [key, value] of Object.entries(patch)) {
    if (!key.startsWith(SET_ELEMENT_ORDER)) continue;
    Reflect.deleteProperty(patch, key);
    const order = asList(value);
    const name = targetOf(key, SET_ELEMENT_ORDER);
    const merged = mergeOrdered(original, patch, name, order, schema, merge);
    if (merged === undefined) continue;
    original[name] = merged;
    Reflect.deleteProperty(patch, name);
  }
}

function mergeOrdered(
  original: JsonObject,
  patch: JsonObject,
  name: string,
  order: readonly unknown[],
  schema: PatchSchema,
  merge: Merge,
): unknown[] | undefined {
  const current = Object.hasOwn(original, name) ? asList(original[name]) : undefined;
  const changes = Object.hasOwn(patch, name) ? asList(patch[name]) : undefined;
  const field = listField(schema, name);
  checkOrder(changes ?? [], order, field.mergeKey);
  let merged = current;
  if (changes !== undefined) {
    merged = current === undefined ? addedList(changes, merge) : mergeLists(current, changes, field, merge);
  }
  if (merged === undefined) return undefined;
  const [named, others] = partition(merged, order, field.mergeKey);
  elementType(current ?? [], changes ?? []);
  const server = field.mergeKey === '' ? (current ?? []) : serverOrder(current ?? [], changes ?? [], field.mergeKey);
  return inOrder(named, others, order, server, field.mergeKey);
}

// Upstream deletes in place and lets additions take the places that come free, before it reads the server's order there.
function serverOrder(current: readonly unknown[], changes: readonly unknown[], mergeKey: string): unknown[] {
  const [changed, unchanged] = [changes.filter(isObject), current.filter(isObject)];
  const deleted = new Set(changed.filter(isDeletion).map((element) => element[mergeKey]));
  const kept = unchanged.filter((element) => !deleted.has(element[mergeKey]));
  const known = new Set(kept.map((element) => element[mergeKey]));
  const additions = changed.filter((element) => !Object.hasOwn(element, DIRECTIVE) && !known.has(element[mergeKey]));
  return [...kept, ...additions.slice(0, unchanged.length - kept.length)];
}

function addedList(changes: unknown[], { behaviours }: Merge): unknown[] {
  return behaviours.strategicPatchDropsDirectives ? (dropDirectives(changes) as unknown[]) : changes;
}

// What is patched must stand in the order, one behind the other as there.
function checkOrder(changes: readonly unknown[], order: readonly unknown[], mergeKey: string): void {
  if (changes.length === 0 || order.length === 0) return;
  const pending = mergeKey === '' ? [...changes] : changes.filter((element) => !isDeletion(element));
  let place = 0;
  while (pending.length > 0 && place < order.length) {
    const [next] = pending;
    if (isObject(next) && Object.hasOwn(next, DIRECTIVE)) {
      pending.shift();
      continue;
    }
    if (keyOf(next, mergeKey) === keyOf(order[place], mergeKey)) pending.shift();
    place++;
  }
  if (pending.length === 0) return;
  throw newUnknownError(
    `The order in patch list:\n${goString(changes)}\n doesn't match ${SET_ELEMENT_ORDER} list:\n${goString(order)}\n`,
  );
}

function isDeletion(element: unknown): boolean {
  if (!isObject(element)) throw badArgumentType('map[string]interface {}', element);
  return element[DIRECTIVE] === 'delete';
}

function keyOf(element: unknown, mergeKey: string): unknown {
  if (mergeKey === '') return element;
  if (!isObject(element)) throw badArgumentType('map[string]interface {}', element);
  return elementKey(element, mergeKey);
}
