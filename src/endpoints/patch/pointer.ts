/** JSON documents that can be changed in place, as evanphx/json-patch sees them. Source: its patch.go; RFC 6901. */
import { isObject, type JsonObject } from './errors.js';

export type Container = JsonObject | unknown[];

/** An operation that does not apply. Its text is for the log: a client only learns that there was an error. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
}

/** The container that a pointer's last token names a member of; undefined: the document has none. `opened` gets every object on the way. */
export function resolve(
  document: Container,
  pointer: string,
  opened: Set<JsonObject>,
): { container: Container; key: string } | undefined {
  const [, ...tokens] = pointer.split('/');
  const last = tokens.pop();
  if (last === undefined) return undefined;
  let container = document;
  for (const token of tokens) {
    note(container, opened);
    const next = lookUp(container, decodeToken(token));
    if (!isContainer(next)) return undefined;
    container = next;
  }
  note(container, opened);
  return { container, key: decodeToken(last) };
}

export function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || isObject(value);
}

/** The member; undefined where there is none. */
export function lookUp(container: Container, key: string): unknown {
  if (Array.isArray(container)) return container[arrayIndex(key, container.length) ?? container.length];
  return Object.hasOwn(container, key) ? container[key] : undefined;
}

/** Reads a member; of a list, one that must be there. */
export function read(container: Container, key: string): unknown {
  if (Array.isArray(container)) return container[existingIndex(container, key)];
  return lookUp(container, key);
}

export function add(container: Container, key: string, value: unknown): void {
  if (!Array.isArray(container)) {
    define(container, key, value);
    return;
  }
  const length = container.length + 1;
  const index = key === '-' ? container.length : arrayIndex(key, length);
  if (index === undefined || index >= length) throw new PatchError(`Unable to access invalid index: ${key}`);
  container.splice(index, 0, value);
}

export function replace(container: Container, key: string, value: unknown): void {
  if (Array.isArray(container)) container[existingIndex(container, key)] = value;
  else define(container, key, value);
}

export function remove(container: Container, key: string): void {
  if (Array.isArray(container)) {
    container.splice(existingIndex(container, key), 1);
    return;
  }
  if (!Object.hasOwn(container, key)) throw new PatchError(`Unable to remove nonexistent key: ${key}`);
  Reflect.deleteProperty(container, key);
}

function note(container: Container, opened: Set<JsonObject>): void {
  if (!Array.isArray(container)) opened.add(container);
}

function decodeToken(token: string): string {
  return token.replaceAll(/~[01]/g, (escape) => (escape === '~1' ? '/' : '~'));
}

// strconv.Atoi; a negative index counts from the end.
function arrayIndex(key: string, length: number): number | undefined {
  if (!/^[+-]?\d+$/.test(key)) return undefined;
  const index = Number(key);
  if (index < -length) return undefined;
  return index < 0 ? index + length : index;
}

function existingIndex(list: unknown[], key: string): number {
  const index = arrayIndex(key, list.length);
  if (index === undefined || index >= list.length) throw new PatchError(`Unable to access invalid index: ${key}`);
  return index;
}

// A plain assignment to __proto__ would change the object's prototype.
function define(object: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
