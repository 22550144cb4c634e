/** The types of values that fit a schema, and how long they can be. Source: k8s.io/apiserver/pkg/cel/{common/schemas,types}.go. */
import { type SizeAt } from '../../cel/cost/estimator.js';
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  STRING,
  structOf,
  TIMESTAMP,
} from '../../cel/types.js';
import { additionalOf, itemsOf, type JSONSchemaProps } from '../schema.js';
import { escapeField } from '../../cel/field-names.js';

/** The largest request there is. */
export const MAX_REQUEST = 3 * 1024 * 1024;
const LONGEST_TEXT = MAX_REQUEST - 2;
const BYTES_OF_CHARACTER = 4;

export interface Declared {
  readonly type: CelType;
  /** Of an object, by their escaped names. */
  readonly fields?: ReadonlyMap<string, Declared>;
  /** What a list or a map is of. */
  readonly element?: Declared;
  readonly maxElements: number;
  /** As JSON, in bytes. */
  readonly minSize: number;
}

function simple(type: CelType, minSize: number, maxElements = 0): Declared {
  return { type, minSize, maxElements };
}

/** Undefined for a schema that expressions do not see. `name`: of the type, and the beginning of those in it. */
export function declaredBy(schema: JSONSchemaProps, name: string, isResource: boolean): Declared | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return simple(DYN, 1, textSize(schema));
  switch (schema.type) {
    case 'array':
      return arrayOf(schema, name);
    case 'object':
      return objectOf(isResource ? withMetadata(schema) : schema, name);
    case 'string':
      return textOf(schema);
    case 'boolean':
      return simple(BOOL, 4);
    case 'number':
      return simple(DOUBLE, 1);
    case 'integer':
      return simple(INT, 1);
    default:
      return undefined;
  }
}

function declaredIn(schema: JSONSchemaProps, name: string): Declared | undefined {
  return declaredBy(schema, name, schema['x-kubernetes-embedded-resource'] === true);
}

function arrayOf(schema: JSONSchemaProps, name: string): Declared | undefined {
  const items = itemsOf(schema);
  const element = items === undefined ? undefined : declaredIn(items, `${name}.@idx`);
  if (element === undefined) return undefined;
  const most = Math.floor(LONGEST_TEXT / (element.minSize + 1));
  return { type: listOf(element.type), element, maxElements: atLeastZero(schema.maxItems) ?? most, minSize: 2 };
}

function objectOf(schema: JSONSchemaProps, name: string): Declared | undefined {
  const additional = additionalOf(schema);
  if (additional !== undefined) {
    const element = declaredIn(additional, `${name}.@elem`);
    if (element === undefined) return undefined;
    const most = Math.floor(LONGEST_TEXT / (element.minSize + 6));
    return {
      ...{ type: mapOf(STRING, element.type), element, minSize: 2 },
      maxElements: atLeastZero(schema.maxProperties) ?? most,
    };
  }
  const fields = new Map<string, Declared>();
  let minSize = 2;
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const escaped = escapeField(key);
    const field = declaredIn(property, `${name}.${escaped ?? key}`);
    if (field === undefined) continue;
    if (escaped !== undefined) fields.set(escaped, field);
    const needed = schema.required?.includes(key) === true && (property.default ?? null) === null;
    if (needed) minSize += key.length + field.minSize + 4;
  }
  return { type: structOf(name), fields, maxElements: 0, minSize };
}

function textOf(schema: JSONSchemaProps): Declared {
  switch (schema.format) {
    case 'byte':
      return simple(BYTES, 2, atLeastZero(schema.maxLength) ?? LONGEST_TEXT);
    case 'duration':
      return simple(DURATION, 3, 32);
    case 'date':
      return simple(TIMESTAMP, 12, 12);
    case 'date-time':
      return simple(TIMESTAMP, 21, 32);
    default:
      return simple(STRING, 2, textSize(schema));
  }
}

function textSize({ maxLength, enum: values = [], ...schema }: JSONSchemaProps): number {
  if (maxLength !== undefined) return Math.max(maxLength, 0) * BYTES_OF_CHARACTER;
  if (values.length === 0 || schema['x-kubernetes-int-or-string'] === true) return LONGEST_TEXT;
  return Math.max(0, ...values.map((value) => (typeof value === 'string' ? Buffer.byteLength(value) : 0)));
}

function atLeastZero(count: number | undefined): number | undefined {
  return count === undefined ? undefined : Math.max(count, 0);
}

const TEXT: JSONSchemaProps = { type: 'string' };
const NAME_LENGTH = 253;

/** A resource's apiVersion, kind and names are seen always, and no more of its metadata. */
export function withMetadata(schema: JSONSchemaProps): JSONSchemaProps {
  const { properties = {} } = schema;
  const metadata = properties.metadata?.properties ?? {};
  const given = [properties.kind, properties.apiVersion, metadata.name, metadata.generateName];
  if (given.every((one) => one?.type === 'string') && properties.metadata?.type === 'object') return schema;
  const capped = (one: JSONSchemaProps | undefined, most: number): JSONSchemaProps => ({
    ...TEXT,
    maxLength: Math.min(one?.maxLength ?? most, most),
  });
  const names = {
    name: capped(metadata.name, NAME_LENGTH),
    generateName: capped(metadata.generateName, NAME_LENGTH - 1),
  };
  const typed = { kind: TEXT, apiVersion: TEXT, metadata: { type: 'object', properties: names } };
  return { ...schema, properties: { ...properties, ...typed } };
}

/** The fields of all object types in it, by the types' names. */
export function objectTypes(
  declared: Declared,
  found = new Map<string, ReadonlyMap<string, CelType>>(),
): Map<string, ReadonlyMap<string, CelType>> {
  const { type, fields, element } = declared;
  if (fields !== undefined) found.set(type.name, new Map([...fields].map(([key, field]) => [key, field.type])));
  for (const part of fields?.values() ?? []) objectTypes(part, found);
  if (element !== undefined) objectTypes(element, found);
  return found;
}

/** How long what lies at a path below a variable can be. */
export function sizesIn(root: Declared): SizeAt {
  return ([, ...path]) => {
    let current: Declared | undefined = root;
    for (const name of path) {
      current = partOf(current, name);
      if (current === undefined) return undefined;
    }
    return { min: 0, max: current.maxElements };
  };
}

function partOf({ type, element, fields }: Declared, name: string): Declared | undefined {
  if (name === '@keys') return type.kind === 'map' ? simple(STRING, 2, Number.MAX_SAFE_INTEGER) : undefined;
  return name === '@items' || name === '@values' ? element : fields?.get(name);
}
