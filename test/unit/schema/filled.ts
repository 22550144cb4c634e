/** Objects of a definition with every field set, for tests that must meet every type there is. */
import { dereference, type Schemas, type Type } from '../../../src/apis/schema/schema.js';

/** What protobuf does not carry is left out, and what is in itself is there once. */
export function filled(schemas: Schemas, definition: string, around: readonly string[] = []): Record<string, unknown> {
  const inside = [...around, definition];
  const object: Record<string, unknown> = {};
  for (const { inline, json, type, protobuf } of schemas.get(definition).fields) {
    if (protobuf === undefined) continue;
    const value = valueOf(schemas, dereference(type), inside);
    if (inline) Object.assign(object, value);
    else object[json] = value;
  }
  return object;
}

const SCALARS = {
  string: 'text é',
  bool: true,
  int32: -5,
  int64: 1_234_567_890_123,
  uint8: 200,
  uint32: 4_000_000_000,
  float64: 0.25,
  bytes: '/wA=',
  any: undefined,
} as const;

const SPECIALS = {
  Time: '2026-11-24T03:04:05Z',
  MicroTime: '2026-11-24T03:04:05.123456Z',
  Duration: '1m1.5s',
  Quantity: '1500m',
  IntOrString: '50%',
  RawExtension: { a: [1, 'x'] },
  FieldsV1: { 'f:metadata': { 'f:name': {} } },
  JSON: { a: 1 },
} as const;

function valueOf(schemas: Schemas, type: Type, inside: readonly string[]): unknown {
  switch (type.kind) {
    case 'scalar':
      return SCALARS[type.scalar];
    case 'special':
      return type.special === 'JSON' && !type.definition.endsWith('.JSON') ? {} : SPECIALS[type.special];
    case 'struct':
      return inside.includes(type.definition) ? undefined : filled(schemas, type.definition, inside);
    case 'list': {
      const element = valueOf(schemas, dereference(type.element), inside);
      return element === undefined ? undefined : [element];
    }
    case 'map': {
      const element = valueOf(schemas, dereference(type.element), inside);
      return element === undefined ? undefined : { a: element, z: element };
    }
    case 'pointer':
      return valueOf(schemas, dereference(type), inside);
  }
}
