/** What Go's json.Marshal makes of internal types, which have no tags: every field, under Go's name. */
import { encodeObject } from '../../../../apis/schema/encode.js';
import { compareGoStrings } from '../../../../apis/schema/plain-object.js';
import { type Type } from '../../../../apis/schema/schema.js';
import { type Features } from '../../../../features/features.js';
import { coreName, type InternalField, InternalTypes, withMovedHostFields } from './types.js';

type JsonObject = Readonly<Record<string, unknown>>;

/** `value` is on the wire what `definition` (a name of the core group) says. */
export function internalJson(features: Features, definition: string, value: object): object {
  return new Writer(new InternalTypes(features)).struct(definition, value as JsonObject);
}

/** The same as one line of text, with the characters escaped that Go escapes for HTML. */
export function internalJsonText(features: Features, definition: string, value: object): string {
  return escapeHtml(JSON.stringify(internalJson(features, definition, value)));
}

export function escapeHtml(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

class Writer {
  readonly #types: InternalTypes;

  constructor(types: InternalTypes) {
    this.#types = types;
  }

  struct(definition: string, value: JsonObject): Record<string, unknown> {
    const moves = this.#types.movesHostFields && definition === 'PodSpec';
    const source = moves ? withMovedHostFields(value) : value;
    const out: Record<string, unknown> = {};
    for (const field of this.#types.fields(definition)) this.#field(field, source, out);
    return out;
  }

  #field({ name, json, type }: InternalField, source: JsonObject, out: Record<string, unknown>): void {
    // The fields of embedded structs are the outer struct's own.
    if (json === '' && type.kind === 'struct') Object.assign(out, this.struct(coreName(type.definition) ?? '', source));
    else out[name] = this.#value(type, source[json]);
  }

  #value(type: Type, value: unknown): unknown {
    switch (type.kind) {
      case 'pointer':
        return value === undefined ? null : this.#value(type.element, value);
      case 'list':
        return Array.isArray(value) ? value.map((item) => this.#value(type.element, item)) : null;
      case 'map': {
        if (value === undefined) return null;
        const entries = Object.entries(value as object).sort(([a], [b]) => compareGoStrings(a, b));
        return Object.fromEntries(entries.map(([key, item]) => [key, this.#value(type.element, item)]));
      }
      case 'struct': {
        const name = coreName(type.definition);
        const object = (value ?? {}) as JsonObject;
        return name === undefined
          ? encodeObject(this.#types.schemas, type.definition, object)
          : this.struct(name, object);
      }
      default:
        return value ?? zeroOf(type);
    }
  }
}

function zeroOf(type: Extract<Type, { kind: 'scalar' | 'special' }>): unknown {
  switch (type.kind === 'scalar' ? type.scalar : type.special) {
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'Quantity':
      return '0';
    case 'Duration':
      return '0s';
    case 'int32':
    case 'int64':
    case 'uint8':
    case 'uint32':
    case 'float64':
    case 'IntOrString':
      return 0;
    default:
      return null;
  }
}
