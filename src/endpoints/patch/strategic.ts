/** Strategic merge patches. Source: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (mergeMap). */
import { newBadRequest } from '../../apis/errors.js';
import { type PatchSchema } from '../../apis/schema/patch-schema.js';
import { type PatchBehaviours } from '../../features/patch-behaviours.js';
import { cannotUnmarshal, isObject, type JsonObject } from './errors.js';
import {
  badPatchType,
  DELETE_FROM_PRIMITIVE_LIST,
  DIRECTIVE,
  dropDirectives,
  dropNulls,
  RETAIN_KEYS,
  SET_ELEMENT_ORDER,
  targetOf,
} from './directives.js';
import { goType } from './go-syntax.js';
import { listField, mergeLists, mergeMapField } from './lists.js';
import { applyElementOrders } from './order.js';

/** How lists and maps inside merge: handed down so that the files need not know each other. */
export interface Merge {
  readonly behaviours: PatchBehaviours;
  maps(original: JsonObject, patch: JsonObject, schema: PatchSchema): JsonObject;
}

/** The patched copy. @throws StatusError 400, 422, 500. */
export function applyStrategicMergePatch(
  document: JsonObject,
  patch: unknown,
  schema: PatchSchema,
  behaviours: PatchBehaviours,
): JsonObject {
  if (patch !== null && !isObject(patch)) throw cannotUnmarshal(patch, 'map[string]interface {}');
  const merge: Merge = {
    behaviours,
    maps: (original, change, within) => mergeMap(original, change, within, merge),
  };
  return mergeMap(structuredClone(document), structuredClone(patch ?? {}), schema, merge);
}

/** Changes both of its arguments. */
function mergeMap(original: JsonObject, patch: JsonObject, schema: PatchSchema, merge: Merge): JsonObject {
  if (Object.hasOwn(patch, DIRECTIVE)) return obeyDirective(patch);
  retainKeys(original, patch);
  applyElementOrders(original, patch, schema, merge);
  const members = new Map(Object.entries(original));
  for (const [key, value] of Object.entries(patch)) mergeMember(members, key, value, schema, merge);
  return Object.fromEntries(members);
}

function mergeMember(
  members: Map<string, unknown>,
  key: string,
  value: unknown,
  schema: PatchSchema,
  merge: Merge,
): void {
  const deletion = key.startsWith(DELETE_FROM_PRIMITIVE_LIST);
  const target = deletion ? targetOf(key, DELETE_FROM_PRIMITIVE_LIST) : key;
  const current = members.get(target);
  if (value === null) {
    members.delete(target);
  } else if (!members.has(target) || goType(current) !== goType(value)) {
    if (deletion && merge.behaviours.strategicPatchSkipsAbsentLists) return;
    put(members, target, added(value, merge.behaviours));
  } else if (isObject(value)) {
    members.set(target, mergeMapField(current, value, target, schema, merge));
  } else if (Array.isArray(value)) {
    members.set(target, mergeLists(current, value, listField(schema, target), merge, deletion));
  } else {
    members.set(target, value);
  }
}

// What is new to the original is taken as it is, but for what only a patch can hold.
function added(value: unknown, behaviours: PatchBehaviours): unknown {
  const kept = behaviours.strategicPatchDropsNulls ? dropNulls(value) : value;
  return behaviours.strategicPatchDropsDirectives ? dropDirectives(kept) : kept;
}

function put(members: Map<string, unknown>, key: string, value: unknown): void {
  if (value === undefined) members.delete(key);
  else members.set(key, value);
}

function obeyDirective(patch: JsonObject): JsonObject {
  const { [DIRECTIVE]: directive, ...rest } = patch;
  if (directive === 'replace') return rest;
  if (directive === 'delete') return {};
  throw badPatchType(directive, patch);
}

function retainKeys(original: JsonObject, patch: JsonObject): void {
  if (!Object.hasOwn(patch, RETAIN_KEYS)) return;
  const retained = patch[RETAIN_KEYS];
  Reflect.deleteProperty(patch, RETAIN_KEYS);
  if (!Array.isArray(retained)) throw badRetainKeys();
  const keys = new Set<unknown>(retained);
  for (const [key, value] of Object.entries(patch)) {
    const ordering = key.startsWith(DELETE_FROM_PRIMITIVE_LIST) || key.startsWith(SET_ELEMENT_ORDER);
    if (value !== null && !ordering && !keys.has(key)) throw badRetainKeys();
  }
  for (const key of Object.keys(original)) {
    if (!keys.has(key)) Reflect.deleteProperty(original, key);
  }
}

function badRetainKeys(): Error {
  return newBadRequest('invalid patch format of retainKeys');
}
