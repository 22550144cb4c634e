/** Members of a JSONSchemaProps that are a schema or something else. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/marshal.go. */
import { DecodeError } from './decode-error.js';
import { isPlainObject } from './plain-object.js';
import { type Type } from './schema.js';

type MapSchema = (schema: unknown) => unknown;

export interface EitherSchema {
  /** The definition of the schemas in it. */
  readonly schema: string;
  /** What upstream takes a value for; undefined: for nothing. @throws DecodeError */
  decode(value: unknown, schema: MapSchema): unknown;
  /** The value with its schemas changed. */
  map(value: unknown, schema: MapSchema): unknown;
}

const KINDS: Readonly<Record<string, Omit<EitherSchema, 'schema'>>> = {
  JSONSchemaPropsOrArray: {
    decode: (value, schema) => (isComposite(value) ? mapped(value, schema) : null),
    map: (value, schema) => (isComposite(value) ? mapped(value, schema) : null),
  },
  JSONSchemaPropsOrBool: {
    decode(value, schema) {
      if (isPlainObject(value)) return schema(value);
      if (typeof value === 'boolean') return value;
      throw new DecodeError('boolean or JSON schema expected');
    },
    map: (value, schema) => (isPlainObject(value) ? schema(value) : (value ?? false)),
  },
  JSONSchemaPropsOrStringArray: {
    decode(value, schema) {
      if (Array.isArray(value)) return value.map(String);
      return isPlainObject(value) ? schema(value) : null;
    },
    map: (value, schema) => (isPlainObject(value) ? schema(value) : (value ?? null)),
  },
};

/** Undefined for other types. */
export function eitherOf(type: Extract<Type, { kind: 'special' }>): EitherSchema | undefined {
  const dot = type.definition.lastIndexOf('.') + 1;
  const kind = KINDS[type.definition.slice(dot)];
  return kind && { ...kind, schema: `${type.definition.slice(0, dot)}JSONSchemaProps` };
}

function isComposite(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function mapped(value: object, schema: MapSchema): unknown {
  return Array.isArray(value) ? value.map(schema) : schema(value);
}
