/** Values as fields have them: JSON, where undefined is a field that is not there. Source: sigs.k8s.io/structured-merge-diff/value. */
import { compareGoStrings, isPlainObject } from '../apis/schema/plain-object.js';

export type Value = unknown;

export type ValueMap = Readonly<Record<string, unknown>>;

/** The map that a value is; undefined for null and for anything else. */
export function asMap(value: Value): ValueMap | undefined {
  return isPlainObject(value) ? value : undefined;
}

/** The list that a value is; undefined for null and for anything else. */
export function asList(value: Value): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

export function isScalar(value: Value): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

export function isEmptyMap(map: ValueMap): boolean {
  for (const key in map) if (Object.hasOwn(map, key)) return false;
  return true;
}

/** A copy without one key. */
export function withoutKey(map: ValueMap, key: string): Record<string, unknown> {
  const copy = { ...map };
  Reflect.deleteProperty(copy, key);
  return copy;
}

/** True where both say the same; maps in any order. */
export function equalValues(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [listA, listB] = [asList(a), asList(b)];
  if (listA !== undefined || listB !== undefined) {
    if (listA?.length !== listB?.length) return false;
    return listA?.every((item, i) => equalValues(item, listB?.[i])) ?? false;
  }
  return equalMaps(a as ValueMap, b as ValueMap);
}

function equalMaps(a: ValueMap, b: ValueMap): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equalValues(a[key], b[key]));
}

/** Numbers before texts, then booleans, lists, maps and null. */
export function compareValues(a: Value, b: Value): number {
  const [rankA, rankB] = [rank(a), rank(b)];
  if (rankA !== rankB) return rankA - rankB;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareGoStrings(a, b);
  if (typeof a === 'boolean') return Number(a) - Number(b);
  return compareGoStrings(JSON.stringify(a), JSON.stringify(b));
}

function rank(value: Value): number {
  if (typeof value === 'number') return 0;
  if (typeof value === 'string') return 1;
  if (typeof value === 'boolean') return 2;
  if (Array.isArray(value)) return 3;
  return value === null ? 5 : 4;
}
