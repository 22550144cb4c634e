/** What cannot be put into a type after a strategic merge patch. Source: k8s.io/apimachinery/pkg/runtime/converter.go (fromUnstructured). */
import { canonicalBase64 } from '../../apis/schema/base64.js';
import { DecodeError } from '../../apis/schema/decode-error.js';
import { dereference, type Schemas, type Type } from '../../apis/schema/schema.js';
import { isObject, type JsonObject } from './errors.js';
import { goType } from './go-syntax.js';

type ScalarType = Extract<Type, { kind: 'scalar' }>;

/** The first misfit in the order of the struct's fields; undefined: everything fits. Times and the like are left to decoding. */
export function restoreError(schemas: Schemas, definition: string, object: JsonObject): string | undefined {
  for (const [name, field] of schemas.fields(definition)) {
    const value = Object.hasOwn(object, name) ? object[name] : null;
    const problem = misfit(schemas, field.type, value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function misfit(schemas: Schemas, declared: Type, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  const type = dereference(declared);
  switch (type.kind) {
    case 'struct':
      return isObject(value)
        ? restoreError(schemas, type.definition, value)
        : `cannot restore struct from: ${kindOf(value)}`;
    case 'map':
      if (!isObject(value)) return `cannot restore map from ${kindOf(value)}`;
      return first(Object.values(value), (member) => misfit(schemas, type.element, member));
    case 'list':
      if (!Array.isArray(value)) return `cannot restore slice from ${kindOf(value)}`;
      return first(value, (element) => misfit(schemas, type.element, element));
    case 'scalar':
      return scalarMisfit(type, value);
    case 'special':
      return undefined;
  }
}

function first(values: readonly unknown[], check: (value: unknown) => string | undefined): string | undefined {
  for (const value of values) {
    const problem = check(value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const NUMBERS = ['int32', 'int64', 'uint8', 'uint32', 'float64'];

function scalarMisfit({ go, scalar }: ScalarType, value: unknown): string | undefined {
  const from = goType(value);
  if (scalar === 'any' || from === scalar) return undefined;
  if (scalar === 'bytes')
    return typeof value === 'string' ? base64Error(value) : `cannot restore slice from ${kindOf(value)}`;
  const number = NUMBERS.includes(scalar);
  if (number && from === 'int64') return undefined;
  // Go converts between these two pairs, and JSON must not.
  const convertible = (number && from === 'float64') || (scalar === 'string' && from === 'int64');
  return convertible ? `cannot convert ${from} to ${go}` : `unrecognized type: ${scalar}`;
}

function base64Error(text: string): string | undefined {
  try {
    canonicalBase64(text);
    return undefined;
  } catch (error) {
    if (error instanceof DecodeError) return `error decoding from json: ${error.message}`;
    throw error;
  }
}

/** reflect.Kind of a value out of JSON. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  return isObject(value) ? 'map' : goType(value);
}
