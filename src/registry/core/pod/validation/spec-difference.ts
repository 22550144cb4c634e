/** How errors show the difference between two specs. Source: apimachinery's pkg/util/diff, github.com/google/go-cmp/cmp. */
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type Features } from '../../../../features/features.js';
import { escapeHtml, internalJson } from '../internal/json.js';
import { unifiedDiff } from '../internal/unified-diff.js';

/** Of an update that changes what may not change. */
export function specDifference(old: PodSpec, next: PodSpec, features: Features): string {
  return orderedDifference('PodSpec', old, next, features);
}

/** … of another kind. `definition`: a name of the core group. */
export function orderedDifference(definition: string, old: object, next: object, features: Features): string {
  const [from, to] = features.behaviours.specDifferencesAreReversed ? [next, old] : [old, next];
  return difference(definition, from, to, features);
}

/**
 * From 1.34 a unified difference of JSON. Before, in the manner of go-cmp, whose own form is not the same from one
 * build to the next: `-` what is taken away, `+` what is put in its place. `definition`: a name of the core group.
 */
export function difference(definition: string, a: object, b: object, features: Features): string {
  const from = internalJson(features, definition, a);
  const to = internalJson(features, definition, b);
  if (features.behaviours.specDifferencesAreUnified) return unifiedDiff(pretty(from), pretty(to));
  const lines = differences(from, to, '').map((line) => `${line}\n`);
  return `  core.${definition}{\n${lines.join('')}  }\n`;
}

function pretty(value: unknown): string {
  return escapeHtml(JSON.stringify(value, null, 1));
}

function differences(old: unknown, next: unknown, path: string): string[] {
  if (isObject(old) && isObject(next) && Array.isArray(old) === Array.isArray(next)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])];
    return keys.flatMap((key) => differences(old[key], next[key], path === '' ? key : `${path}.${key}`));
  }
  if (JSON.stringify(old) === JSON.stringify(next)) return [];
  return [`- \t${path}: ${show(old)},`, `+ \t${path}: ${show(next)},`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  return value === undefined || value === null ? 'nil' : JSON.stringify(value);
}
