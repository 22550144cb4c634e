/**
 * From application/vnd.kubernetes.protobuf to the JSON value that says the same, for decodeObject to look at.
 * Source: k8s.io/apimachinery/pkg/runtime/serializer/protobuf, the generated.pb.go files of k8s.io/api.
 */
import { decodeObject } from './decode.js';
import { DecodeError } from './decode-error.js';
import { encodeObject } from './encode.js';
import { setKey } from './plain-object.js';
import { isListMessage, PROTOBUF_PREFIX } from './protobuf-encode.js';
import {
  FIXED64,
  type KnownField,
  LENGTH_DELIMITED,
  readEntry,
  readFields,
  textOf,
  VARINT,
  type WireContent,
} from './protobuf-reader.js';
import { readSpecial } from './protobuf-special-decode.js';
import { dereference, type Field, type ScalarKind, type Schemas, type Type } from './schema.js';

/** A body behind its prefix: runtime.Unknown. */
export class Envelope {
  /** '' where there is none, or none that can be read. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly #message: Uint8Array;

  /** Throws DecodeError with upstream's text. */
  constructor(body: Uint8Array) {
    if (body.length === 0) throw new DecodeError('empty data');
    if (!PROTOBUF_PREFIX.every((byte, i) => body[i] === byte)) {
      throw new DecodeError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
    }
    if (body.length === PROTOBUF_PREFIX.length) throw new DecodeError('empty body');
    let apiVersion = '';
    let kind = '';
    let message: Uint8Array = new Uint8Array();
    for (const { number, bytes } of readFields(body.subarray(PROTOBUF_PREFIX.length), 'Unknown', UNKNOWN)) {
      if (number === 2) message = bytes;
      if (number !== 1) continue;
      for (const name of readFields(bytes, 'TypeMeta', TYPE_META)) {
        if (name.number === 1) apiVersion = textOf(name.bytes);
        else kind = textOf(name.bytes);
      }
    }
    this.apiVersion = apiVersion.split('/').length > 2 ? '' : apiVersion;
    this.kind = kind;
    this.#message = message;
  }

  /** What is in it, as an object of a definition. Throws DecodeError. */
  open(schemas: Schemas, definition: string): Record<string, unknown> {
    const { apiVersion, kind } = this;
    return { kind, apiVersion, ...decodeMessage(schemas, definition, this.#message) };
  }
}

const UNKNOWN = named('TypeMeta', 'Raw', 'ContentEncoding', 'ContentType');
const TYPE_META = named('APIVersion', 'Kind');
const ITEMS = named('Items');

function named(...names: readonly string[]): ReadonlyMap<number, KnownField> {
  return new Map(names.map((name, i) => [i + 1, { name, wire: LENGTH_DELIMITED }]));
}

/** The JSON value of a message of a definition. Unknown fields are skipped, as generated decoders do. */
export function decodeMessage(schemas: Schemas, definition: string, message: Uint8Array): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  readInto(object, schemas, definition, message);
  return object;
}

type JsonObject = Record<string, unknown>;

interface PlannedField extends KnownField {
  readonly field: Field;
  readonly type: Pointee;
}

interface Plan {
  readonly goName: string;
  readonly fields: ReadonlyMap<number, PlannedField>;
}

function readInto(object: JsonObject, schemas: Schemas, definition: string, message: Uint8Array): void {
  const { goName, fields } = planOf(schemas, definition);
  for (const content of readFields(message, goName, fields)) {
    const { field, type } = content.field;
    if (field.inline && type.kind === 'struct') readInto(object, schemas, type.definition, content.bytes);
    else object[field.json] = readValue(schemas, type, content, object[field.json]);
  }
}

const plans = new WeakMap<Schemas, Map<string, Plan>>();

function planOf(schemas: Schemas, definition: string): Plan {
  let known = plans.get(schemas);
  if (known === undefined) plans.set(schemas, (known = new Map<string, Plan>()));
  let plan = known.get(definition);
  if (plan === undefined) {
    const { goName, fields } = schemas.get(definition);
    const entries = fields.flatMap((field): [number, PlannedField][] => {
      const type = dereference(field.type);
      return field.protobuf === undefined ? [] : [[field.protobuf, { name: field.name, ...wireOf(type), field, type }]];
    });
    known.set(definition, (plan = { goName, fields: new Map(entries) }));
  }
  return plan;
}

type Pointee = Exclude<Type, { kind: 'pointer' }>;

function wireOf(type: Pointee): Pick<KnownField, 'wire' | 'packable'> {
  if (type.kind === 'list') {
    const { wire } = wireOf(dereference(type.element));
    return isListMessage(type) ? { wire: LENGTH_DELIMITED } : { wire, packable: wire !== LENGTH_DELIMITED };
  }
  if (type.kind !== 'scalar' || type.scalar === 'string' || type.scalar === 'bytes') return { wire: LENGTH_DELIMITED };
  return { wire: type.scalar === 'float64' ? FIXED64 : VARINT };
}

/** `before`: what an earlier field of the same number gave; lists, maps and structs go on from it. */
function readValue(schemas: Schemas, type: Pointee, content: WireContent, before: unknown): unknown {
  switch (type.kind) {
    case 'scalar':
      return readScalar(type.scalar, content);
    case 'special':
      return readSpecial(type, content.bytes, (definition, message) => readSchema(schemas, definition, message));
    case 'struct': {
      const object = (before ?? {}) as JsonObject;
      readInto(object, schemas, type.definition, content.bytes);
      return object;
    }
    case 'list': {
      const list = Array.isArray(before) ? (before as unknown[]) : [];
      if (isListMessage(type)) return readItems(schemas, dereference(type.element), content, list);
      list.push(readValue(schemas, dereference(type.element), content, undefined));
      return list;
    }
    case 'map': {
      const map = (before ?? {}) as JsonObject;
      const element = dereference(type.element);
      const { key, value } = readEntry(
        content.bytes,
        element.kind === 'list' ? LENGTH_DELIMITED : wireOf(element).wire,
      );
      setKey(map, key, value === undefined ? zeroOf(element) : readElement(schemas, element, value));
      return map;
    }
  }
}

// Nothing that has a definition is around such a schema, so it takes its final form here.
function readSchema(schemas: Schemas, definition: string, message: Uint8Array): object {
  return encodeObject(
    schemas,
    definition,
    decodeObject(schemas, definition, decodeMessage(schemas, definition, message)).object,
  );
}

// Protobuf has no lists in maps: such a list is a message of its own.
function readElement(schemas: Schemas, element: Pointee, content: WireContent): unknown {
  if (element.kind === 'list') return readItems(schemas, dereference(element.element), content, []);
  return readValue(schemas, element, content, undefined);
}

function readItems(schemas: Schemas, element: Pointee, { bytes }: WireContent, items: unknown[]): unknown[] {
  for (const item of readFields(bytes, 'Items', ITEMS)) items.push(readValue(schemas, element, item, undefined));
  return items;
}

function zeroOf(type: Pointee): unknown {
  if (type.kind === 'list') return [];
  if (type.kind === 'special') return type.special === 'Quantity' ? '0' : null;
  if (type.kind !== 'scalar') return {};
  return type.scalar === 'string' || type.scalar === 'bytes' ? '' : type.scalar === 'bool' ? false : 0;
}

function readScalar(scalar: ScalarKind, { value, bytes }: WireContent): unknown {
  switch (scalar) {
    case 'string':
      return textOf(bytes);
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
      return Number(BigInt.asIntN(scalar === 'int32' ? 32 : 64, value));
  }
}
