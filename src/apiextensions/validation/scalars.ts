/** Texts and numbers against their schema. Source: k8s.io/kube-openapi/pkg/validation/validate/{type,validator,values}.go. */
import { isDeepStrictEqual } from 'node:util';
import { type FieldError } from '../../apis/field/errors.js';
import { floatText } from '../../apis/schema/float-text.js';
import { goRegExp } from '../../apis/validation/go-regexp.js';
import { fitsFormat, isTextFormat } from '../../apis/validation/text-formats.js';
import { type JSONSchemaProps } from '../schema.js';
import { Result, type SchemaErrors } from './result.js';

/** What a schema says of a value's type. */
export interface ExpectedType {
  readonly types: readonly string[];
  readonly nullable: boolean;
  /** Undefined where there is none that the version knows. */
  readonly format: string | undefined;
}

/** JSON's types, with numbers as Go's decoder tells them apart. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

const GO_FORMATS: Readonly<Record<string, string>> = { integer: 'int64', number: 'float64' };

export function checkType(name: string, value: unknown, expected: ExpectedType, errors: SchemaErrors): Result {
  const { types, format, nullable } = expected;
  const result = new Result();
  if (types.length === 0 && format === undefined) return result;
  const actual = typeOf(value);
  if (actual === 'null') {
    result.matches++;
    if (types.length > 0 && !types.includes('null') && !nullable)
      return failed(errors.type(name, types.join(','), 'null'));
    return result;
  }
  const fits = types.includes(actual) || (actual === 'integer' && types.includes('number'));
  const isText = actual === 'string' || actual === 'array';
  if (!isText && format !== undefined && !fits && format !== GO_FORMATS[actual]) {
    return failed(errors.type(name, format, GO_FORMATS[actual] ?? ''));
  }
  result.matches++;
  // What is not a number and has a format is left to the format.
  const numeric = types.includes('number') || types.includes('integer');
  if (!numeric && format !== undefined && isText) return result;
  return fits ? result : failed(errors.type(name, types.join(','), actual));
}

/** The first check that fails ends it. */
export function checkText(name: string, value: string, schema: JSONSchemaProps, errors: SchemaErrors): Result {
  const { maxLength, minLength, pattern = '' } = schema;
  const length = Array.from(value).length;
  if (maxLength !== undefined && length > maxLength) return failed(errors.tooLong(name, value, maxLength));
  if (minLength !== undefined && length < minLength) {
    return failed(errors.invalid(name, value, `should be at least ${String(minLength)} chars long`));
  }
  if (pattern !== '' && !goRegExp(pattern).test(value)) {
    return failed(errors.invalid(name, value, `should match '${pattern}'`));
  }
  return new Result();
}

export function checkFormat(name: string, value: string, format: string, errors: SchemaErrors): Result {
  if (!isTextFormat(format) || fitsFormat(value, format)) return new Result();
  return failed(errors.type(name, format, value));
}

export function checkNumber(
  name: string,
  value: number,
  expected: ExpectedType,
  schema: JSONSchemaProps,
  errors: SchemaErrors,
): Result {
  const result = new Result();
  result.add(...rangeErrors(name, value, expected, errors));
  const { multipleOf, maximum, exclusiveMaximum = false, minimum, exclusiveMinimum = false } = schema;
  const text = (limit: number): string => (Number.isInteger(value) ? String(Math.trunc(limit)) : floatText(limit));
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) {
    result.add(errors.invalid(name, value, `should be a multiple of ${text(multipleOf)}`));
  }
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum)) {
    const words = exclusiveMaximum ? 'should be less than' : 'should be less than or equal to';
    result.add(errors.invalid(name, value, `${words} ${text(maximum)}`));
  }
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum)) {
    const words = exclusiveMinimum ? 'should be greater than' : 'should be greater than or equal to';
    result.add(errors.invalid(name, value, `${words} ${text(minimum)}`));
  }
  result.matches++;
  return result;
}

const LARGEST: Readonly<Record<string, number>> = { int32: 2 ** 31 - 1, int64: 2 ** 63, float: 3.4028234663852886e38 };

function rangeErrors(
  name: string,
  value: number,
  { types, format = '' }: ExpectedType,
  errors: SchemaErrors,
): FieldError[] {
  const [type] = types;
  if (types.length !== 1 || type === undefined || !['integer', 'number'].includes(type)) return [];
  const limit = LARGEST[format];
  const tooLow = format === 'int32' ? value < -(2 ** 31) : limit !== undefined && value < -limit;
  if (limit === undefined || (value <= limit && !tooLow)) return [];
  return [errors.plain(`Checked value must be of type ${type} with format ${format} in ${name}`)];
}

function isMultiple(value: number, factor: number): boolean {
  if (factor <= 0) return false;
  const times = factor < 1 ? (1 / factor) * value : value / factor;
  return Math.abs(times - Math.round(times)) < 1e-9;
}

export function checkEnum(
  name: string,
  value: unknown,
  known: readonly unknown[] | undefined,
  errors: SchemaErrors,
): Result {
  if (known === undefined || known.length === 0) return new Result();
  const fits = value !== null && known.some((one) => isDeepStrictEqual(one, value));
  return fits ? new Result() : failed(errors.notSupported(name, value, known));
}

function failed(error: FieldError): Result {
  const result = new Result();
  result.add(error);
  return result;
}
