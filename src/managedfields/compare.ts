/** What is different between two values of a type. Source: sigs.k8s.io/structured-merge-diff/typed/compare.go. */
import { elementOf, firstPart, hasName, type Part, partOf } from './atoms.js';
import { FieldSet } from './field-set.js';
import { type Atom, type FieldType, type ListType, type MapType, type ScalarType } from './field-type.js';
import { fieldElement, type PathElement } from './path-element.js';
import { ErrorList } from './typed-error.js';
import { asList, asMap, equalValues, isEmptyMap, type Value } from './value.js';
import { scalarError } from './validate.js';

export interface Comparison {
  readonly removed: FieldSet;
  readonly modified: FieldSet;
  readonly added: FieldSet;
}

/** @throws TypedError where neither value fits the type. */
export function compareTyped(left: Value, right: Value, type: FieldType): Comparison {
  const walk = new Walk();
  walk.value(left, right, type);
  walk.errors.check();
  return walk;
}

class Walk implements Comparison {
  readonly removed = new FieldSet();
  readonly modified = new FieldSet();
  readonly added = new FieldSet();
  readonly errors = new ErrorList();
  readonly #path: PathElement[] = [];

  value(left: Value, right: Value, { atom }: FieldType): void {
    const [partL, partR] = [partOf(atom, left), partOf(atom, right)];
    let leaf: boolean;
    if (right === undefined) leaf = this.#part(atom, partL, left, right);
    else if (left === undefined || partL === partR) leaf = this.#part(atom, partR, left, right);
    else {
      this.#part(atom, partL, left, right);
      leaf = this.#part(atom, partR, left, right);
    }
    if (leaf) return;
    if (left === undefined) this.added.insert(this.#path);
    else if (right === undefined) this.removed.insert(this.#path);
  }

  /** True where the value is compared as one. */
  #part(atom: Atom, part: Part | 'any', left: Value, right: Value): boolean {
    switch (part === 'any' ? firstPart(atom) : part) {
      case 'map':
        return atom.map === undefined || this.#map(atom.map, left, right);
      case 'scalar':
        return atom.scalar === undefined || this.#scalar(atom.scalar, left, right);
      case 'list':
        return atom.list === undefined || this.#list(atom.list, left, right);
    }
  }

  #leaf(left: Value, right: Value): true {
    if (left === undefined) this.added.insert(this.#path);
    else if (right === undefined) this.removed.insert(this.#path);
    else if (!equalValues(left, right)) this.modified.insert(this.#path);
    return true;
  }

  #scalar(type: ScalarType, left: Value, right: Value): boolean {
    const [errorL, errorR] = [scalarError(left, type), scalarError(right, type)];
    if (errorL === undefined || errorR === undefined) return this.#leaf(left, right);
    this.errors.add(this.#path, `lhs: ${errorL}`);
    this.errors.add(this.#path, `rhs: ${errorR}`);
    return false;
  }

  #map(type: MapType, leftValue: Value, rightValue: Value): boolean {
    const [left, right] = [asMap(leftValue), asMap(rightValue)];
    const nothing = (left === undefined || isEmptyMap(left)) && (right === undefined || isEmptyMap(right));
    if (type.atomic || nothing) return this.#leaf(leftValue, rightValue);
    for (const key in left) this.#member(type, key, left[key], memberOf(right, key));
    for (const key in right) if (memberOf(left, key) === undefined) this.#member(type, key, undefined, right[key]);
    return false;
  }

  #member(type: MapType, key: string, left: Value, right: Value): void {
    const known = type.field(key)?.type ?? type.element;
    this.#path.push(fieldElement(key));
    if (known === undefined) this.errors.add(this.#path, 'field not declared in schema');
    else this.value(left, right, known);
    this.#path.pop();
  }

  #list(type: ListType, leftValue: Value, rightValue: Value): boolean {
    const [left = [], right = []] = [asList(leftValue), asList(rightValue)];
    if (type.atomic || (left.length === 0 && right.length === 0)) return this.#leaf(leftValue, rightValue);
    // Nothing changes in most of the lists of most writes.
    if (leftValue !== undefined && left.every((item) => hasName(type, item)) && equalValues(left, right)) return false;
    const elementsL = this.#elements(type, left);
    const elementsR = this.#elements(type, right);
    const none: readonly Value[] = [];
    for (const [element, itemsL] of elementsL) this.#items(type, element, itemsL, elementsR.get(element) ?? none);
    for (const [element, itemsR] of elementsR) {
      if (!elementsL.has(element)) this.#items(type, element, none, itemsR);
    }
    return false;
  }

  #elements(type: ListType, list: readonly Value[]): ReadonlyMap<PathElement, readonly Value[]> {
    const found = new Map<PathElement, Value[]>();
    for (const [i, item] of list.entries()) {
      const named = elementOf(type, item);
      if ('error' in named) {
        this.errors.add(this.#path, `element ${String(i)}: ${named.error}`);
        continue;
      }
      const items = found.get(named.element);
      if (items === undefined) found.set(named.element, [item]);
      else items.push(item);
    }
    return found;
  }

  // Elements that come more than once are one thing, whatever they hold.
  #items(type: ListType, element: PathElement, left: readonly Value[], right: readonly Value[]): void {
    this.#path.push(element);
    if (left.length <= 1 && right.length <= 1) this.value(left[0], right[0], type.element);
    else if (left.length >= 2 && right.length >= 2) {
      if (!equalValues(left, right)) this.modified.insert(this.#path);
    } else if (left.length >= 2) {
      if (right.length > 0) this.value(undefined, right[0], type.element);
      this.removed.insert(this.#path);
    } else {
      if (left.length > 0) this.value(left[0], undefined, type.element);
      this.added.insert(this.#path);
    }
    this.#path.pop();
  }
}

function memberOf(map: Readonly<Record<string, unknown>> | undefined, key: string): Value {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}
