/** A value without some of its fields. Source: sigs.k8s.io/structured-merge-diff/typed/remove.go. */
import { setKey } from '../apis/schema/plain-object.js';
import { elementOf, firstPart, partOf } from './atoms.js';
import { type FieldSet } from './field-set.js';
import { type FieldType, type ListType, type MapType } from './field-type.js';
import { fieldElement } from './path-element.js';
import { asList, asMap, isEmptyMap, type Value } from './value.js';

/** A copy without the set's fields, keys and elements. What is one value stays whole; what is left empty is null. */
export function removeFields(value: Value, set: FieldSet, type: FieldType): Value {
  const { atom } = type;
  const part = partOf(atom, value);
  switch (part === 'any' ? firstPart(atom) : part) {
    case 'map':
      return atom.map === undefined ? null : withoutMembers(value, set, atom.map);
    case 'scalar':
      return value;
    case 'list':
      return atom.list === undefined ? null : withoutItems(value, set, atom.list);
  }
}

// Of a map or list that is one value nothing is left where something in it is to go.
function withoutMembers(value: Value, set: FieldSet, type: MapType): Value {
  const map = asMap(value);
  if (map === undefined || isEmptyMap(map) || type.atomic) return null;
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(map)) {
    const element = fieldElement(key);
    if (set.hasElement(element)) continue;
    const below = set.below(element);
    const known = type.field(key)?.type ?? type.element;
    const member = below === undefined || known === undefined ? map[key] : removeFields(map[key], below, known);
    setKey(out, key, member);
  }
  return isEmptyMap(out) ? null : out;
}

function withoutItems(value: Value, set: FieldSet, type: ListType): Value {
  const list = asList(value);
  if (list === undefined || list.length === 0 || type.atomic) return null;
  const out = list.flatMap((item) => {
    const named = elementOf(type, item);
    if ('error' in named) return [item];
    if (set.hasElement(named.element)) return [];
    const below = set.below(named.element);
    return [below === undefined ? item : removeFields(item, below, type.element)];
  });
  return out.length > 0 ? out : null;
}
