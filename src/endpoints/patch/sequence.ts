/** The order of a merged list. Source: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (normalizeElementOrder). */
import { DIRECTIVE, noMergeKey } from './directives.js';
import { isObject, type JsonObject } from './errors.js';

/** The merge key's value. @throws StatusError 500 where there is none. */
export function elementKey(element: JsonObject, mergeKey: string): unknown {
  if (!Object.hasOwn(element, mergeKey)) throw noMergeKey(element, mergeKey);
  return element[mergeKey];
}

/** Elements that `names` has, and those it has not. Scalars are compared themselves, maps by their merge key. */
export function partition(
  elements: readonly unknown[],
  names: readonly unknown[],
  mergeKey: string,
): [named: unknown[], others: unknown[]] {
  const known = new Set(names.map((name) => identity(name, mergeKey)));
  const isNamed = (element: unknown): boolean =>
    known.has(mergeKey !== '' && isObject(element) ? elementKey(element, mergeKey) : element);
  return [elements.filter(isNamed), elements.filter((element) => !isNamed(element))];
}

/**
 * Both parts in one list: `patched` sorted as `patchOrder` has them, `others` as `serverOrder`, and between the two
 * the server's order where it knows both, else the patched first.
 */
export function inOrder(
  patched: readonly unknown[],
  others: readonly unknown[],
  patchOrder: readonly unknown[],
  serverOrder: readonly unknown[],
  mergeKey: string,
): unknown[] {
  const right = sorted(patched, patchOrder, mergeKey);
  const left = sorted(others, serverOrder, mergeKey);
  const all: unknown[] = [];
  while (left.length > 0 && right.length > 0) {
    const [l, r] = [indexIn(serverOrder, left[0], mergeKey), indexIn(serverOrder, right[0], mergeKey)];
    all.push(l >= 0 && r >= 0 && l < r ? left.shift() : right.shift());
  }
  return [...all, ...left, ...right];
}

function sorted(elements: readonly unknown[], order: readonly unknown[], mergeKey: string): unknown[] {
  const maps = [...elements, ...order].filter(isObject);
  for (const element of mergeKey === '' ? [] : maps) elementKey(element, mergeKey);
  const isDeletion = (element: unknown): boolean => isObject(element) && element[DIRECTIVE] === 'delete';
  const kept = elements.filter((element) => !isDeletion(element));
  return [...insertionSorted(kept, order, mergeKey), ...elements.filter(isDeletion)];
}

// What the order does not know goes before whatever it meets, so the way of sorting shows in the result.
function insertionSorted(elements: readonly unknown[], order: readonly unknown[], mergeKey: string): unknown[] {
  const placed: unknown[] = [];
  for (const element of elements) {
    const index = indexIn(order, element, mergeKey);
    let place = placed.length;
    while (place > 0) {
      const before = indexIn(order, placed[place - 1], mergeKey);
      if (index >= 0 && before >= 0 && index >= before) break;
      place--;
    }
    placed.splice(place, 0, element);
  }
  return placed;
}

function indexIn(list: readonly unknown[], element: unknown, mergeKey: string): number {
  const wanted = identity(element, mergeKey);
  return list.findIndex((item) => identity(item, mergeKey) === wanted);
}

function identity(element: unknown, mergeKey: string): unknown {
  return mergeKey !== '' && isObject(element) ? element[mergeKey] : element;
}
