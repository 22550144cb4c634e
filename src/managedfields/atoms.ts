/** Which part of a type a value goes by, and how elements of lists are named. Source: sigs.k8s.io/structured-merge-diff/typed/helpers.go. */
import { type Atom, type ListType } from './field-type.js';
import { keyElement, type PathElement, valueElement } from './path-element.js';
import { asMap, isScalar, type Value } from './value.js';

export type Part = 'map' | 'scalar' | 'list';

/** The part that a value is of. 'any': it may be of several, as null may. */
export function partOf(atom: Atom, value: Value): Part | 'any' {
  const part = kindOf(value);
  if (part !== undefined && atom[part] !== undefined) return part;
  const parts = (['map', 'scalar', 'list'] as const).filter((one) => atom[one] !== undefined);
  return parts.length === 1 ? (parts[0] ?? 'any') : 'any';
}

/** The part that counts where a value may be of several. */
export function firstPart(atom: Atom): Part {
  if (atom.map !== undefined) return 'map';
  return atom.scalar !== undefined ? 'scalar' : 'list';
}

function kindOf(value: Value): Part | undefined {
  if (isScalar(value)) return 'scalar';
  if (Array.isArray(value)) return 'list';
  return asMap(value) === undefined ? undefined : 'map';
}

/** An element's name in a list that is merged; a text says why it has none. */
export function elementOf(list: ListType, item: Value): { readonly element: PathElement } | { readonly error: string } {
  if (list.atomic) return { error: 'invalid indexing of non-associative list' };
  return list.keys.length > 0 ? keyedElement(list, item) : setElement(item);
}

/** True where elementOf surely names an element. */
export function hasName({ atomic, keys }: ListType, item: Value): boolean {
  if (atomic) return false;
  if (keys.length === 0) return isScalar(item);
  const map = asMap(item);
  return map !== undefined && keys.every((key) => Object.hasOwn(map, key));
}

function keyedElement(list: ListType, item: Value): { element: PathElement } | { error: string } {
  if (item === null) return { error: 'associative list with keys may not have a null element' };
  const map = asMap(item);
  if (map === undefined) return { error: 'associative list with keys may not have non-map elements' };
  const fields: Record<string, unknown> = {};
  let found = false;
  for (const key of sortedKeys(list)) {
    const value = Object.hasOwn(map, key) ? map[key] : list.element.atom.map?.field(key)?.default;
    if (value === undefined) {
      if (list.needsAllKeys !== true) continue;
      const name = JSON.stringify(key);
      return {
        error: `associative list with keys has an element that omits key field ${name} (and doesn't have default value)`,
      };
    }
    fields[key] = value;
    found = true;
  }
  if (found) return { element: keyElement(fields) };
  const names = `["${list.keys.join('" "')}"]`;
  return {
    error: `associative list with keys has an element that omits all key fields ${names} (and doesn't have default values for any key fields)`,
  };
}

function sortedKeys({ keys }: ListType): readonly string[] {
  return keys.length === 1 ? keys : [...keys].sort();
}

function setElement(item: Value): { element: PathElement } | { error: string } {
  if (isScalar(item)) return { element: valueElement(item) };
  if (Array.isArray(item)) return { error: 'not supported: associative list with lists as elements' };
  if (item === null) return { error: "associative list without keys has an element that's an explicit null" };
  return { error: "associative list without keys has an element that's a map type" };
}
