/** What is said of values that are not of the type that an operation wants. Sources: cel-go interpreter/{attributes,interpretable}.go, common/decls/decls.go. */
import { INDEX } from '../syntax/operators.js';
import { text } from '../values/text.js';
import { typeValueOf } from '../values/type-value.js';
import { type CelValue, EvaluationError, isList, MapValue } from '../values/value.js';

/** The member; undefined for none. @throws EvaluationError for a list, which has no fields. */
export function fieldOf(value: CelValue, field: string): CelValue | undefined {
  if (value instanceof MapValue) return value.get(field);
  if (value !== null && isList(value)) throw new EvaluationError(badIndex(field));
  return undefined;
}

function badIndex(index: CelValue): string {
  return `unsupported index type '${typeValueOf(index).name}' in list`;
}

/** Functions of the standard library that look at their arguments themselves, as operators do. */
const UNNAMED: ReadonlySet<string> = new Set(['contains', 'endsWith', 'matches', 'startsWith']);

/** The text of a call for which there is no overload. */
export function noOverload(name: string, args: readonly CelValue[]): string {
  const [operand = null, index = null] = args;
  if (name === INDEX) return operand !== null && isList(operand) ? badIndex(index) : `no such key: ${text(index)}`;
  if (name === 'size') return 'no such overload: size';
  if (UNNAMED.has(name) || !/^[a-z]/i.test(name)) return 'no such overload';
  return `no such overload: ${name}(${args.map((arg) => typeValueOf(arg).name).join(', ')})`;
}

const GO_TYPES: Readonly<Record<string, string>> = {
  ...{ bool: 'types.Bool', bytes: 'types.Bytes', double: 'types.Double', int: 'types.Int', string: 'types.String' },
  ...{ null_type: 'types.Null', uint: 'types.Uint', type: '*types.Type', optional_type: '*types.Optional' },
  ...{ 'google.protobuf.Duration': 'types.Duration', 'google.protobuf.Timestamp': 'types.Timestamp' },
};

/** The type in Go of what CEL's value is kept in. */
export function goTypeName(value: CelValue): string {
  const { name } = typeValueOf(value);
  return GO_TYPES[name] ?? name;
}
