/** What differs between two specs, a line for each side, in the manner of go-cmp: `-` the old value, `+` the new one. */
export function specDifference(old: unknown, next: unknown): string {
  return `  core.PodSpec{\n${differences(old, next, '')
    .map((line) => `${line}\n`)
    .join('')}  }\n`;
}

function differences(old: unknown, next: unknown, path: string): string[] {
  if (isObject(old) && isObject(next) && Array.isArray(old) === Array.isArray(next)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])];
    return keys.flatMap((key) =>
      differences(old[key], next[key], path === '' ? goName(key) : `${path}.${goName(key)}`),
    );
  }
  if (JSON.stringify(old) === JSON.stringify(next)) return [];
  return [`- \t${path}: ${show(old)},`, `+ \t${path}: ${show(next)},`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function goName(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}

function show(value: unknown): string {
  return value === undefined ? 'nil' : JSON.stringify(value);
}
