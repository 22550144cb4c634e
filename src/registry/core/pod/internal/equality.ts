/** Equality as Kubernetes has it: what is empty is as good as what is missing. Source: apimachinery's pkg/api/equality. */
import { isDeepStrictEqual } from 'node:util';
import { type Features } from '../../../../features/features.js';
import { internalJson } from './json.js';

/** `definition`: the values' type, a name of the core group. */
export function isSemanticallyEqual(
  features: Features,
  definition: string,
  a: object | undefined,
  b: object | undefined,
): boolean {
  if (isDeepStrictEqual(a, b)) return true;
  if (a === undefined || b === undefined) return false;
  return isDeepStrictEqual(
    withoutEmpty(internalJson(features, definition, a)),
    withoutEmpty(internalJson(features, definition, b)),
  );
}

/** Every field of a struct is there, so that only lists and maps can be empty. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(withoutEmpty);
  const entries = Object.entries(value);
  return entries.length === 0 ? null : Object.fromEntries(entries.map(([key, each]) => [key, withoutEmpty(each)]));
}
