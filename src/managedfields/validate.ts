/** Whether a value fits its type. Source: sigs.k8s.io/structured-merge-diff/typed/validate.go. */
import { elementOf, firstPart, partOf } from './atoms.js';
import { type FieldType, type ListType, type MapType, type ScalarType } from './field-type.js';
import { goFormat, goSyntax, goTypeName } from './go-format.js';
import { fieldElement, type PathElement } from './path-element.js';
import { ErrorList } from './typed-error.js';
import { asList, asMap, isScalar, type Value } from './value.js';

export interface ValidateOptions {
  /** True where lists that are merged may hold an element twice, as stored objects may. */
  readonly allowDuplicates: boolean;
}

/** @throws TypedError with all that is wrong. */
export function validateValue(value: Value, type: FieldType, options: ValidateOptions): void {
  const errors = new ErrorList();
  new Validation(errors, options).value(value, type, []);
  errors.check();
}

class Validation {
  readonly #errors: ErrorList;
  readonly #options: ValidateOptions;

  constructor(errors: ErrorList, options: ValidateOptions) {
    this.#errors = errors;
    this.#options = options;
  }

  value(value: Value, type: FieldType, path: readonly PathElement[]): void {
    const { atom } = type;
    const part = partOf(atom, value);
    switch (part === 'any' ? firstPart(atom) : part) {
      case 'map':
        if (atom.map !== undefined) this.#map(value, atom.map, path);
        return;
      case 'scalar':
        if (atom.scalar !== undefined) this.#scalar(value, atom.scalar, path);
        return;
      case 'list':
        if (atom.list !== undefined) this.#list(value, atom.list, path);
    }
  }

  #scalar(value: Value, type: ScalarType, path: readonly PathElement[]): void {
    const error = scalarError(value, type);
    if (error !== undefined) this.#errors.add(path, error);
  }

  #map(value: Value, type: MapType, path: readonly PathElement[]): void {
    if (value === null) return;
    const map = asMap(value);
    if (map === undefined) {
      this.#errors.add(path, `expected map, got &{${goFormat(value)}}`);
      return;
    }
    for (const key of Object.keys(map)) {
      const at = [...path, fieldElement(key)];
      const known = type.field(key)?.type ?? type.element;
      if (known === undefined) {
        this.#errors.add(at, 'field not declared in schema');
        return;
      }
      this.value(map[key], known, at);
    }
  }

  #list(value: Value, type: ListType, path: readonly PathElement[]): void {
    if (value === null) return;
    const list = asList(value);
    if (list === undefined) {
      this.#errors.add(path, `expected list, got &{${goFormat(value)}}`);
      return;
    }
    const seen = new Set<PathElement>();
    for (const [i, item] of list.entries()) {
      const named = type.atomic ? { element: `i:${String(i)}` } : elementOf(type, item);
      if ('error' in named) {
        this.#errors.add(path, `element ${String(i)}: ${named.error}`);
        return;
      }
      if (seen.has(named.element) && !this.#options.allowDuplicates) this.#errors.addDuplicate(path, named.element);
      seen.add(named.element);
      this.value(item, type.element, [...path, named.element]);
    }
  }
}

/** What is wrong with a scalar; undefined for nothing, and for null. */
export function scalarError(value: Value, type: ScalarType): string | undefined {
  if (value === undefined || value === null) return undefined;
  switch (type) {
    case 'numeric':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goTypeName(value)}`;
    case 'string':
      return typeof value === 'string'
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected boolean, got &{${goFormat(value)}}`;
    case 'untyped':
      return isScalar(value) ? undefined : `expected any scalar, got &{${goFormat(value)}}`;
  }
}
