/** The types of values. Source: cel-go common/types/types.go. */
import { type CelType } from '../types.js';
import { Uint } from './uint.js';
import { type CelValue, Duration, isList, LibraryValue, MapValue, Optional, Timestamp, TypeValue } from './value.js';

/** Those whose names in expressions are not their names as types. */
const NAMES: Readonly<Record<string, string>> = {
  duration: 'google.protobuf.Duration',
  timestamp: 'google.protobuf.Timestamp',
  null: 'null_type',
};

/** The type that a name stands for, as a value. */
export function typeValue({ name }: CelType): TypeValue {
  return new TypeValue(NAMES[name] ?? name);
}

/** What `type` gives. */
export function typeValueOf(value: CelValue): TypeValue {
  return new TypeValue(typeName(value));
}

function typeName(value: CelValue): string {
  if (value === null) return 'null_type';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'double';
  if (typeof value === 'string') return 'string';
  if (value instanceof Uint) return 'uint';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Duration) return 'google.protobuf.Duration';
  if (value instanceof Timestamp) return 'google.protobuf.Timestamp';
  if (value instanceof TypeValue) return 'type';
  if (value instanceof Optional) return 'optional_type';
  if (value instanceof LibraryValue) return value.typeName;
  if (value instanceof MapValue) return 'map';
  return isList(value) ? 'list' : '';
}

const GO_TYPES: Readonly<Record<string, string>> = {
  ...{ null_type: 'types.Null', bool: 'types.Bool', int: 'types.Int', uint: 'types.Uint', double: 'types.Double' },
  ...{ string: 'types.String', bytes: 'types.Bytes', type: '*types.Type', optional_type: '*types.Optional' },
  ...{ 'google.protobuf.Duration': 'types.Duration', 'google.protobuf.Timestamp': 'types.Timestamp' },
};

/** The type that cel-go keeps a value in. */
export function goTypeName(value: CelValue): string {
  const name = typeName(value);
  return GO_TYPES[name] ?? name;
}

/** Whether a value is one of the type, as far as a call's overload depends on it. */
export function isOfType(value: CelValue, type: CelType): boolean {
  switch (type.kind) {
    case 'any':
    case 'dyn':
    case 'param':
    case 'error':
      return true;
    case 'struct':
      return value instanceof LibraryValue ? value.typeName === type.name : value instanceof MapValue || value === null;
    case 'opaque':
      return typeName(value) === type.name;
    default:
      return typeName(value) === (NAMES[type.name] ?? type.name);
  }
}
