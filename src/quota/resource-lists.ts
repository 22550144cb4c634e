/** Quantities by name, as quotas reckon with them. Source: k8s.io/apiserver/pkg/quota/v1/resources.go. */
import { type ResourceList } from '../apis/core/pod.js';
import { compareQuantities, subtractQuantities } from '../apis/quantity.js';

export function mask(list: ResourceList, names: readonly string[]): ResourceList {
  return Object.fromEntries(Object.entries(list).filter(([name]) => names.includes(name)));
}

/** What `a` has more than `b`, and never less than nothing. */
export function increase(a: ResourceList, b: ResourceList): ResourceList {
  const difference = Object.entries(a).map(([name, quantity]) => {
    const left = b[name] === undefined ? quantity : subtractQuantities(quantity, b[name]);
    return [name, compareQuantities(left, '0') > 0 ? left : '0'] as const;
  });
  return Object.fromEntries(difference);
}

export function withoutZeros(list: ResourceList): ResourceList {
  return Object.fromEntries(Object.entries(list).filter(([, quantity]) => compareQuantities(quantity, '0') !== 0));
}

/** The names of which `a` has more than `b` allows. */
export function exceeded(a: ResourceList, b: ResourceList): string[] {
  return Object.keys(b).filter((name) => a[name] !== undefined && compareQuantities(a[name], b[name]) > 0);
}

export function isSameList(a: ResourceList, b: ResourceList): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => b[name] !== undefined && compareQuantities(a[name], b[name]) === 0);
}
