/**
 * From application/vnd.kubernetes.protobuf to the JSON value that says the same, for decodeObject to look at.
 * Source: k8s.io/apimachinery/pkg/runtime/serializer/protobuf, the generated.proto files of k8s.io/api.
 */
import { DecodeError } from './decode-error.js';
import { readFields, type WireField } from './protobuf-reader.js';
import { type Field, type Schemas, type SpecialKind, type Type } from './schema.js';

const PREFIX = Uint8Array.of(0x6b, 0x38, 0x73, 0x00);

/** What the envelope says of the bytes in it. */
export interface Envelope {
  readonly apiVersion: string;
  readonly kind: string;
  readonly raw: Uint8Array;
}

/** Opens runtime.Unknown behind the prefix `k8s\0`. @throws DecodeError with upstream's text. */
export function openEnvelope(body: Uint8Array): Envelope {
  if (!PREFIX.every((byte, i) => body[i] === byte)) {
    throw new DecodeError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  }
  let typeMeta: Uint8Array | undefined;
  let raw: Uint8Array = new Uint8Array();
  for (const { number, bytes } of readFields(body.subarray(PREFIX.length))) {
    if (number === 1) typeMeta = bytes;
    else if (number === 2) raw = bytes;
  }
  const names = new Map<number, string>();
  for (const { number, bytes } of readFields(typeMeta ?? new Uint8Array())) names.set(number, text(bytes));
  return { apiVersion: names.get(1) ?? '', kind: names.get(2) ?? '', raw };
}

/** The JSON value of a message of a definition. Unknown fields are skipped, as generated decoders do. */
export function decodeMessage(schemas: Schemas, definition: string, message: Uint8Array): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  readInto(object, schemas, definition, message);
  return object;
}

function readInto(object: Record<string, unknown>, schemas: Schemas, definition: string, message: Uint8Array): void {
  const byNumber = fieldsByNumber(schemas, definition);
  for (const wire of readFields(message)) {
    const field = byNumber.get(wire.number);
    if (field === undefined) continue;
    const type = pointee(field.type);
    if (field.inline && type.kind === 'struct') readInto(object, schemas, type.definition, wire.bytes);
    else object[field.json] = readValue(schemas, type, wire, object[field.json]);
  }
}

const numbered = new WeakMap<Schemas, Map<string, ReadonlyMap<number, Field>>>();

function fieldsByNumber(schemas: Schemas, definition: string): ReadonlyMap<number, Field> {
  let known = numbered.get(schemas);
  if (known === undefined) numbered.set(schemas, (known = new Map<string, ReadonlyMap<number, Field>>()));
  let fields = known.get(definition);
  if (fields === undefined) {
    const entries = schemas.get(definition).fields.flatMap((field): [number, Field][] => {
      return field.protobuf === undefined ? [] : [[field.protobuf, field]];
    });
    known.set(definition, (fields = new Map(entries)));
  }
  return fields;
}

type Pointee = Exclude<Type, { kind: 'pointer' }>;

function pointee(type: Type): Pointee {
  return type.kind === 'pointer' ? pointee(type.element) : type;
}

/** `before`: what an earlier field of the same number gave; lists and maps go on from it. */
function readValue(schemas: Schemas, type: Pointee, wire: WireField, before: unknown): unknown {
  switch (type.kind) {
    case 'scalar':
      return readScalar(type.scalar, wire);
    case 'special':
      return readSpecial(type.special, wire.bytes);
    case 'struct':
      return decodeMessage(schemas, type.definition, wire.bytes);
    case 'list': {
      const list = Array.isArray(before) ? (before as unknown[]) : [];
      list.push(readValue(schemas, pointee(type.element), wire, undefined));
      return list;
    }
    case 'map': {
      const map = (before ?? {}) as Record<string, unknown>;
      readEntry(map, schemas, pointee(type.element), wire.bytes);
      return map;
    }
  }
}

function readEntry(map: Record<string, unknown>, schemas: Schemas, element: Pointee, entry: Uint8Array): void {
  let key = '';
  let value: unknown = zeroOf(element);
  for (const wire of readFields(entry)) {
    if (wire.number === 1) key = text(wire.bytes);
    else if (wire.number === 2) value = readElement(schemas, element, wire);
  }
  map[key] = value;
}

// Protobuf has no lists in maps: such a type is a message of its own with `items` in field 1.
function readElement(schemas: Schemas, element: Pointee, wire: WireField): unknown {
  if (element.kind !== 'list') return readValue(schemas, element, wire, undefined);
  let items: unknown = [];
  for (const item of readFields(wire.bytes)) if (item.number === 1) items = readValue(schemas, element, item, items);
  return items;
}

function zeroOf(type: Pointee): unknown {
  if (type.kind === 'list') return [];
  if (type.kind !== 'scalar') return {};
  return type.scalar === 'string' || type.scalar === 'bytes' ? '' : type.scalar === 'bool' ? false : 0;
}

function readScalar(scalar: string, { value, bytes, wireType }: WireField): unknown {
  switch (scalar) {
    case 'string':
      return text(bytes);
    case 'bytes':
      return Buffer.from(bytes).toString('base64');
    case 'bool':
      return value !== 0n;
    case 'float64': {
      const view = new DataView(new ArrayBuffer(8));
      view.setBigUint64(0, value);
      return view.getFloat64(0);
    }
    case 'uint8':
    case 'uint32':
      return Number(BigInt.asUintN(32, value));
    default:
      return Number(wireType === 5 ? BigInt.asIntN(32, value) : BigInt.asIntN(64, value));
  }
}

const SPECIALS: Readonly<Record<SpecialKind, (message: Uint8Array) => unknown>> = {
  Time: (message) => timestamp(message, 0),
  MicroTime: (message) => timestamp(message, 6),
  Duration: (message) => `${Number(numberField(message, 1))}ns`,
  Quantity: (message) => textField(message, 1),
  IntOrString: (message) =>
    numberField(message, 1) === 0n ? Number(BigInt.asIntN(32, numberField(message, 2))) : textField(message, 3),
  RawExtension: jsonField,
  FieldsV1: jsonField,
  JSON: jsonField,
};

function readSpecial(special: SpecialKind, message: Uint8Array): unknown {
  return SPECIALS[special](message);
}

/** RFC 3339 of Timestamp{seconds, nanos}; null for the zero time, which is an empty message. */
function timestamp(message: Uint8Array, digits: number): string | null {
  if (message.length === 0) return null;
  const seconds = Number(BigInt.asIntN(64, numberField(message, 1)));
  const nanos = Number(numberField(message, 2));
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return digits === 0 ? `${whole}Z` : `${whole}.${String(nanos).padStart(9, '0').slice(0, digits)}Z`;
}

function numberField(message: Uint8Array, wanted: number): bigint {
  for (const { number, value } of readFields(message)) if (number === wanted) return value;
  return 0n;
}

function textField(message: Uint8Array, wanted: number): string {
  for (const { number, bytes } of readFields(message)) if (number === wanted) return text(bytes);
  return '';
}

function jsonField(message: Uint8Array): unknown {
  const raw = textField(message, 1);
  if (raw === '') return null;
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    throw new DecodeError('a raw field of the protobuf message holds no JSON');
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
