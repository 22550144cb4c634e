/** The fields that a value sets. Source: sigs.k8s.io/structured-merge-diff/typed/tofieldset.go. */
import { elementOf, firstPart, partOf } from './atoms.js';
import { FieldSet } from './field-set.js';
import { type FieldType, type ListType, type MapType } from './field-type.js';
import { fieldElement, type PathElement } from './path-element.js';
import { asList, asMap, isEmptyMap, type Value, type ValueMap } from './value.js';

/** Every leaf, every key of a map and every element of a merged list. The value fits the type. */
export function fieldSetOf(value: Value, type: FieldType): FieldSet {
  const set = new FieldSet();
  addTo(set, value, type, []);
  return set;
}

function addTo(set: FieldSet, value: Value, { atom }: FieldType, path: PathElement[]): void {
  const part = partOf(atom, value);
  const { map, list } = atom;
  switch (part === 'any' ? firstPart(atom) : part) {
    case 'map':
      if (map?.atomic === true) set.insert(path);
      else if (map !== undefined) addMembers(set, asMap(value) ?? {}, map, path);
      return;
    case 'scalar':
      set.insert(path);
      return;
    case 'list':
      if (list?.atomic === true) set.insert(path);
      else if (list !== undefined) addItems(set, asList(value) ?? [], list, path);
  }
}

function addMembers(set: FieldSet, map: ValueMap, type: MapType, path: PathElement[]): void {
  for (const key of Object.keys(map)) {
    const value = map[key];
    const field = type.field(key);
    const known = field?.type ?? type.element;
    path.push(fieldElement(key));
    if (known !== undefined) addTo(set, value, known, path);
    const members = asMap(value);
    const isEmpty = value === null || (members !== undefined && isEmptyMap(members));
    if (isEmpty || field === undefined) set.insert(path);
    path.pop();
  }
}

function addItems(set: FieldSet, list: readonly Value[], type: ListType, path: PathElement[]): void {
  const elements = list.map((item) => {
    const named = elementOf(type, item);
    return 'error' in named ? undefined : named.element;
  });
  elements.forEach((element, i) => {
    if (element === undefined) return;
    path.push(element);
    // What comes more than once is one thing, whatever it holds.
    if (elements.indexOf(element) === elements.lastIndexOf(element)) addTo(set, list[i], type.element, path);
    set.insert(path);
    path.pop();
  });
}
