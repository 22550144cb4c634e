/**
 * The structure of Kubernetes' types as their Go declarations give it: what decoding, encoding, strategic merge patches
 * and OpenAPI need. Source: the types.go files of k8s.io/api and k8s.io/apimachinery.
 */

/** Go's built-in types that fields are made of; `bytes` is []byte, base64 on the wire. */
export type ScalarKind = 'string' | 'bool' | 'int32' | 'int64' | 'uint8' | 'uint32' | 'float64' | 'bytes' | 'any';

/** Types with a JSON form of their own. */
export type SpecialKind =
  'Time' | 'MicroTime' | 'Duration' | 'Quantity' | 'IntOrString' | 'RawExtension' | 'FieldsV1' | 'JSON';

/** A Go type. `go` is how Go prints it: `[]v1.ObjectReference`, `v1.SecretType`, `map[string]string`. */
export type Type =
  | { readonly kind: 'scalar'; readonly go: string; readonly scalar: ScalarKind }
  | { readonly kind: 'special'; readonly go: string; readonly special: SpecialKind; readonly definition: string }
  | { readonly kind: 'struct'; readonly go: string; readonly definition: string }
  | { readonly kind: 'list'; readonly go: string; readonly element: Type }
  | { readonly kind: 'map'; readonly go: string; readonly element: Type }
  | { readonly kind: 'pointer'; readonly go: string; readonly element: Type };

export interface Field {
  /** Go's name: `ServiceAccountName`. */
  readonly name: string;
  /** The wire's name: `serviceAccountName`; '' for an inlined struct. */
  readonly json: string;
  readonly inline: boolean;
  readonly type: Type;
  /** When a value is left out: `empty` for omitempty, `zero` for omitzero (empty ones as well). */
  readonly omit: 'never' | 'empty' | 'zero';
  /** The field's number in protobuf; undefined: not on that wire. */
  readonly protobuf: number | undefined;
  /** `varint`, `bytes`, `fixed64` … as the protobuf tag has it. */
  readonly wire: string | undefined;
  /** True where OpenAPI calls the field required. */
  readonly required: boolean;
  /** The value of a +default marker. */
  readonly default: unknown;
  readonly patchStrategies: readonly string[];
  readonly patchMergeKey: string | undefined;
  readonly listType: string | undefined;
  readonly listMapKeys: readonly string[];
  readonly mapType: string | undefined;
}

export interface Definition {
  /** `io.k8s.api.core.v1.ServiceAccount`. */
  readonly name: string;
  /** Go's name without its package: `ServiceAccount`. */
  readonly goName: string;
  /** `k8s.io/api/core/v1`. */
  readonly goPackage: string;
  /** In the struct's order, inlined structs as one field. */
  readonly fields: readonly Field[];
  /** True where a +structType=atomic marker makes it one value. */
  readonly atomic: boolean;
}

/** All definitions of one Kubernetes minor. */
export interface Schemas {
  readonly minor: number;
  has(definition: string): boolean;
  /** Throws where there is no such definition. */
  get(definition: string): Definition;
  /** The definition's fields by wire name, inlined structs opened. */
  fields(definition: string): ReadonlyMap<string, Field>;
  names(): readonly string[];
}

/** The field of that wire name, looked for in inlined structs too. */
export function fieldOf(schemas: Schemas, definition: string, json: string): Field | undefined {
  return schemas.fields(definition).get(json);
}

/** The type behind pointers. */
export function dereference(type: Type): Exclude<Type, { kind: 'pointer' }> {
  let current = type;
  while (current.kind === 'pointer') current = current.element;
  return current;
}
