/** Values of JSON as Go prints them with `%v`, `%#v` and `%T`. Source: Go's fmt package. */
import { goQuote } from '../field/errors.js';
import { floatText } from './float-text.js';
import { compareGoStrings, isPlainObject } from './plain-object.js';

/** `map[a:1 b:[x y]]`, `<nil>`. */
export function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (isPlainObject(value)) {
    const members = Object.entries(value).sort(([a], [b]) => compareGoStrings(a, b));
    return `map[${members.map(([key, member]) => `${key}:${goText(member)}`).join(' ')}]`;
  }
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : floatText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `map[string]interface {}{"a":1}`, `interface {}(nil)`. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (isPlainObject(value)) {
    const members = Object.entries(value).sort(([a], [b]) => compareGoStrings(a, b));
    return `map[string]interface {}{${members.map(([key, member]) => `${goQuote(key)}:${goSyntax(member)}`).join(', ')}}`;
  }
  return typeof value === 'string' ? goQuote(value) : goText(value);
}

/** `map[string]interface {}`, `int64`, `<nil>`. */
export function goTypeName(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (isPlainObject(value)) return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
