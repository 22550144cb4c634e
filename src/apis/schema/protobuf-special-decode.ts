/** Reads what protobuf-special.ts writes. Source: the same. */
import { DecodeError } from './decode-error.js';
import { formatDuration } from './duration.js';
import { type SpecialType } from './protobuf-special.js';
import { type KnownField, LENGTH_DELIMITED, readFields, textOf, VARINT } from './protobuf-reader.js';
import { type SpecialKind } from './schema.js';

type Fields = ReadonlyMap<number, KnownField>;
type ReadSchema = (definition: string, message: Uint8Array) => unknown;

const varint = (name: string): KnownField => ({ name, wire: VARINT });
const bytes = (name: string): KnownField => ({ name, wire: LENGTH_DELIMITED });

function numbered(...fields: readonly KnownField[]): Fields {
  return new Map(fields.map((field, i) => [i + 1, field]));
}

const TIMESTAMP = numbered(varint('Seconds'), varint('Nanos'));
const DURATION = numbered(varint('Duration'));
const QUANTITY = numbered(bytes('String_'));
const INT_OR_STRING = numbered(varint('Type'), varint('IntVal'), bytes('StrVal'));
const RAW = numbered(bytes('Raw'));

const PLAIN: Readonly<Record<SpecialKind, (message: Uint8Array) => unknown>> = {
  Time: (message) => timestamp(message, 0),
  MicroTime: (message) => timestamp(message, 6),
  Duration: (message) => formatDuration(BigInt.asIntN(64, last(message, 'Duration', DURATION).value[1] ?? 0n)),
  Quantity: (message) => last(message, 'Quantity', QUANTITY).text[1] ?? '0',
  IntOrString: (message) => {
    const { value, text } = last(message, 'IntOrString', INT_OR_STRING);
    return (value[1] ?? 0n) === 0n ? Number(BigInt.asIntN(32, value[2] ?? 0n)) : (text[3] ?? '');
  },
  RawExtension: (message) => json(message, 'RawExtension'),
  FieldsV1: (message) => json(message, 'FieldsV1'),
  JSON: (message) => json(message, 'JSON'),
};

const SCHEMA_OR_ARRAY = numbered(bytes('Schema'), bytes('JSONSchemas'));
const SCHEMA_OR_BOOL = numbered(varint('Allows'), bytes('Schema'));
const SCHEMA_OR_STRINGS = numbered(bytes('Schema'), bytes('Property'));

/** What JSON writes as one of two things. */
const EITHER: Readonly<Record<string, (message: Uint8Array, schema: (message: Uint8Array) => unknown) => unknown>> = {
  JSONSchemaPropsOrArray(message, schema) {
    const list: unknown[] = [];
    for (const field of readFields(message, 'JSONSchemaPropsOrArray', SCHEMA_OR_ARRAY)) {
      if (field.number === 1) return schema(field.bytes);
      list.push(schema(field.bytes));
    }
    return list.length === 0 ? null : list;
  },
  JSONSchemaPropsOrBool(message, schema) {
    let allows = false;
    for (const field of readFields(message, 'JSONSchemaPropsOrBool', SCHEMA_OR_BOOL)) {
      if (field.number === 2) return schema(field.bytes);
      allows = field.value !== 0n;
    }
    return allows;
  },
  JSONSchemaPropsOrStringArray(message, schema) {
    const list: string[] = [];
    for (const field of readFields(message, 'JSONSchemaPropsOrStringArray', SCHEMA_OR_STRINGS)) {
      if (field.number === 1) return schema(field.bytes);
      list.push(textOf(field.bytes));
    }
    return list.length === 0 ? null : list;
  },
};

/** `schemaOf` reads a JSONSchemaProps. Throws DecodeError. */
export function readSpecial(type: SpecialType, message: Uint8Array, schemaOf: ReadSchema): unknown {
  const dot = type.definition.lastIndexOf('.') + 1;
  const either = type.special === 'JSON' ? EITHER[type.definition.slice(dot)] : undefined;
  if (either === undefined) return PLAIN[type.special](message);
  return either(message, (inner) => schemaOf(`${type.definition.slice(0, dot)}JSONSchemaProps`, inner));
}

interface Last {
  /** By field number. */
  readonly value: Readonly<Record<number, bigint>>;
  readonly text: Readonly<Record<number, string>>;
}

/** The last value of each field. */
function last(message: Uint8Array, goName: string, fields: Fields): Last {
  const value: Record<number, bigint> = {};
  const text: Record<number, string> = {};
  for (const { number, field, value: bits, bytes: content } of readFields(message, goName, fields)) {
    if (field.wire === VARINT) value[number] = bits;
    else text[number] = textOf(content);
  }
  return { value, text };
}

const FIRST_SECOND = Date.parse('0000-01-01T00:00:00Z') / 1000;
const LAST_SECOND = Date.parse('9999-12-31T23:59:59Z') / 1000;

/** RFC 3339 of Timestamp{seconds, nanos}; null for the zero time, which is an empty message. */
function timestamp(message: Uint8Array, digits: number): string | null {
  if (message.length === 0) return null;
  const { value } = last(message, 'Timestamp', TIMESTAMP);
  const seconds = Number(BigInt.asIntN(64, value[1] ?? 0n));
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
    throw new DecodeError('Time.MarshalJSON: year outside of range [0,9999]');
  }
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  if (digits === 0) return `${whole}Z`;
  const nanoseconds = BigInt.asUintN(32, value[2] ?? 0n);
  return `${whole}.${String(nanoseconds).padStart(9, '0').slice(0, digits)}Z`;
}

function json(message: Uint8Array, goName: string): unknown {
  const raw = last(message, goName, RAW).text[1] ?? '';
  if (raw === '') return null;
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    throw new DecodeError('a raw field of the protobuf message holds no JSON');
  }
}
