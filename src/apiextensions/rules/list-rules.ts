/** Lists that are sets or maps, compared and added. Source: k8s.io/apiserver/pkg/cel/common/valuesunstructured.go. */
import { equal, equalItems } from '../../cel/values/equality.js';
import { type CelValue, list, type ListRules, MapValue } from '../../cel/values/value.js';

/** The order of a set counts for nothing, and what is added to one is added once. */
export const SET_RULES: ListRules = {
  equal: (a, b) =>
    a.items.length === b.items.length && a.items.every((item) => b.items.some((other) => equal(item, other))),
  plus: (a, b) => {
    const added = b.items.filter((item, index) => firstOf(item, a.items) < 0 && firstOf(item, b.items) === index);
    return { items: [...a.items, ...added], rules: SET_RULES };
  },
};

function firstOf(value: CelValue, among: readonly CelValue[]): number {
  return among.findIndex((other) => equal(other, value));
}

/** Items with the same keys are the same item, which the later value replaces. */
export function mapRules(keys: readonly string[]): ListRules {
  const identity = (item: CelValue): readonly CelValue[] => keys.map((key) => memberAt(item, key));
  const same = (a: CelValue, b: CelValue): boolean => equalItems(list(identity(a)), list(identity(b)));
  const rules: ListRules = {
    equal: (a, b) =>
      a.items.length === b.items.length &&
      a.items.every((item) => b.items.some((other) => same(item, other) && equal(item, other))),
    plus: (a, b) => {
      const replaced = a.items.map((item) => b.items.findLast((other) => same(item, other)) ?? item);
      const added = b.items.filter((item) => !a.items.some((other) => same(item, other)));
      return { items: [...replaced, ...added], rules };
    },
  };
  return rules;
}

function memberAt(value: CelValue, key: string): CelValue {
  return value instanceof MapValue ? (value.get(key) ?? null) : null;
}
