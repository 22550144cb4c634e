/**
 * From an unstructured object to the one that Go's type holds, which is less strict than decoding JSON is.
 * Source: k8s.io/apimachinery/pkg/runtime/converter.go.
 */
import { canonicalBase64 } from './base64.js';
import { type Decoded, decodeObject } from './decode.js';
import { DecodeError } from './decode-error.js';
import { isPlainObject } from './plain-object.js';
import { type Schemas, type Type } from './schema.js';

/** Throws DecodeError. Numbers that are too large for their field wrap around, as Go's conversions do. */
export function fromUnstructured(schemas: Schemas, definition: string, value: unknown): Decoded {
  return decodeObject(schemas, definition, structValue(schemas, definition, value));
}

function structValue(schemas: Schemas, definition: string, value: unknown): unknown {
  if (!isPlainObject(value) || !schemas.has(definition)) return value;
  const fields = schemas.fields(definition);
  return mapped(value, (key, member) => {
    const field = fields.get(key);
    return field === undefined ? member : typeValue(schemas, field.type, member);
  });
}

function typeValue(schemas: Schemas, type: Type, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  switch (type.kind) {
    case 'pointer':
      return typeValue(schemas, type.element, value);
    case 'struct':
      return structValue(schemas, type.definition, value);
    case 'list':
      return Array.isArray(value) ? value.map((item: unknown) => typeValue(schemas, type.element, item)) : value;
    case 'map':
      return isPlainObject(value) ? mapped(value, (_, member) => typeValue(schemas, type.element, member)) : value;
    case 'special':
      return type.special === 'IntOrString' ? intOrString(value) : value;
    case 'scalar':
      return scalarValue(type.scalar, type.go, value);
  }
}

function mapped(
  map: Readonly<Record<string, unknown>>,
  change: (key: string, value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(key, value)]));
}

const BITS: Readonly<Record<string, number>> = { int32: 32, int64: 64, uint8: 8, uint32: 32 };

function scalarValue(scalar: string, go: string, value: unknown): unknown {
  if (scalar === 'bytes' && typeof value === 'string') return bytes(value);
  const bits = BITS[scalar];
  if (bits === undefined || typeof value !== 'number') return value;
  if (!Number.isInteger(value)) throw new DecodeError(`cannot convert float64 to ${go}`);
  if (Number.isSafeInteger(value) && bits === 64) return value;
  const whole = BigInt(value);
  return Number(scalar.startsWith('u') ? BigInt.asUintN(bits, whole) : BigInt.asIntN(bits, whole));
}

function bytes(value: string): string {
  try {
    return canonicalBase64(value);
  } catch (error) {
    if (error instanceof DecodeError) throw new DecodeError(`error decoding from json: ${error.message}`);
    throw error;
  }
}

function intOrString(value: unknown): unknown {
  if (typeof value === 'string' || (Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31)) return value;
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  const what = typeof value === 'number' ? `number ${String(value)}` : kind;
  throw new DecodeError(`json: cannot unmarshal ${what} into Go value of type int32`);
}
