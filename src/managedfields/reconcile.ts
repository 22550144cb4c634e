/** Sets that were written when the type was another. Source: sigs.k8s.io/structured-merge-diff/typed/reconcile_schema.go. */
import { firstPart } from './atoms.js';
import { FieldSet } from './field-set.js';
import { DEDUCED, type FieldType, type ListType, type MapType } from './field-type.js';
import { fieldName, type PathElement } from './path-element.js';

/** The set, where what is one value now is owned whole. */
export function reconcileFieldSet(set: FieldSet, type: FieldType): FieldSet {
  const whole = new FieldSet();
  visit(set, type, [], false, whole);
  return whole.isEmpty ? set : set.recursiveDifference(whole).union(whole);
}

function visit(
  set: FieldSet | undefined,
  { atom }: FieldType,
  path: readonly PathElement[],
  isLeaf: boolean,
  whole: FieldSet,
): void {
  switch (firstPart(atom)) {
    case 'map': {
      const { map } = atom;
      if (map === undefined || isDeduced(map) || set === undefined) return;
      if (map.atomic && !isLeaf) {
        whole.insert(path);
        return;
      }
      set.forEach((element, member, children) => {
        const name = fieldName(element);
        const known = (name === undefined ? undefined : map.field(name)?.type) ?? map.element;
        if (known !== undefined) visit(children, known, [...path, element], member && children === undefined, whole);
      });
      return;
    }
    case 'scalar':
      return;
    case 'list':
      if (atom.list === undefined) return;
      if (atom.list.atomic && !isLeaf) {
        whole.insert(path);
        return;
      }
      visitItems(set, atom.list, path, whole);
  }
}

function visitItems(set: FieldSet | undefined, list: ListType, path: readonly PathElement[], whole: FieldSet): void {
  set?.forEach((element, member, children) => {
    visit(children, list.element, [...path, element], member && children === undefined, whole);
  });
}

function isDeduced({ element, hasFields }: MapType): boolean {
  return !hasFields && (element === DEDUCED || element?.atom.scalar === 'untyped');
}
