/** Values as Go prints them in the errors of strategic merge patches. Source: fmt's %v and %s, reflect.Type's String. */
import { isObject } from './errors.js';

/** `map[string]interface {}`, `[]interface {}`, `int64` …; nil has no type. */
export function goType(value: unknown): string {
  if (value === null || value === undefined) return 'nil';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'map[string]interface {}';
}

/** A value by %v: `map[a:1 b:[x y]]`, keys sorted. */
export function goString(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goString).join(' ')}]`;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isObject(value)) return typeof value;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${key}:${goString(value[key])}`);
  return `map[${members.join(' ')}]`;
}

/** A value by %s, which shows everything but texts as a mistake. */
export function goText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '%!s(<nil>)';
  return Array.isArray(value) || isObject(value) ? goString(value) : `%!s(${goType(value)}=${goString(value)})`;
}
