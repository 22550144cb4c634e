/** What expressions work with. Source: cel-go common/types. */
import { type Uint } from './uint.js';

/** An error in evaluating, which logical operators may absorb. The message is cel-go's. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}

export class Duration {
  readonly nanoseconds: bigint;

  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }
}

export class Timestamp {
  /** Since 1970. */
  readonly nanoseconds: bigint;

  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }
}

/** A type as a value: `type(1)`, `int`. */
export class TypeValue {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export class Optional {
  static readonly NONE = new Optional(undefined);
  /** Undefined for none. */
  readonly value: CelValue | undefined;

  constructor(value: CelValue | undefined) {
    this.value = value;
  }
}

/** How lists of a kind differ from plain ones. */
export interface ListRules {
  equal(a: ListValue, b: ListValue): boolean;
  plus(a: ListValue, b: ListValue): ListValue;
}

export interface ListValue {
  readonly items: readonly CelValue[];
  /** Undefined for a plain list. */
  readonly rules?: ListRules;
  /** True for one that a function made as Go's []string, which not every caller understands. */
  readonly native?: true;
}

/** A map, or an object with named fields. */
export abstract class MapValue {
  abstract readonly size: number;
  /** What size() gives. @throws EvaluationError where it has none */
  counted(): number {
    return this.size;
  }

  abstract keys(): readonly CelValue[];
  /** Undefined where there is no such key. */
  abstract get(key: CelValue): CelValue | undefined;
}

/** A value of a library's own type. */
export abstract class LibraryValue {
  abstract readonly typeName: string;
  abstract equals(other: LibraryValue): boolean;
}

export type CelValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint
  | Uint8Array
  | Duration
  | Timestamp
  | TypeValue
  | Optional
  | ListValue
  | MapValue
  | LibraryValue;

export function isList(value: CelValue): value is ListValue {
  return typeof value === 'object' && value !== null && 'items' in value;
}

export function list(items: readonly CelValue[]): ListValue {
  return { items };
}

/** As Go's functions return theirs. */
export function nativeList(items: readonly string[]): ListValue {
  return { items, native: true };
}
