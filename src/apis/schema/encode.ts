/** What Go's json.Marshal writes for the struct that a plain object stands for. */
import { eitherOf } from './either-schema.js';
import { compareGoStrings, setKey } from './plain-object.js';
import { type Field, type Schemas, type Type } from './schema.js';

export interface EncodeOptions {
  /** Whether ObjectMeta's missing creationTimestamp is written as null; left out: as the Go tag of this minor has it. */
  readonly nullCreationTimestamp?: boolean;
  /** True: empty lists and maps become missing ones, as they do on their way through protobuf, which has no empty ones. */
  readonly dropEmpty?: boolean;
}

/** Writes one value; undefined stands for Go's zero value. */
type Encoder = (value: unknown) => unknown;

interface FieldEncoder {
  readonly json: string;
  readonly encode: Encoder;
  /** True where this value is left out. */
  readonly omits: (value: unknown) => boolean;
}

const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/**
 * `object` as a server would send it: fields in the order of the Go struct, maps in order of their keys, empty values
 * left out or written as the tags say, fields that the definition lacks dropped. The result shares nothing with
 * `object` but values without a schema (RawExtension, FieldsV1). Throws where there is no such definition.
 */
export function encodeObject(
  schemas: Schemas,
  definition: string,
  object: object,
  options: EncodeOptions = {},
): object {
  return encoderOf(schemas, options).struct(definition)(object) as object;
}

const compiled = new WeakMap<Schemas, Map<string, Compiler>>();

function encoderOf(schemas: Schemas, options: EncodeOptions): Compiler {
  let variants = compiled.get(schemas);
  if (variants === undefined) compiled.set(schemas, (variants = new Map<string, Compiler>()));
  const key = `${String(options.nullCreationTimestamp)} ${String(options.dropEmpty)}`;
  let compiler = variants.get(key);
  if (compiler === undefined) variants.set(key, (compiler = new Compiler(schemas, options)));
  return compiler;
}

class Compiler {
  readonly #schemas: Schemas;
  readonly #nullCreationTimestamp: boolean | undefined;
  readonly #dropEmpty: boolean;
  readonly #structs = new Map<string, Encoder>();

  constructor(schemas: Schemas, { nullCreationTimestamp, dropEmpty = false }: EncodeOptions) {
    this.#schemas = schemas;
    this.#nullCreationTimestamp = nullCreationTimestamp;
    this.#dropEmpty = dropEmpty;
  }

  struct(definition: string): Encoder {
    const known = this.#structs.get(definition);
    if (known !== undefined) return known;
    const fields: FieldEncoder[] = [];
    const encode: Encoder = (value) => encodeStruct(fields, value);
    // Registered before its fields are compiled: JSONSchemaProps and others contain themselves.
    this.#structs.set(definition, encode);
    for (const field of this.#schemas.fields(definition).values()) fields.push(this.#field(definition, field));
    return encode;
  }

  #field(definition: string, field: Field): FieldEncoder {
    const { json, type } = field;
    const forced = definition === OBJECT_META && json === 'creationTimestamp' ? this.#nullCreationTimestamp : undefined;
    const omit = forced === undefined ? field.omit : forced ? 'empty' : 'zero';
    return { json, encode: this.#type(type), omits: omitted(type, omit) };
  }

  #type(type: Type): Encoder {
    switch (type.kind) {
      case 'pointer': {
        const encode = this.#type(type.element);
        return (value) => (value == null ? null : encode(value));
      }
      case 'list': {
        const encode = this.#type(type.element);
        const drop = this.#dropEmpty;
        return (value) => (!Array.isArray(value) || (drop && value.length === 0) ? null : value.map(encode));
      }
      case 'map': {
        const encode = this.#type(type.element);
        const drop = this.#dropEmpty;
        return (value) =>
          value == null || (drop && Object.keys(value).length === 0)
            ? null
            : encodeMap(encode, value as Record<string, unknown>);
      }
      case 'struct':
        return this.struct(type.definition);
      case 'scalar':
      case 'special': {
        const zero = zeroOf(type);
        const either = type.kind === 'special' ? eitherOf(type) : undefined;
        if (either === undefined) return (value) => value ?? zero;
        return (value) => either.map(value, this.struct(either.schema));
      }
    }
  }
}

function encodeStruct(fields: readonly FieldEncoder[], value: unknown): object {
  const source = (value ?? {}) as Record<string, unknown>;
  const out: Record<string, unknown> = {};
  for (const { json, encode, omits } of fields) {
    const current = Object.hasOwn(source, json) ? source[json] : undefined;
    if (!omits(current)) out[json] = encode(current);
  }
  return out;
}

function encodeMap(encode: Encoder, value: Readonly<Record<string, unknown>>): object {
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort(compareGoStrings)) setKey(out, key, encode(value[key]));
  return out;
}

function zeroOf(type: Extract<Type, { kind: 'scalar' | 'special' }>): unknown {
  switch (type.kind === 'scalar' ? type.scalar : type.special) {
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'uint8':
    case 'uint32':
    case 'float64':
    case 'IntOrString':
      return 0;
    case 'Quantity':
      return '0';
    case 'Duration':
      return '0s';
    default:
      return null;
  }
}

function omitted(type: Type, omit: Field['omit']): (value: unknown) => boolean {
  if (omit === 'never') return () => false;
  switch (type.kind) {
    case 'pointer':
      return (value) => value == null;
    case 'list':
      return (value) => !Array.isArray(value) || value.length === 0;
    case 'map':
      return (value) => value == null || isEmptyObject(value);
    case 'scalar':
      return (value) => value == null || value === '' || value === 0 || value === false;
    // Go's omitempty knows no empty struct.
    case 'special':
      return omit === 'zero' ? (value) => value == null : () => false;
    case 'struct':
      return omit === 'zero' ? (value) => value == null || isEmptyObject(value) : () => false;
  }
}

function isEmptyObject(value: unknown): boolean {
  for (const key in value as object) if (Object.hasOwn(value as object, key)) return false;
  return true;
}
