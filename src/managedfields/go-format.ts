/** Values as Go's fmt prints them: errors about types show them. Source: fmt's %v, %#v and %T. */
import { type ValueMap } from './value.js';

/** `%v`: `map[a:1 b:[x y]]`. */
export function goFormat(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'number') return goFloat(value);
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(goFormat).join(' ')}]`;
  return `map[${sortedEntries(value as ValueMap)
    .map(([key, member]) => `${key}:${goFormat(member)}`)
    .join(' ')}]`;
}

/** `%#v`: `map[string]interface {}{"a":1}`. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return goFormat(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  const members = sortedEntries(value as ValueMap).map(([key, member]) => `${JSON.stringify(key)}:${goSyntax(member)}`);
  return `map[string]interface {}{${members.join(', ')}}`;
}

/** `%T`: `float64`. */
export function goTypeName(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}

/** A float64: `1`, `1.5`, `1e+21`. */
function goFloat(value: number): string {
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e21)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    const sign = exponent.charAt(0);
    return `${digits}e${sign}${exponent.slice(1).padStart(2, '0')}`;
  }
  return String(value);
}

function sortedEntries(map: ValueMap): [string, unknown][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}
