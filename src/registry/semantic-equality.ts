/** Equality that does not see whether an empty list or map is there. Source: k8s.io/apimachinery/pkg/api/equality. */
import { isDeepStrictEqual } from 'node:util';

export function semanticallyEqual(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(meaningOf(a), meaningOf(b));
}

/** Undefined for what is empty. */
function meaningOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(meaningOf);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const entries = Object.entries(value)
    .map(([key, part]) => [key, meaningOf(part)] as const)
    .filter(([, part]) => part !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
