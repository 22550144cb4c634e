/** The order of keys that Go gives to the objects that a patch took apart: sorted; the others stay as they were written. */
import { isObject, type JsonObject } from './errors.js';

export function sortOpened(value: unknown, opened: ReadonlySet<JsonObject>): unknown {
  if (Array.isArray(value)) return value.map((item) => sortOpened(item, opened));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, sortOpened(item, opened)]);
  if (opened.has(value)) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}
