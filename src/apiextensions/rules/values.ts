/** Objects as expressions see them: what their schema names. Source: k8s.io/apiserver/pkg/cel/common/{valuesunstructured,maplist}.go. */
import { parseDuration } from '../../apis/schema/duration.js';
import { isPlainObject } from '../../apis/schema/plain-object.js';
import { parseDate, parseTimestamp } from '../../cel/values/timestamp-text.js';
import {
  type CelValue,
  Duration,
  EvaluationError,
  list,
  type ListValue,
  MapValue,
  Timestamp,
} from '../../cel/values/value.js';
import { canonicalJson } from '../list-types.js';
import { additionalOf, itemsOf, type JSONSchemaProps, memberOf } from '../schema.js';
import { withMetadata } from './declared.js';
import { escapeField } from '../../cel/field-names.js';
import { mapRules, SET_RULES } from './list-rules.js';

/** The value of what fits the schema. @throws EvaluationError for what does not */
export function valueOf(data: unknown, given: JSONSchemaProps): CelValue {
  const schema = given['x-kubernetes-embedded-resource'] === true ? withMetadata(given) : given;
  if (data === null || data === undefined) {
    if (schema.nullable === true) return null;
    throw new EvaluationError('invalid data, got null for schema with nullable=false');
  }
  if (schema['x-kubernetes-int-or-string'] === true) return eitherOf(data);
  switch (schema.type) {
    case 'object':
      return new SchemaMap(data, schema);
    case 'array':
      return listFrom(data, schema);
    case 'string':
      return textFrom(data, schema.format);
    case 'number':
      return typeof data === 'number' ? data : wrong('float', data);
    case 'integer':
      return typeof data === 'number' && Number.isInteger(data) ? BigInt(data) : wrong('int', data);
    case 'boolean':
      return typeof data === 'boolean' ? data : wrong('bool', data);
    default:
      return new Preserved(data);
  }
}

function wrong(expected: string, data: unknown): never {
  throw new EvaluationError(`invalid data, expected ${expected}, got ${typeof data}`);
}

function eitherOf(data: unknown): CelValue {
  if (typeof data === 'string') return data;
  if (typeof data === 'number' && Number.isInteger(data)) return BigInt(data);
  throw new EvaluationError('invalid data, expected XIntOrString value to be either a string or integer');
}

function textFrom(data: unknown, format: string | undefined): CelValue {
  if (typeof data !== 'string') return wrong('string', data);
  const failed = (what: string): never => {
    throw new EvaluationError(`Invalid ${what} ${data}`);
  };
  switch (format) {
    case 'duration':
      return new Duration(attempt(() => parseDuration(data)) ?? failed('duration'));
    case 'date':
      return new Timestamp(parseDate(data) ?? failed('date formatted string'));
    case 'date-time':
      return new Timestamp(parseTimestamp(data) ?? parseDate(data) ?? failed('date-time formatted string'));
    case 'byte':
      return Buffer.from(data, 'base64');
    default:
      return data;
  }
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** An object or a map, whose members become values when they are asked for. */
class SchemaMap extends MapValue {
  readonly #data: Readonly<Record<string, unknown>>;
  readonly #schema: JSONSchemaProps;
  /** The names of members by those that expressions know them by; undefined for a map. */
  readonly #names: ReadonlyMap<string, string> | undefined;

  constructor(data: unknown, schema: JSONSchemaProps) {
    super();
    if (!isPlainObject(data)) {
      throw new EvaluationError('invalid data, expected a map for the provided schema with type=object');
    }
    this.#data = data;
    this.#schema = schema;
    this.#names = additionalOf(schema) === undefined ? namesOf(schema) : undefined;
  }

  get size(): number {
    return Object.keys(this.#data).length;
  }

  keys(): readonly CelValue[] {
    const known = Object.keys(this.#data).filter((key) => memberOf(this.#schema, key) !== undefined);
    return this.#names === undefined ? known : known.map((key) => escapeField(key) ?? key);
  }

  get(key: CelValue): CelValue | undefined {
    if (typeof key !== 'string') return undefined;
    const names = this.#names;
    const name = names === undefined ? key : (names.get(key) ?? names.get(`__${key}__`));
    if (name === undefined || !Object.hasOwn(this.#data, name)) return undefined;
    const schema = memberOf(this.#schema, name);
    const value = this.#data[name];
    if (schema === undefined || (names !== undefined && value === null)) return undefined;
    return valueOf(value, schema);
  }
}

function namesOf({ properties = {} }: JSONSchemaProps): ReadonlyMap<string, string> {
  return new Map(Object.keys(properties).map((name) => [escapeField(name) ?? name, name]));
}

/** What a schema keeps without knowing it: no expression reaches it, but it is compared. */
class Preserved extends MapValue {
  readonly size = 1;
  readonly #text: string;

  constructor(data: unknown) {
    super();
    this.#text = canonicalJson(data);
  }

  keys(): readonly CelValue[] {
    return [''];
  }

  get(): CelValue {
    return this.#text;
  }
}

function listFrom(data: unknown, schema: JSONSchemaProps): ListValue {
  const items = itemsOf(schema);
  if (!Array.isArray(data) || items === undefined) {
    throw new EvaluationError('invalid data, expected an array for the provided schema with type=array');
  }
  const values = data.map((item: unknown) => valueOf(item, items));
  const keys = (schema['x-kubernetes-list-map-keys'] ?? []).map((key) => escapeField(key) ?? key);
  switch (schema['x-kubernetes-list-type']) {
    case 'set':
      return { items: values, rules: SET_RULES };
    case 'map':
      return { items: values, rules: mapRules(keys) };
    default:
      return list(values);
  }
}
