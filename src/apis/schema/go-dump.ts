/**
 * The text of an object that upstream hashes: Go's struct with all its fields and types, as go-spew writes it with `%#v`.
 * Source: k8s.io/utils/dump (ForHash), github.com/davecgh/go-spew/spew/format.go.
 */
import { compareGoStrings } from './plain-object.js';
import { goQuantity } from './go-quantity.js';
import { type Schemas, type Type } from './schema.js';

type Plain = Readonly<Record<string, unknown>>;

const NIL = '<nil>';
/** Seconds from Go's year 1 to 1970. */
const UNIX_TO_INTERNAL = 62_135_596_800;

/**
 * `object` as a Go program holds it that got it over protobuf: what is empty is nil, but for structs behind pointers.
 * `object` is as it is stored: its quantities are canonical. Throws where there is no such definition.
 */
export function goDump(schemas: Schemas, definition: string, object: object): string {
  const { goName, goPackage } = schemas.get(definition);
  const go = `${goPackage.slice(goPackage.lastIndexOf('/') + 1)}.${goName}`;
  return new Dump(schemas).typed({ kind: 'struct', go, definition }, object);
}

class Dump {
  readonly #schemas: Schemas;

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
  }

  typed(type: Type, value: unknown): string {
    return `(${type.go})${this.#bare(type, value)}`;
  }

  /** Where the type is known from what is around it. */
  #element(type: Type, value: unknown): string {
    if (type.kind !== 'pointer') return this.#bare(type, value);
    return value == null ? NIL : `<*>${this.#bare(type, value)}`;
  }

  #bare(type: Type, value: unknown): string {
    switch (type.kind) {
      case 'pointer':
        return value == null ? NIL : this.#bare(type.element, value);
      case 'list': {
        const items = (value ?? []) as readonly unknown[];
        return items.length === 0 ? NIL : `[${items.map((item) => this.#element(type.element, item)).join(' ')}]`;
      }
      case 'map': {
        const entries = Object.entries((value ?? {}) as Plain).sort(([a], [b]) => compareGoStrings(a, b));
        const pairs = entries.map(([key, item]) => `${key}:${this.#element(type.element, item)}`);
        return pairs.length === 0 ? NIL : `map[${pairs.join(' ')}]`;
      }
      case 'struct':
        return this.#struct(type.definition, (value ?? {}) as Plain);
      case 'scalar':
        return scalar(type.scalar, value);
      case 'special':
        return special(type.special, value);
    }
  }

  #struct(definition: string, value: Plain): string {
    const fields = this.#schemas
      .get(definition)
      .fields.map(({ name, json, inline, type }) => `${name}:${this.typed(type, inline ? value : value[json])}`);
    return `{${fields.join(' ')}}`;
  }
}

function scalar(kind: string, value: unknown): string {
  if (kind === 'string') return typeof value === 'string' ? value : '';
  if (kind === 'bool') return String(value === true);
  if (kind === 'bytes') return typeof value === 'string' && value !== '' ? bytes(value) : NIL;
  return String(typeof value === 'number' ? value : 0);
}

function bytes(base64: string): string {
  return `[${[...Buffer.from(base64, 'base64')].join(' ')}]`;
}

function special(kind: string, value: unknown): string {
  switch (kind) {
    case 'Quantity':
      return goQuantity(typeof value === 'string' ? value : '0');
    case 'IntOrString':
      return typeof value === 'string'
        ? `{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)${value}}`
        : `{Type:(intstr.Type)0 IntVal:(int32)${String(typeof value === 'number' ? value : 0)} StrVal:(string)}`;
    case 'Time':
    case 'MicroTime':
      return time(value);
    case 'Duration':
      return '{Duration:(time.Duration)0}';
    default:
      return '{Raw:([]uint8)<nil>}';
  }
}

function time(value: unknown): string {
  if (typeof value !== 'string') return '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}';
  const seconds = Math.floor(Date.parse(value) / 1000) + UNIX_TO_INTERNAL;
  const zone =
    '{name:(string)UTC zone:([]time.zone)<nil> tx:([]time.zoneTrans)<nil> extend:(string) ' +
    'cacheStart:(int64)0 cacheEnd:(int64)0 cacheZone:(*time.zone)<nil>}';
  return `{Time:(time.Time){wall:(uint64)0 ext:(int64)${String(seconds)} loc:(*time.Location)${zone}}}`;
}
