/** Checks a custom object by its schema, in upstream's words. Source: k8s.io/kube-openapi/pkg/validation/validate, k8s.io/apiextensions-apiserver/pkg/apiserver/validation. */
import { type FieldError } from '../../apis/field/errors.js';
import { isPlainObject } from '../../apis/schema/plain-object.js';
import { isDeepStrictEqual } from 'node:util';
import { type Correlated } from '../correlated.js';
import { type FormatRules, knownFormat } from '../formats.js';
import { additionalOf, itemsOf, type JSONSchemaProps } from '../schema.js';
import { type ErrorRules, Result, SchemaErrors } from './result.js';
import { checkEnum, checkFormat, checkNumber, checkText, checkType, type ExpectedType } from './scalars.js';

export interface ValidationRules extends ErrorRules, FormatRules {
  /** True where numbers have formats. */
  readonly numberFormats: boolean;
}

export interface ValidationChoice {
  /** Where the value is in the object; default: it is the object. */
  readonly root?: string;
  /** The value as it was: what is as wrong as before is let pass. */
  readonly correlated?: Correlated | undefined;
}

/** Field errors of a value; none: it fits. */
export function validateBySchema(
  value: unknown,
  schema: JSONSchemaProps,
  rules: ValidationRules,
  { root = '', correlated }: ValidationChoice = {},
): readonly FieldError[] {
  return new Validation(rules, root).check(value, schema, '', correlated).errors;
}

class Validation {
  readonly #rules: ValidationRules;
  readonly #errors: SchemaErrors;

  constructor(rules: ValidationRules, root: string) {
    this.#rules = rules;
    this.#errors = new SchemaErrors(rules, root);
  }

  check(value: unknown, schema: JSONSchemaProps, name: string, correlated: Correlated | undefined): Result {
    const result = this.#value(value, schema, name, correlated);
    return result.isValid || correlated?.isUnchanged() !== true ? result : result.withoutErrors();
  }

  #value(value: unknown, schema: JSONSchemaProps, name: string, correlated: Correlated | undefined): Result {
    const expected = this.#expected(schema);
    const result = checkType(name, value, expected, this.#errors);
    if (value === null) {
      result.merge(checkEnum(name, value, schema.enum, this.#errors));
      return result;
    }
    result.matches++;
    const parts: Result[] = [this.#combinations(value, schema, name, correlated)];
    if (typeof value === 'string') {
      parts.push(checkText(name, value, schema, this.#errors));
      if (expected.format !== undefined) parts.push(checkFormat(name, value, expected.format, this.#errors));
    }
    if (typeof value === 'number') parts.push(checkNumber(name, value, expected, schema, this.#errors));
    if (Array.isArray(value)) parts.push(this.#list(value, schema, name, correlated));
    parts.push(checkEnum(name, value, schema.enum, this.#errors));
    if (isPlainObject(value)) parts.push(this.#object(value, schema, name, correlated));
    for (const part of parts) {
      result.merge(part);
      result.matches++;
    }
    result.matches++;
    return result;
  }

  #expected(schema: JSONSchemaProps): ExpectedType {
    const { type = '', nullable = false } = schema;
    const either = schema['x-kubernetes-int-or-string'] === true;
    const format = knownFormat(schema, this.#rules);
    const numeric = type === 'integer' || type === 'number';
    return {
      nullable,
      types: either ? ['integer', 'string'] : type === '' ? [] : [type],
      format: numeric && !this.#rules.numberFormats ? undefined : format,
    };
  }

  #list(value: readonly unknown[], schema: JSONSchemaProps, name: string, correlated: Correlated | undefined): Result {
    const { maxItems, minItems, uniqueItems } = schema;
    const items = itemsOf(schema);
    const result = new Result();
    if (items !== undefined) {
      value.forEach((item, i) => {
        result.merge(this.check(item, items, `${name}[${String(i)}]`, correlated?.index(i)));
      });
    }
    const count = value.length;
    if (minItems !== undefined && count < minItems) {
      result.add(this.#errors.invalid(name, count, `should have at least ${String(minItems)} items`));
    }
    if (maxItems !== undefined && count > maxItems) result.add(this.#errors.tooMany(name, count, maxItems, 'items'));
    if (
      uniqueItems === true &&
      value.some((item, i) => value.slice(0, i).some((other) => isDeepStrictEqual(item, other)))
    ) {
      result.add(this.#errors.invalid(name, undefined, "shouldn't contain duplicates"));
    }
    result.matches++;
    return result;
  }

  #object(
    value: Record<string, unknown>,
    schema: JSONSchemaProps,
    name: string,
    correlated: Correlated | undefined,
  ): Result {
    const { properties = {}, additionalProperties, maxProperties, minProperties, required = [] } = schema;
    const count = Object.keys(value).length;
    const result = new Result();
    if (minProperties !== undefined && count < minProperties) {
      result.add(this.#errors.invalid(name, count, `should have at least ${String(minProperties)} properties`));
    }
    if (maxProperties !== undefined && count > maxProperties) {
      result.add(this.#errors.tooMany(name, count, maxProperties, 'properties'));
    }
    const additional = additionalOf(schema);
    for (const [key, member] of Object.entries(value)) {
      const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (known !== undefined) {
        const own = name === '' ? key : `${name}.${key}`;
        const before = name === '' && TYPE_FIELDS.includes(key) ? undefined : correlated?.key(key);
        result.merge(this.check(member, known, own, before));
      } else if (additional !== undefined) {
        result.merge(this.check(member, additional, `${name}.${key}`, correlated?.key(key)));
      } else if (additionalProperties === false) {
        result.add(this.#errors.forbidden(name, key));
      }
    }
    result.add(
      ...required.filter((key) => !Object.hasOwn(value, key)).map((key) => this.#errors.required(`${name}.${key}`)),
    );
    return result;
  }

  #combinations(value: unknown, schema: JSONSchemaProps, name: string, correlated: Correlated | undefined): Result {
    const { allOf = [], anyOf = [], oneOf = [], not } = schema;
    const check = (one: JSONSchemaProps): Result => this.#value(value, one, name, correlated);
    const result = new Result();
    if (anyOf.length > 0) {
      const found = bestOf(anyOf, check, true);
      if (found.fitting === 0) result.add(this.#errors.composite(name, 'must validate at least one schema (anyOf)'));
      result.merge(found.best);
    }
    if (oneOf.length > 0) {
      const { fitting, best } = bestOf(oneOf, check, false);
      if (fitting !== 1) {
        const count = fitting === 0 ? 'Found none valid' : `Found ${String(fitting)} valid alternatives`;
        result.add(this.#errors.composite(name, `must validate one and only one schema (oneOf). ${count}`));
      }
      if (fitting < 2) result.merge(best);
    }
    if (allOf.length > 0) {
      const all = allOf.map(check);
      for (const one of all) result.merge(one);
      const fitting = all.filter(({ isValid }) => isValid).length;
      if (fitting < all.length) {
        const none = fitting === 0 ? '. None validated' : '';
        result.add(this.#errors.composite(name, `must validate all the schemas (allOf)${none}`));
      }
    }
    if (not !== undefined && check(not).isValid) {
      result.add(this.#errors.composite(name, 'must not validate the schema (not)'));
    }
    result.matches++;
    return result;
  }
}

const TYPE_FIELDS = ['kind', 'apiVersion'];

interface Best {
  /** How many schemas the value fits. */
  readonly fitting: number;
  /** The first that fits, else the one that came nearest. */
  readonly best: Result;
}

function bestOf(schemas: readonly JSONSchemaProps[], check: (schema: JSONSchemaProps) => Result, stops: boolean): Best {
  let fitting = 0;
  let best: Result | undefined;
  for (const schema of schemas) {
    const result = check(schema);
    if (result.isValid) {
      if (fitting++ === 0) best = result;
      if (stops) break;
    } else if (fitting === 0 && (best === undefined || result.matches > best.matches)) best = result;
  }
  return { fitting, best: best ?? new Result() };
}
