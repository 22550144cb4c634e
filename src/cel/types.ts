/** The types of expressions. Source: cel-go common/types/types.go, checker/format.go. */

export type TypeKind =
  | 'any'
  | 'bool'
  | 'bytes'
  | 'double'
  | 'duration'
  | 'dyn'
  | 'error'
  | 'int'
  | 'list'
  | 'map'
  | 'null'
  | 'opaque'
  | 'param'
  | 'string'
  | 'struct'
  | 'timestamp'
  | 'type'
  | 'uint';

export interface CelType {
  readonly kind: TypeKind;
  /** Of a struct, an opaque type or a parameter its own name, else that of the kind. */
  readonly name: string;
  readonly parameters: readonly CelType[];
  /** As messages write it, which tells types apart too: `map(string, int)`. */
  readonly text: string;
}

function make(kind: TypeKind, name: string, parameters: readonly CelType[] = []): CelType {
  const written = parameters.map(({ text }) => text).join(', ');
  return { kind, name, parameters, text: parameters.length === 0 ? name : `${name}(${written})` };
}

/** Of what a protobuf message might hold: as dynamic as DYN, but no range of a comprehension. */
export const ANY = make('any', 'any');
export const BOOL = make('bool', 'bool');
export const BYTES = make('bytes', 'bytes');
export const DOUBLE = make('double', 'double');
export const DURATION = make('duration', 'duration');
export const DYN = make('dyn', 'dyn');
export const ERROR = make('error', '!error!');
export const INT = make('int', 'int');
export const NULL = make('null', 'null');
export const STRING = make('string', 'string');
export const TIMESTAMP = make('timestamp', 'timestamp');
export const TYPE = make('type', 'type');
export const UINT = make('uint', 'uint');

const OPTIONAL = 'optional_type';

export function listOf(item: CelType): CelType {
  return make('list', 'list', [item]);
}

export function mapOf(key: CelType, value: CelType): CelType {
  return make('map', 'map', [key, value]);
}

export function typeOf(type: CelType): CelType {
  return make('type', 'type', [type]);
}

/** An object with named fields. */
export function structOf(name: string): CelType {
  return make('struct', name);
}

export function opaqueOf(name: string, parameters: readonly CelType[] = []): CelType {
  return make('opaque', name, parameters);
}

export function paramOf(name: string): CelType {
  return make('param', name);
}

export function optionalOf(type: CelType): CelType {
  return opaqueOf(OPTIONAL, [type]);
}

/** What an optional holds; undefined for another type. */
export function heldBy({ kind, name, parameters }: CelType): CelType | undefined {
  return kind === 'opaque' && name === OPTIONAL ? parameters[0] : undefined;
}

export function itemType({ parameters }: CelType): CelType {
  return parameters[0] ?? DYN;
}

export function valueType({ parameters }: CelType): CelType {
  return parameters[1] ?? DYN;
}

export function isDyn({ kind }: CelType): boolean {
  return kind === 'dyn' || kind === 'any';
}

export function isDynOrError(type: CelType): boolean {
  return isDyn(type) || type.kind === 'error';
}

/** The same type about other parameters. */
export function withParameters(type: CelType, parameters: readonly CelType[]): CelType {
  return make(type.kind, type.name, parameters);
}
