/** Fields that definitions name by simple paths: `.spec.replicas`. Source: k8s.io/apimachinery/pkg/apis/meta/v1/unstructured/helpers.go. */
import { goText, goTypeName } from '../apis/schema/go-text.js';
import { isPlainObject, setKey } from '../apis/schema/plain-object.js';

/** A field of a type that it may not have; the message is upstream's. */
export class NestedFieldError extends Error {
  override readonly name = 'NestedFieldError';

  constructor(path: readonly string[], value: unknown, expected: string) {
    const type = goTypeName(value);
    super(`.${path.join('.')} accessor error: ${goText(value)} is of the type ${type}, expected ${expected}`);
  }
}

/** Undefined where there is none. @throws NestedFieldError */
export function nestedInteger(object: object, path: string): number | undefined {
  const { found, value } = nested(object, path);
  if (!found) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new NestedFieldError(split(path), value, 'int64');
  return value;
}

/** Undefined where there is none. @throws NestedFieldError */
export function nestedText(object: object, path: string): string | undefined {
  const { found, value } = nested(object, path);
  if (!found) return undefined;
  if (typeof value !== 'string') throw new NestedFieldError(split(path), value, 'string');
  return value;
}

/** Sets a field and makes what it is in. @throws Error with upstream's text where that is no object. */
export function setNested(object: object, path: string, value: unknown): void {
  const keys = split(path);
  let current = object as Record<string, unknown>;
  keys.slice(0, -1).forEach((key, i) => {
    if (!Object.hasOwn(current, key)) setKey(current, key, {});
    const next = current[key];
    if (!isPlainObject(next)) {
      throw new Error(`value cannot be set because .${keys.slice(0, i + 1).join('.')} is not a map[string]interface{}`);
    }
    current = next;
  });
  setKey(current, keys.at(-1) ?? '', value);
}

function nested(object: object, path: string): { readonly found: boolean; readonly value?: unknown } {
  const keys = split(path);
  let value: unknown = object;
  for (const [i, key] of keys.entries()) {
    if (value === null) return { found: false };
    if (!isPlainObject(value)) throw new NestedFieldError(keys.slice(0, i + 1), value, 'map[string]interface{}');
    if (!Object.hasOwn(value, key)) return { found: false };
    value = value[key];
  }
  return { found: true, value };
}

function split(path: string): readonly string[] {
  return path.replace(/^\./, '').split('.');
}
