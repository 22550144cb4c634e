/**
 * One step of a path to a field, as the text that managedFields have: `f:name` a field, `k:{"name":"a"}` the element of
 * a list by its keys, `v:"a"` by its value, `i:0` by its place. The text is canonical, so that it stands for the element.
 * Source: sigs.k8s.io/structured-merge-diff/fieldpath/{element,serialize-pe}.go.
 */
import { compareGoStrings, isPlainObject } from '../apis/schema/plain-object.js';
import { compareValues, type ValueMap } from './value.js';

export type PathElement = string;

export function fieldElement(name: string): PathElement {
  return `f:${name}`;
}

/** `fields` in the order of their names. */
export function keyElement(fields: ValueMap): PathElement {
  return `k:${json(fields)}`;
}

export function valueElement(value: unknown): PathElement {
  return `v:${json(value)}`;
}

/** The field's name; undefined for an element of a list. */
export function fieldName(element: PathElement): string | undefined {
  return element.startsWith('f:') ? element.slice(2) : undefined;
}

export function isKeyElement(element: PathElement): boolean {
  return element.startsWith('k:');
}

/**
 * Reads an element that another writer may have written otherwise. Undefined: of a type that a later version may know.
 * @throws SyntaxError for what is none.
 */
export function parseElement(text: string): PathElement | undefined {
  if (text.charCodeAt(1) !== COLON) throw new SyntaxError(`missing colon: ${text}`);
  const content = text.slice(2);
  switch (text[0]) {
    case 'f':
      return text;
    case 'v':
      return valueElement(JSON.parse(content));
    case 'k': {
      const fields: unknown = JSON.parse(content);
      if (!isPlainObject(fields)) throw new SyntaxError(`no keys: ${text}`);
      return keyElement(Object.fromEntries(Object.entries(fields).sort(([a], [b]) => compareGoStrings(a, b))));
    }
    case 'i':
      if (!/^[+-]?\d+$/.test(content)) throw new SyntaxError(`no index: ${text}`);
      return `i:${Number(content)}`;
    default:
      return undefined;
  }
}

const COLON = 0x3a;

const TYPES = 'fkvi';

/** Fields by name, then elements by keys, by value, by place. */
export function compareElements(a: PathElement, b: PathElement): number {
  const type = TYPES.indexOf(a.charAt(0)) - TYPES.indexOf(b.charAt(0));
  if (type !== 0) return type;
  if (a.startsWith('f:')) return compareGoStrings(a, b);
  const [left, right] = [contentOf(a), contentOf(b)];
  return a.startsWith('k:') ? compareKeys(left as ValueMap, right as ValueMap) : compareValues(left, right);
}

function compareKeys(a: ValueMap, b: ValueMap): number {
  const [left, right] = [Object.entries(a), Object.entries(b)];
  for (const [i, [name, value]] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    const order = compareGoStrings(name, other[0]) || compareValues(value, other[1]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** As errors show it: `.name`, `[name="a"]`, `[="a"]`, `[0]`. */
export function printElement(element: PathElement): string {
  const name = fieldName(element);
  if (name !== undefined) return `.${name}`;
  const content = contentOf(element);
  if (element.startsWith('i:')) return `[${String(content)}]`;
  if (element.startsWith('v:')) return `[=${print(content)}]`;
  return `[${Object.entries(content as ValueMap)
    .map(([key, value]) => `${key}=${print(value)}`)
    .join(',')}]`;
}

export function printPath(path: readonly PathElement[]): string {
  return path.map(printElement).join('');
}

function print(value: unknown): string {
  return JSON.stringify(value);
}

function contentOf(element: PathElement): unknown {
  return JSON.parse(element.slice(2));
}

const ESCAPED = /[<>&\u2028\u2029]/g;

function json(value: unknown): string {
  return JSON.stringify(value).replace(ESCAPED, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
