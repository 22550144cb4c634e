/**
 * Turns parsed JSON into the object that Go's decoder would make of it: unknown fields are dropped and named, nulls are
 * absent, wrong types are errors with Go's texts. Source: decode.go of sigs.k8s.io/json.
 */
import { DecodeError } from './decode-error.js';
import { DecodeState } from './decode-state.js';
import { decodeScalar, decodeSpecial } from './decode-value.js';
import { eitherOf } from './either-schema.js';
import { entriesOf, hasDuplicates, literalsOf, parseJsonText } from './json-text.js';
import { isPlainObject, setKey } from './plain-object.js';
import { type Field, type Schemas, type Type } from './schema.js';

export interface DecodeOptions {
  /** True where errors name inlined structs in the field's path, as Go 1.24's decoder does. */
  readonly namesEmbeddedStructs?: boolean;
}

export interface Decoded {
  readonly object: Record<string, unknown>;
  /** `unknown field "spec.foo"`, `duplicate field "data.a"`: in the text's order, each once, 100 at most. */
  readonly strictErrors: readonly string[];
}

/** Decodes one value of a type; undefined: Go's zero value. */
type Decoder = (value: unknown, state: DecodeState) => unknown;

interface FieldDecoder {
  readonly json: string;
  /** The names of the inlined structs around it. */
  readonly embedded: readonly string[];
  /** True where Go cannot tell a zero value from none. */
  readonly plain: boolean;
  /** True where a null empties the field; elsewhere it is passed over. */
  readonly nullable: boolean;
  readonly decode: Decoder;
}

/** Throws DecodeError. `json` comes from parseJsonText, or from JSON.parse where duplicate fields do not matter. */
export function decodeObject(
  schemas: Schemas,
  definition: string,
  json: unknown,
  options: DecodeOptions = {},
): Decoded {
  const state = new DecodeState(options.namesEmbeddedStructs ?? false);
  const object = decoderOf(schemas).struct(definition)(json ?? {}, state) ?? {};
  if (state.savedError !== undefined) throw state.savedError;
  return { object: object as Record<string, unknown>, strictErrors: state.strictErrors };
}

/** The same from text. Throws DecodeError, for syntax errors too. */
export function decodeJsonText(
  schemas: Schemas,
  definition: string,
  text: string,
  options: DecodeOptions = {},
): Decoded {
  return decodeObject(schemas, definition, parseJsonText(text), options);
}

const compiled = new WeakMap<Schemas, Compiler>();

function decoderOf(schemas: Schemas): Compiler {
  let compiler = compiled.get(schemas);
  if (compiler === undefined) compiled.set(schemas, (compiler = new Compiler(schemas)));
  return compiler;
}

class Compiler {
  readonly #schemas: Schemas;
  readonly #structs = new Map<string, Decoder>();

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
  }

  struct(definition: string): Decoder {
    const known = this.#structs.get(definition);
    if (known !== undefined) return known;
    const { goName, goPackage } = this.#schemas.get(definition);
    const go = `${goPackage.slice(goPackage.lastIndexOf('/') + 1)}.${goName}`;
    const fields = new Map<string, FieldDecoder>();
    const decode: Decoder = (value, state) => decodeStruct(goName, go, fields, value, state);
    this.#structs.set(definition, decode);
    this.#addFields(fields, definition, []);
    return decode;
  }

  #addFields(fields: Map<string, FieldDecoder>, definition: string, embedded: readonly string[]): void {
    for (const field of this.#schemas.get(definition).fields) {
      if (field.inline) this.#addInlined(fields, field, embedded);
      else if (!fields.has(field.json)) {
        const { json, type } = field;
        const nullable = type.kind !== 'struct' && (type.kind !== 'scalar' || type.scalar === 'bytes');
        fields.set(json, { json, embedded, decode: this.#type(type), plain: isPlain(field), nullable });
      }
    }
  }

  #addInlined(fields: Map<string, FieldDecoder>, field: Field, embedded: readonly string[]): void {
    const type = field.type.kind === 'pointer' ? field.type.element : field.type;
    if (type.kind === 'struct') this.#addFields(fields, type.definition, [...embedded, field.name]);
  }

  #type(type: Type): Decoder {
    switch (type.kind) {
      case 'pointer':
        return this.#type(type.element);
      case 'struct':
        return this.struct(type.definition);
      case 'list': {
        const decode = this.#type(type.element);
        const empty = zeroElement(type.element);
        return (value, state) => decodeList(type.go, decode, empty, value, state);
      }
      case 'map': {
        const decode = this.#type(type.element);
        const empty = zeroElement(type.element);
        return (value, state) => decodeMap(type.go, decode, empty, value, state);
      }
      case 'scalar':
        return (value, state) => decodeScalar(type.scalar, type.go, value, state);
      case 'special': {
        const either = eitherOf(type);
        if (either === undefined) return (value, state) => decodeSpecial(type.special, value, state);
        return (value, state) =>
          state.leniently(() => either.decode(value, (inner) => this.struct(either.schema)(inner, state) ?? {}));
      }
    }
  }
}

function decodeStruct(
  goName: string,
  go: string,
  fields: ReadonlyMap<string, FieldDecoder>,
  value: unknown,
  state: DecodeState,
): unknown {
  if (!isPlainObject(value)) return state.typeError(value, go);
  const out: Record<string, unknown> = {};
  const literals = literalsOf(value);
  const seen = hasDuplicates(value) ? new Set<string>() : undefined;
  for (const [key, item] of entriesOf(value)) {
    const field = fields.get(key);
    if (field === undefined) {
      state.strictError('unknown', key);
      continue;
    }
    if (seen?.has(key) === true) state.strictError('duplicate', key);
    seen?.add(key);
    if (item === null) {
      if (field.nullable && seen !== undefined) Reflect.deleteProperty(out, key);
      continue;
    }
    const mark = state.enterField(goName, field.json, field.embedded);
    state.literal = literals?.get(key);
    const decoded = field.decode(item, state);
    state.leave(mark);
    if (seen === undefined) {
      if (decoded !== undefined && !(field.plain && isZero(decoded))) out[key] = decoded;
    } else if (field.plain && isZero(decoded)) Reflect.deleteProperty(out, key);
    else if (decoded !== undefined) out[key] = merged(out[key], decoded);
  }
  return out;
}

function isPlain({ omit, type }: Field): boolean {
  return omit !== 'never' && type.kind === 'scalar' && type.scalar !== 'any' && type.scalar !== 'bytes';
}

function isZero(value: unknown): boolean {
  return value === '' || value === 0 || value === false;
}

function decodeMap(go: string, decode: Decoder, empty: () => unknown, value: unknown, state: DecodeState): unknown {
  if (!isPlainObject(value)) return state.typeError(value, go);
  const out: Record<string, unknown> = {};
  const literals = literalsOf(value);
  for (const [key, item] of entriesOf(value)) {
    if (Object.hasOwn(out, key)) state.strictError('duplicate', key);
    const mark = state.enterKey(key);
    state.literal = literals?.get(key);
    setKey(out, key, (item === null ? undefined : decode(item, state)) ?? empty());
    state.leave(mark);
  }
  return out;
}

function decodeList(go: string, decode: Decoder, empty: () => unknown, value: unknown, state: DecodeState): unknown {
  if (!Array.isArray(value)) return state.typeError(value, go);
  const literals = literalsOf(value);
  return value.map((item: unknown, index) => {
    const mark = state.enterIndex(index);
    state.literal = literals?.get(index);
    const decoded = (item === null ? undefined : decode(item, state)) ?? empty();
    state.leave(mark);
    return decoded;
  });
}

/** What a null among a list's or a map's elements becomes. */
function zeroElement(type: Type): () => unknown {
  if (type.kind === 'struct') return () => ({});
  if (type.kind !== 'scalar') return () => null;
  switch (type.scalar) {
    case 'string':
    // What is stored does not tell no bytes from none.
    case 'bytes':
      return () => '';
    case 'bool':
      return () => false;
    case 'any':
      return () => null;
    default:
      return () => 0;
  }
}

/** A field that comes twice is decoded into what the first left there. */
function merged(first: unknown, second: unknown): unknown {
  if (Array.isArray(first) && Array.isArray(second)) return second.map((item, index) => merged(first[index], item));
  if (!isPlainObject(first) || !isPlainObject(second)) return second;
  const out: Record<string, unknown> = { ...first };
  for (const key of Object.keys(second)) {
    setKey(out, key, merged(Object.hasOwn(first, key) ? first[key] : undefined, second[key]));
  }
  return out;
}

export { DecodeError };
