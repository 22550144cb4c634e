/**
 * What the creator of an object owns, in one walk: compareTyped, without what is never owned, as fieldsV1. Most writes are
 * creations, and most of those of small objects, so this is not left to sets.
 */
import { compareGoStrings } from '../apis/schema/plain-object.js';
import { elementOf, firstPart, partOf } from './atoms.js';
import { type FieldType, type ListType, type MapType } from './field-type.js';
import { type FieldsV1 } from './fields-v1.js';
import { compareElements, fieldElement } from './path-element.js';
import { isNeverOwned, isNeverOwnedInMetadata } from './strip-meta.js';
import { asList, asMap, equalValues, isEmptyMap, type Value } from './value.js';

type Fields = Record<string, unknown>;

/**
 * `empty`: an object of the type with nothing in it. `reset`: members of the object that nobody owns. Undefined where
 * nothing is owned, or where only sets can tell.
 */
export function createdFields(
  empty: Value,
  created: Value,
  type: FieldType,
  reset: readonly string[],
): FieldsV1 | 'unknown' | undefined {
  const { map } = type.atom;
  const [left, right] = [asMap(empty), asMap(created)];
  if (map === undefined || right === undefined) return 'unknown';
  try {
    return membersOf(map, left ?? {}, right, (key) => reset.includes(key) || isNeverOwned(key));
  } catch (error) {
    if (error === UNKNOWN) return 'unknown';
    throw error;
  }
}

/** Thrown where an element has no name, or the same one as another. */
const UNKNOWN = new Error('only sets can tell');

const LEAF: FieldsV1 = Object.freeze({});

function fieldsOf(left: Value, right: Value, type: FieldType): FieldsV1 | undefined {
  const { atom } = type;
  const part = partOf(atom, right);
  switch (part === 'any' ? firstPart(atom) : part) {
    case 'map':
      return atom.map && mapFields(atom.map, left, right);
    case 'scalar':
      return leaf(left, right);
    case 'list':
      return atom.list && listFields(atom.list, left, right);
  }
}

function leaf(left: Value, right: Value): FieldsV1 | undefined {
  return left === undefined || !equalValues(left, right) ? LEAF : undefined;
}

function mapFields(type: MapType, leftValue: Value, rightValue: Value): FieldsV1 | undefined {
  const [left, right] = [asMap(leftValue), asMap(rightValue)];
  if (type.atomic || right === undefined || isEmptyMap(right)) return leaf(leftValue, rightValue);
  return membersOf(type, leftValue === undefined ? undefined : (left ?? {}), right);
}

/** `left`: undefined where the map itself is new. */
function membersOf(
  type: MapType,
  left: Readonly<Fields> | undefined,
  right: Readonly<Fields>,
  isLeftOut?: (key: string) => boolean,
): FieldsV1 | undefined {
  const out: Fields = left === undefined ? { '.': LEAF } : {};
  let found = left === undefined;
  const keys = Object.keys(right);
  if (keys.length > 1) keys.sort(compareGoStrings);
  for (const key of keys) {
    if (isLeftOut?.(key) === true) continue;
    const known = type.field(key)?.type ?? type.element;
    if (known === undefined) throw UNKNOWN;
    const before = left !== undefined && Object.hasOwn(left, key) ? left[key] : undefined;
    const isMetadata = key === 'metadata' && isLeftOut !== undefined;
    const fields = isMetadata ? metadataFields(known, before, right[key]) : fieldsOf(before, right[key], known);
    if (fields === undefined) continue;
    out[fieldElement(key)] = fields;
    found = true;
  }
  return found ? out : undefined;
}

function metadataFields({ atom: { map } }: FieldType, leftValue: Value, rightValue: Value): FieldsV1 | undefined {
  const right = asMap(rightValue);
  if (map === undefined || right === undefined) return undefined;
  return membersOf(map, asMap(leftValue) ?? {}, right, isNeverOwnedInMetadata);
}

function listFields(type: ListType, leftValue: Value, rightValue: Value): FieldsV1 | undefined {
  const right = asList(rightValue);
  if (type.atomic || right === undefined || right.length === 0) return leaf(leftValue, rightValue);
  if ((asList(leftValue)?.length ?? 0) > 0) throw UNKNOWN;
  const named = right.map((item) => {
    const found = elementOf(type, item);
    if ('error' in found) throw UNKNOWN;
    return [found.element, item] as const;
  });
  if (named.length > 1) named.sort(([a], [b]) => compareElements(a, b));
  const out: Fields = leftValue === undefined ? { '.': LEAF } : {};
  for (const [element, item] of named) {
    if (Object.hasOwn(out, element)) throw UNKNOWN;
    out[element] = fieldsOf(undefined, item, type.element);
  }
  return out;
}
