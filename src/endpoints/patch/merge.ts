/** JSON merge patches (RFC 7386), as evanphx/json-patch applies them. Source: its merge.go. */
import { newBadRequest } from '../../apis/errors.js';
import { cannotUnmarshal, isObject, type JsonObject } from './errors.js';
import { sortOpened } from './sorted.js';

/** The patched copy, its touched objects sorted by key. An array takes the document's place. @throws StatusError 400. */
export function applyMergePatch(document: JsonObject, patch: unknown): unknown {
  if (Array.isArray(patch)) return patch;
  if (!isObject(patch)) throw newBadRequest('Invalid JSON Patch');
  const opened = new Set<JsonObject>();
  return sortOpened(merge(document, patch, opened), opened);
}

/** What a server that checks fields says of a patch that is no object. @throws StatusError 400. */
export function checkMergePatch(patch: unknown): void {
  if (patch === null || isObject(patch)) return;
  throw cannotUnmarshal(patch, 'map[string]interface {}', 'error decoding patch: ');
}

function merge(document: JsonObject, patch: JsonObject, opened: Set<JsonObject>): JsonObject {
  const members = new Map(Object.entries(document));
  for (const [key, value] of Object.entries(patch)) {
    const current = members.get(key);
    if (value === null) members.delete(key);
    else if (isObject(current) && isObject(value)) members.set(key, merge(current, value, opened));
    else if (isObject(current)) members.set(key, structuredClone(value));
    else members.set(key, withoutNulls(value));
  }
  const merged = Object.fromEntries(members);
  opened.add(merged);
  return merged;
}

// Members that are null disappear, also inside lists; null elements of a list stay.
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNulls(member)]),
  );
}
