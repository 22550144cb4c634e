/**
 * Objects as application/vnd.kubernetes.protobuf, byte for byte as Go's generated marshalers write them: fields in the
 * order of their numbers, those that are no pointers written always, maps in the order of their keys.
 * Source: the generated.pb.go files of k8s.io/api; k8s.io/apimachinery/pkg/runtime/serializer/protobuf.
 */
import { compareGoStrings } from './plain-object.js';
import { specialWriter, type WriteMessage } from './protobuf-special.js';
import { ProtobufWriter } from './protobuf-writer.js';
import { type Field, type ScalarKind, type Schemas, type Type } from './schema.js';

/** Writes a field with its tag, or nothing. */
type WriteField = (out: ProtobufWriter, value: unknown) => void;

interface PlannedField {
  /** undefined: an inlined struct, whose fields are among the object's own. */
  readonly json: string | undefined;
  readonly write: WriteField;
}

/** What opens every body: `k8s` and the version of the envelope. */
export const PROTOBUF_PREFIX: Uint8Array = Uint8Array.of(0x6b, 0x38, 0x73, 0x00);

/** The message of an object of a definition. Throws where there is no such definition. */
export function encodeMessage(schemas: Schemas, definition: string, object: object): Uint8Array {
  const out = new ProtobufWriter();
  messageWriter(schemas, definition)(out, object);
  return out.finish();
}

/** Writes messages of a definition into another one. Throws where there is no such definition. */
export function messageWriter(schemas: Schemas, definition: string): WriteMessage {
  return plannerOf(schemas).struct(definition);
}

/** The prefix and runtime.Unknown: what a body is. `write` writes the object's message. */
export function encodeEnvelope(
  out: ProtobufWriter,
  { apiVersion = '', kind = '' }: { readonly apiVersion?: string; readonly kind?: string },
  write: (out: ProtobufWriter) => void,
): void {
  out.append(PROTOBUF_PREFIX);
  out.message(1, (typeMeta) => typeMeta.text(1, apiVersion).text(2, kind));
  out.message(2, write);
  // contentEncoding and contentType
  out.text(3, '').text(4, '');
}

/** A whole body: an object of a definition in its envelope. Throws where there is no such definition. */
export function encodeProtobuf(
  schemas: Schemas,
  definition: string,
  object: { readonly apiVersion?: string; readonly kind?: string },
): Uint8Array {
  const out = new ProtobufWriter();
  const write = messageWriter(schemas, definition);
  encodeEnvelope(out, object, (inner) => write(inner, object));
  return out.finish();
}

const planners = new WeakMap<Schemas, Planner>();

function plannerOf(schemas: Schemas): Planner {
  let planner = planners.get(schemas);
  if (planner === undefined) planners.set(schemas, (planner = new Planner(schemas)));
  return planner;
}

/** Named lists that are messages of their own, with `items` in field 1. */
const LIST_MESSAGE = /\.(?:Verbs|ExtraValue|AttestationValue)$/;

export function isListMessage(type: Type): boolean {
  return type.kind === 'list' && LIST_MESSAGE.test(type.go);
}

class Planner {
  readonly #schemas: Schemas;
  readonly #structs = new Map<string, WriteMessage>();

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
  }

  struct(definition: string): WriteMessage {
    const known = this.#structs.get(definition);
    if (known !== undefined) return known;
    const { fields } = this.#schemas.get(definition);
    // Planned when it is first written: JSONSchemaProps and others contain themselves.
    let plan: readonly PlannedField[] | undefined;
    const write: WriteMessage = (out, value) => writeStruct(out, (plan ??= this.#plan(fields)), value);
    this.#structs.set(definition, write);
    return write;
  }

  #plan(fields: readonly Field[]): PlannedField[] {
    return fields
      .flatMap((field) => (field.protobuf === undefined ? [] : [{ ...field, number: field.protobuf }]))
      .sort((a, b) => a.number - b.number)
      .map(({ inline, json, type, number }) => ({ json: inline ? undefined : json, write: this.#field(number, type) }));
  }

  #field(number: number, type: Type): WriteField {
    switch (type.kind) {
      case 'pointer': {
        const write = this.#field(number, type.element);
        return (out, value) => {
          if (value != null) write(out, value);
        };
      }
      case 'scalar':
        return SCALARS[type.scalar](number);
      case 'special':
        return inMessage(
          number,
          specialWriter(type, (definition) => this.struct(definition)),
        );
      case 'struct':
        return inMessage(number, this.struct(type.definition));
      case 'list':
        return isListMessage(type) ? this.#listMessage(number, type.element, false) : this.#list(number, type.element);
      case 'map':
        return this.#map(number, type.element);
    }
  }

  #list(number: number, element: Type): WriteField {
    const write = this.#field(number, element);
    return (out, value) => {
      if (Array.isArray(value)) for (const item of value) write(out, item);
    };
  }

  #listMessage(number: number, element: Type, always: boolean): WriteField {
    const write = inMessage(number, this.#list(1, element));
    return (out, value) => {
      if (always || value != null) write(out, value);
    };
  }

  #map(number: number, element: Type): WriteField {
    // Protobuf has no lists in maps: such a list is a message.
    const write = element.kind === 'list' ? this.#listMessage(2, element.element, true) : this.#field(2, element);
    return (out, value) => {
      if (value == null) return;
      const map = value as Readonly<Record<string, unknown>>;
      for (const key of Object.keys(map).sort(compareGoStrings)) {
        const start = out.begin(number);
        write(out.text(1, key), map[key]);
        out.end(start);
      }
    };
  }
}

function writeStruct(out: ProtobufWriter, plan: readonly PlannedField[], value: unknown): void {
  const object = (value ?? {}) as Readonly<Record<string, unknown>>;
  for (const { json, write } of plan) write(out, json === undefined ? object : object[json]);
}

function inMessage(number: number, write: WriteMessage): WriteField {
  return (out, value) => {
    const start = out.begin(number);
    write(out, value);
    out.end(start);
  };
}

const integer = (number: number): WriteField => {
  return (out, value) => void out.varint(number, (value as number | bigint | null | undefined) ?? 0);
};

const SCALARS: Readonly<Record<ScalarKind, (number: number) => WriteField>> = {
  string: (number) => (out, value) => void out.text(number, typeof value === 'string' ? value : ''),
  bytes: (number) => (out, value) => {
    if (typeof value === 'string') out.base64(number, value);
  },
  bool: (number) => (out, value) => void out.varint(number, value === true ? 1 : 0),
  float64: (number) => (out, value) => void out.double(number, typeof value === 'number' ? value : 0),
  int32: integer,
  int64: integer,
  uint8: integer,
  uint32: integer,
  any: () => () => undefined,
};
