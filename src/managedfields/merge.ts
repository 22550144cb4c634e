/** One value laid over another. Source: sigs.k8s.io/structured-merge-diff/typed/merge.go. */
import { type ApplyBehaviours } from '../features/apply-behaviours.js';
import { setKey } from '../apis/schema/plain-object.js';
import { elementOf, firstPart, partOf } from './atoms.js';
import { type FieldType, type ListType, type MapType } from './field-type.js';
import { fieldElement, type PathElement } from './path-element.js';
import { ErrorList } from './typed-error.js';
import { asList, asMap, isEmptyMap, type Value } from './value.js';
import { scalarError } from './validate.js';

/**
 * All of `left`, but where `right` says otherwise; lists that are merged keep their elements, in the order of `right`
 * where it has one. Shares its parts with both. @throws TypedError where they do not fit the type.
 */
export function mergeTyped(
  left: Value,
  right: Value,
  type: FieldType,
  { mergedListsInterleave }: Pick<ApplyBehaviours, 'mergedListsInterleave'>,
): Value {
  const walk = new Walk(mergedListsInterleave ? interleave : leftFirst);
  const merged = walk.value(left, right, type);
  walk.errors.check();
  return merged;
}

class Walk {
  readonly errors = new ErrorList();
  readonly #path: PathElement[] = [];
  readonly #order: typeof interleave;

  constructor(order: typeof interleave) {
    this.#order = order;
  }

  value(left: Value, right: Value, { atom }: FieldType): Value {
    const part = partOf(atom, right === undefined ? left : right);
    switch (part === 'any' ? firstPart(atom) : part) {
      case 'map':
        return atom.map && this.#map(atom.map, left, right);
      case 'scalar': {
        const type = atom.scalar ?? 'untyped';
        const [errorL, errorR] = [scalarError(left, type), scalarError(right, type)];
        if (errorL === undefined || errorR === undefined) return rightOf(left, right);
        this.errors.add(this.#path, `lhs: ${errorL}`);
        this.errors.add(this.#path, `rhs: ${errorR}`);
        return undefined;
      }
      case 'list':
        return atom.list && this.#list(atom.list, left, right);
    }
  }

  #map(type: MapType, leftValue: Value, rightValue: Value): Value {
    const [left, right] = [asMap(leftValue), asMap(rightValue)];
    const nothing = (left === undefined || isEmptyMap(left)) && (right === undefined || isEmptyMap(right));
    if (type.atomic || nothing) return rightOf(leftValue, rightValue);
    const out: Record<string, unknown> = {};
    for (const key of new Set([...Object.keys(left ?? {}), ...Object.keys(right ?? {})])) {
      const known = type.field(key)?.type ?? type.element;
      this.#path.push(fieldElement(key));
      if (known === undefined) this.errors.add(this.#path, 'field not declared in schema');
      else {
        const member = this.value(memberOf(left, key), memberOf(right, key), known);
        if (member !== undefined) setKey(out, key, member);
      }
      this.#path.pop();
    }
    return isEmptyMap(out) ? undefined : out;
  }

  #list(type: ListType, leftValue: Value, rightValue: Value): Value {
    const [left = [], right = []] = [asList(leftValue), asList(rightValue)];
    if (type.atomic || (left.length === 0 && right.length === 0)) return rightOf(leftValue, rightValue);
    const elementsR = this.#elements(type, right);
    const elementsL = this.#elements(type, left);
    const knownR = new Map<PathElement, Value>();
    elementsR.forEach((element, i) => {
      if (knownR.has(element)) this.errors.addDuplicate(this.#path, element);
      knownR.set(element, right[i]);
    });
    const knownL = new Map<PathElement, Value>();
    // What came more than once is replaced, and not merged.
    elementsL.forEach((element, i) => knownL.set(element, knownL.has(element) ? null : left[i]));
    const merged = (element: PathElement, own: Value): Value => {
      this.#path.push(element);
      const item = this.value(own, knownR.get(element), type.element);
      this.#path.pop();
      return item;
    };
    const out = this.#order(elementsL, elementsR)
      .map(({ element, index }) => merged(element, index === undefined ? knownL.get(element) : left[index]))
      .filter((item) => item !== undefined);
    return out.length > 0 ? out : undefined;
  }

  #elements(type: ListType, list: readonly Value[]): readonly PathElement[] {
    return list.flatMap((item, i) => {
      const named = elementOf(type, item);
      if (!('error' in named)) return [named.element];
      this.errors.add(this.#path, `element ${String(i)}: ${named.error}`);
      return [];
    });
  }
}

interface Placed {
  readonly element: PathElement;
  /** Of what the left list alone has. */
  readonly index?: number;
}

/** The order of a merged list: the right one's elements as they are, and each of the left one's own before what followed it there. */
function interleave(left: readonly PathElement[], right: readonly PathElement[]): readonly Placed[] {
  const inLeft = new Set(left);
  const inRight = new Set(right);
  const shared = right.filter((element) => inLeft.has(element));
  const taken = new Set<PathElement>();
  const out: Placed[] = [];
  let nextShared = 0;
  let [l, r] = [0, 0];
  const takeRight = (element: PathElement): void => {
    taken.add(element);
    out.push({ element });
    if (shared[nextShared] === element) nextShared++;
    r++;
  };
  while (l < left.length || r < right.length) {
    const [ownL, ownR] = [left[l], right[r]];
    if (ownL !== undefined && ownL === ownR) {
      takeRight(ownR);
      l++;
    } else if (ownL !== undefined && !inRight.has(ownL)) {
      out.push({ element: ownL, index: l++ });
    } else if (ownL !== undefined && ownR !== undefined && isLater(ownL, shared[nextShared])) {
      l++;
    } else {
      if (ownL !== undefined && taken.has(ownL)) l++;
      if (ownR !== undefined) takeRight(ownR);
    }
  }
  return out;
}

/** All of the left list, then what the right one has besides. */
function leftFirst(left: readonly PathElement[], right: readonly PathElement[]): readonly Placed[] {
  const inLeft = new Set(left);
  const inRight = new Set(right);
  const own = left.map((element, index) => (inRight.has(element) ? { element } : { element, index }));
  return [...own, ...right.filter((element) => !inLeft.has(element)).map((element) => ({ element }))];
}

/** True where a shared element is not the one whose turn it is. */
function isLater(element: PathElement, next: PathElement | undefined): boolean {
  return next !== undefined && element !== next;
}

function rightOf(left: Value, right: Value): Value {
  return right === undefined ? left : right;
}

function memberOf(map: Readonly<Record<string, unknown>> | undefined, key: string): Value {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}
