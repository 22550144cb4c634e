/** JSON as Go's encoding/json writes maps and strings. Source: encoding/json/encode.go. */

/** Like JSON.stringify, with `<`, `>`, `&` and the Unicode line separators escaped as Go does. Keys keep their order. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Like goJson, with the keys of every object in order, as Go writes a map[string]interface{}. */
export function goJsonMap(value: unknown): string {
  return goJson(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}
