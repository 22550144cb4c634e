/** The keys of a strategic merge patch that say how to merge, and the errors about them. Source: k8s.io/apimachinery/pkg/util/{strategicpatch,mergepatch}. */
import { newBadRequest, newUnknownError, type StatusError } from '../../apis/errors.js';
import { isObject, type JsonObject } from './errors.js';
import { goString, goText, goType } from './go-syntax.js';

export const DIRECTIVE = '$patch';
export const RETAIN_KEYS = '$retainKeys';
export const DELETE_FROM_PRIMITIVE_LIST = '$deleteFromPrimitiveList';
export const SET_ELEMENT_ORDER = '$setElementOrder';

const BAD_FORMAT: Readonly<Record<string, string>> = {
  [DELETE_FROM_PRIMITIVE_LIST]: 'invalid patch format of primitive list',
  [SET_ELEMENT_ORDER]: 'invalid patch format of setElementOrder list',
};

/** The list that `prefix/list` is about. */
export function targetOf(key: string, prefix: string): string {
  const [head, ...rest] = key.split('/');
  if (head !== prefix || rest.length === 0) throw newBadRequest(BAD_FORMAT[prefix] ?? '');
  return rest.join('/');
}

/** A value without the members that are null. */
export function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropNulls);
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([key, member]) => [key, dropNulls(member)]));
}

/** A value without the maps that are directives; undefined where it is one itself. */
export function dropDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropDirectives).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  if (Object.hasOwn(value, DIRECTIVE)) return undefined;
  const members = Object.entries(value).map(([key, member]): [string, unknown] => [key, dropDirectives(member)]);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

export function badPatchType(directive: unknown, patch: JsonObject): StatusError {
  return newUnknownError(`unknown patch type: ${goText(directive)} in map: ${goString(patch)}`);
}

export function badArgumentType(expected: string, value: unknown): StatusError {
  const received = value === null || value === undefined ? '%!s(<nil>)' : goType(value);
  return newUnknownError(`expected a ${expected}, but received a ${received}`);
}

export function noMergeKey(map: JsonObject, mergeKey: string): StatusError {
  return newUnknownError(`map: ${goString(map)} does not contain declared merge key: ${mergeKey}`);
}

/** A list, or the error that upstream has for what is none. */
export function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw badArgumentType('[]interface {}', value);
}
