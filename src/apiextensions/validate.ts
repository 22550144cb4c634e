/**
 * Checks a custom object by its schema, in upstream's words. Source: k8s.io/kube-openapi/pkg/validation/validate,
 * k8s.io/apiextensions-apiserver/pkg/apiserver/validation/validation.go.
 */
import { isDeepStrictEqual } from 'node:util';
import { duplicate, type FieldError, invalid, notSupported, required, tooLong, tooMany } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { isPlainObject } from '../apis/schema/plain-object.js';
import { type JSONSchemaProps } from './types.js';

export interface ValidationSettings {
  /** The limit of a text that is too long: `may not be longer than 5`. */
  readonly tooLongText: (maximum: number) => string;
  /** False where what is too long or of a wrong type is an invalid value like any other. */
  readonly hasReasons: boolean;
  /** True where errors name a field alone and not its path, as ratcheting validators do on updates. */
  readonly namesLastField: boolean;
}

interface Place {
  readonly path: Path;
  /** The field as the text names it. */
  readonly name: string;
}

/** Field errors of an object; none: it fits. */
export function validateCustomObject(
  object: object,
  schema: JSONSchemaProps,
  settings: ValidationSettings,
): FieldError[] {
  const properties = withoutMetadata(schema.properties ?? {});
  return new Validation(settings).value(
    withoutMetadata(object),
    { ...schema, properties },
    { path: Path.of(), name: '' },
  );
}

function withoutMetadata<T extends object>(fields: T): T {
  const rest: T & { metadata?: unknown } = { ...fields };
  delete rest.metadata;
  return rest;
}

class Validation {
  readonly #settings: ValidationSettings;

  constructor(settings: ValidationSettings) {
    this.#settings = settings;
  }

  value(value: unknown, schema: JSONSchemaProps, place: Place): FieldError[] {
    if (value === null && schema.nullable === true) return [];
    const mismatch = this.#typeError(value, schema, place);
    if (mismatch !== undefined) return [mismatch];
    return [
      ...this.#combinations(value, schema, place),
      ...enumErrors(value, schema, place),
      ...this.#byType(value, schema, place),
    ];
  }

  #byType(value: unknown, schema: JSONSchemaProps, place: Place): FieldError[] {
    if (typeof value === 'string') return this.#string(value, schema, place);
    if (typeof value === 'number') return numberErrors(value, schema, place);
    if (Array.isArray(value)) return this.#list(value, schema, place);
    return isPlainObject(value) ? this.#object(value, schema, place) : [];
  }

  // The first check that fails ends it, as upstream has it for texts.
  #string(value: string, { maxLength, minLength, pattern }: JSONSchemaProps, place: Place): FieldError[] {
    const length = Array.from(value).length;
    if (maxLength !== undefined && length > maxLength) {
      const text = `should be at most ${String(maxLength)} chars long`;
      const { hasReasons, tooLongText } = this.#settings;
      return [hasReasons ? tooLong(place.path, tooLongText(maxLength)) : wrong(place, value, text)];
    }
    if (minLength !== undefined && length < minLength) {
      return [wrong(place, value, `should be at least ${String(minLength)} chars long`)];
    }
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
      return [wrong(place, value, `should match '${pattern}'`)];
    }
    return [];
  }

  #list(value: readonly unknown[], schema: JSONSchemaProps, place: Place): FieldError[] {
    const { items, maxItems, minItems, uniqueItems } = schema;
    const errors: FieldError[] = [];
    if (minItems !== undefined && value.length < minItems) {
      errors.push(wrong(place, value.length, `should have at least ${String(minItems)} items`));
    }
    if (maxItems !== undefined && value.length > maxItems) {
      errors.push(this.#tooMany(place, value.length, maxItems, 'items'));
    }
    if (uniqueItems === true && repeated(value, (item) => item).length > 0) {
      errors.push(wrong(place, value, "shouldn't contain duplicates"));
    }
    if (items === undefined) return errors;
    const elements = value.flatMap((item, i) => {
      const path = place.path.index(i);
      return this.value(item, items, { path, name: `${place.name}[${String(i)}]` });
    });
    return [...errors, ...elements, ...listTypeErrors(value, schema, place)];
  }

  #object(value: Record<string, unknown>, schema: JSONSchemaProps, place: Place): FieldError[] {
    const { properties = {}, additionalProperties, maxProperties, minProperties } = schema;
    const count = Object.keys(value).length;
    const errors = (schema.required ?? [])
      .filter((key) => !Object.hasOwn(value, key))
      .map((key) => required(place.path.child(key)));
    if (minProperties !== undefined && count < minProperties) {
      errors.push(wrong(place, count, `should have at least ${String(minProperties)} properties`));
    }
    if (maxProperties !== undefined && count > maxProperties) {
      errors.push(this.#tooMany(place, count, maxProperties, 'properties'));
    }
    for (const [key, member] of Object.entries(value)) {
      const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
      const known = own ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
      if (known !== undefined) errors.push(...this.value(member, known, this.#member(place, key)));
    }
    return errors;
  }

  #tooMany(place: Place, count: number, maximum: number, what: string): FieldError {
    if (this.#settings.hasReasons) return tooMany(place.path, count, maximum);
    return wrong(place, count, `should have at most ${String(maximum)} ${what}`);
  }

  #typeError(value: unknown, schema: JSONSchemaProps, place: Place): FieldError | undefined {
    const error = typeError(value, schema, place);
    if (error === undefined || this.#settings.hasReasons) return error;
    return { ...error, type: 'FieldValueInvalid' };
  }

  #member({ path, name }: Place, key: string): Place {
    return { path: path.child(key), name: name === '' || this.#settings.namesLastField ? key : `${name}.${key}` };
  }

  #combinations(value: unknown, { allOf, anyOf, oneOf, not }: JSONSchemaProps, place: Place): FieldError[] {
    const fits = (schema: JSONSchemaProps): boolean => this.value(value, schema, place).length === 0;
    const errors = (allOf ?? []).flatMap((schema) => this.value(value, schema, place));
    if (anyOf !== undefined && !anyOf.some(fits)) {
      errors.push(wrong(place, value, 'must validate at least one schema (anyOf)'));
    }
    const one = oneOf?.filter(fits).length ?? 1;
    if (one !== 1) {
      const found = one === 0 ? 'Found none valid' : `Found ${String(one)} valid alternatives`;
      errors.push(wrong(place, value, `must validate one and only one schema (oneOf). ${found}`));
    }
    if (not !== undefined && fits(not)) errors.push(wrong(place, value, 'must not validate the schema (not)'));
    return errors;
  }
}

function wrong({ path, name }: Place, value: unknown, text: string): FieldError {
  return invalid(path, value, name === '' ? text : `${name} in body ${text}`);
}

function typeError(value: unknown, schema: JSONSchemaProps, { path, name }: Place): FieldError | undefined {
  const { type } = schema;
  if (schema['x-kubernetes-int-or-string'] === true || type === undefined || type === '') return undefined;
  const actual = typeOf(value);
  if (actual === type || (actual === 'integer' && type === 'number')) return undefined;
  const where = name === '' ? 'in body' : `${name} in body`;
  const error = invalid(path, actual, `${where} must be of type ${type}: ${JSON.stringify(actual)}`);
  return { ...error, type: 'FieldValueTypeInvalid' };
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function enumErrors(value: unknown, schema: JSONSchemaProps, { path }: Place): FieldError[] {
  if (schema.enum === undefined || schema.enum.some((known) => isDeepStrictEqual(known, value))) return [];
  const texts = schema.enum.map((known) => (typeof known === 'string' ? known : JSON.stringify(known)));
  return [notSupported(path, value, texts)];
}

function numberErrors(value: number, schema: JSONSchemaProps, place: Place): FieldError[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const errors: FieldError[] = [];
  if (multipleOf !== undefined && value % multipleOf !== 0) {
    errors.push(wrong(place, value, `should be a multiple of ${String(multipleOf)}`));
  }
  if (maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum)) {
    const text = exclusiveMaximum === true ? 'should be less than' : 'should be less than or equal to';
    errors.push(wrong(place, value, `${text} ${String(maximum)}`));
  }
  if (minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum)) {
    const text = exclusiveMinimum === true ? 'should be greater than' : 'should be greater than or equal to';
    errors.push(wrong(place, value, `${text} ${String(minimum)}`));
  }
  return errors;
}

function listTypeErrors(value: readonly unknown[], schema: JSONSchemaProps, { path }: Place): FieldError[] {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const kind = schema['x-kubernetes-list-type'];
  if (kind !== 'set' && kind !== 'map') return [];
  const identity = (item: unknown): unknown =>
    kind === 'set' || !isPlainObject(item)
      ? item
      : Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(item, key) ? [[key, Reflect.get(item, key)]] : [])));
  return repeated(value, identity).map((i) => duplicate(path.index(i), identity(value[i])));
}

/** Positions of items that came before. */
function repeated(value: readonly unknown[], identity: (item: unknown) => unknown): number[] {
  const seen: unknown[] = [];
  return value.flatMap((item, i) => {
    const own = identity(item);
    if (seen.some((known) => isDeepStrictEqual(known, own))) return [i];
    seen.push(own);
    return [];
  });
}
