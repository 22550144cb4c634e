/**
 * What merging must know of a type: which of its lists and maps are one value, and which are merged element by element.
 * Source: sigs.k8s.io/structured-merge-diff/schema/elements.go.
 */

export type ScalarType = 'string' | 'numeric' | 'boolean' | 'untyped';

export interface ListType {
  /** True where the list is one value; else it is merged by its elements' keys, or by their values where it has no keys. */
  readonly atomic: boolean;
  readonly keys: readonly string[];
  /** True where an element must have all of the keys, and not one at least. */
  readonly needsAllKeys?: boolean;
  readonly element: FieldType;
}

export interface StructField {
  readonly type: FieldType;
  /** A key's value where an element of a list lacks it; undefined for none. */
  readonly default: unknown;
}

export interface MapType {
  readonly atomic: boolean;
  /** True for a struct without any field: a map. */
  readonly hasFields: boolean;
  field(name: string): StructField | undefined;
  /** The type of keys that are no fields; undefined where there may be none. */
  readonly element: FieldType | undefined;
}

/** What a value of the type may be; of a value that is none of those, the first of map, scalar and list counts. */
export interface Atom {
  readonly map?: MapType;
  readonly scalar?: ScalarType;
  readonly list?: ListType;
}

/** A type that is made when it is first asked for, as types may hold themselves. */
export class FieldType {
  #atom: Atom | undefined;
  #make: (() => Atom) | undefined;

  constructor(make: () => Atom) {
    this.#make = make;
  }

  get atom(): Atom {
    if (this.#atom === undefined) {
      this.#atom = this.#make?.() ?? {};
      this.#make = undefined;
    }
    return this.#atom;
  }
}

/** A scalar of any kind, or a list or map that is one value. */
export const UNTYPED_ATOMIC: FieldType = new FieldType(() => ({
  map: { atomic: true, hasFields: false, field: () => undefined, element: UNTYPED_ATOMIC },
  scalar: 'untyped',
  list: { atomic: true, keys: [], element: UNTYPED_ATOMIC },
}));

/** What is merged as it comes: maps key by key, lists as one value. */
export const DEDUCED: FieldType = new FieldType(() => ({
  map: { atomic: false, hasFields: false, field: () => undefined, element: DEDUCED },
  scalar: 'untyped',
  list: { atomic: true, keys: [], element: UNTYPED_ATOMIC },
}));
