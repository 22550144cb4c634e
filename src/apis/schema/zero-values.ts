/** Gives an object what Go's structs always have: strings, numbers and structs that are not pointers. */
import { encodeObject } from './encode.js';
import { type Schemas } from './schema.js';

type JsonObject = Record<string, unknown>;

/** Parts that every kind has, and reads as they came. */
const LEFT_ALONE = ['apiVersion', 'kind', 'metadata', 'status'];

/**
 * Fills in zero values of fields that are always written, so that what checks the object need not ask whether they are
 * there; lists and maps stay as they are. Changes `object`, whose type is that definition.
 */
export function fillZeroValues(schemas: Schemas, definition: string, object: object): void {
  const whole = encodeObject(schemas, definition, object) as JsonObject;
  const parts = Object.entries(whole).filter(([name]) => !LEFT_ALONE.includes(name));
  fill(object as JsonObject, Object.fromEntries(parts));
}

function fill(target: JsonObject, source: JsonObject): void {
  for (const [name, value] of Object.entries(source)) {
    const own = target[name];
    if (own === undefined) {
      if (value !== null) target[name] = value;
    } else if (Array.isArray(own) && Array.isArray(value)) {
      own.forEach((item, i) => fillItem(item, value[i]));
    } else fillItem(own, value);
  }
}

function fillItem(own: unknown, value: unknown): void {
  if (isObject(own) && isObject(value)) fill(own, value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
