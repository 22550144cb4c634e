/**
 * Types whose message is not what their Go struct would give.
 * Source: metav1's time_proto.go and micro_time_proto.go, the generated.proto files of apimachinery and of apiextensions.
 */
import { parseDuration } from './duration.js';
import { type ProtobufWriter } from './protobuf-writer.js';
import { type SpecialKind, type Type } from './schema.js';

/** Writes what is in a message; undefined and null stand for Go's zero value. */
export type WriteMessage = (out: ProtobufWriter, value: unknown) => void;

export type SpecialType = Extract<Type, { kind: 'special' }>;

const PLAIN: Readonly<Record<SpecialKind, WriteMessage>> = {
  Time: writeTime,
  MicroTime: writeTime,
  Duration: (out, value) => void out.varint(1, typeof value === 'string' ? parseDuration(value) : 0),
  Quantity: (out, value) => void out.text(1, typeof value === 'string' ? value : '0'),
  IntOrString: (out, value) => {
    const text = typeof value === 'string';
    out
      .varint(1, text ? 1 : 0)
      .varint(2, typeof value === 'number' ? value : 0)
      .text(3, text ? value : '');
  },
  RawExtension: writeJson,
  FieldsV1: writeJson,
  JSON: writeJson,
};

/** Schemas that JSON writes as one of two things; `schema` writes a JSONSchemaProps. */
const EITHER: Readonly<Record<string, (schema: WriteMessage) => WriteMessage>> = {
  JSONSchemaPropsOrArray: (schema) => (out, value) => {
    if (Array.isArray(value)) for (const item of value) out.message(2, (inner) => schema(inner, item));
    else if (value != null) out.message(1, (inner) => schema(inner, value));
  },
  JSONSchemaPropsOrBool: (schema) => (out, value) => {
    out.varint(1, value == null || value === false ? 0 : 1);
    if (typeof value === 'object' && value !== null) out.message(2, (inner) => schema(inner, value));
  },
  JSONSchemaPropsOrStringArray: (schema) => (out, value) => {
    if (Array.isArray(value)) out.strings(2, value as readonly string[]);
    else if (value != null) out.message(1, (inner) => schema(inner, value));
  },
};

/** `structOf` gives the writer of a definition. */
export function specialWriter(type: SpecialType, structOf: (definition: string) => WriteMessage): WriteMessage {
  const dot = type.definition.lastIndexOf('.') + 1;
  const either = type.special === 'JSON' ? EITHER[type.definition.slice(dot)] : undefined;
  if (either === undefined) return PLAIN[type.special];
  const definition = `${type.definition.slice(0, dot)}JSONSchemaProps`;
  return either((out, value) => structOf(definition)(out, value));
}

function writeTime(out: ProtobufWriter, value: unknown): void {
  if (typeof value !== 'string') return;
  const dot = value.indexOf('.');
  const whole = dot < 0 ? value : `${value.slice(0, dot)}Z`;
  const nanoseconds = dot < 0 ? 0 : Number(value.slice(dot + 1, -1).padEnd(9, '0'));
  out.varint(1, Date.parse(whole) / 1000).varint(2, nanoseconds);
}

function writeJson(out: ProtobufWriter, value: unknown): void {
  if (value != null) out.text(1, JSON.stringify(value));
}
