/** Reading and changing JSON values by path. */

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at `a.b.[0].c`; a dot inside a key is written `~`. undefined where there is none. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => {
    if (at === null || at === undefined) return at;
    const index = /^\[(\d+)\]$/.exec(key)?.[1];
    return (at as JsonObject)[index ?? key.replaceAll('~', '.')];
  }, value);
}

/** A copy without what is at the paths; `**.key` leaves the key out everywhere. */
export function without(value: unknown, paths: readonly string[]): unknown {
  const copy = structuredClone(value);
  for (const path of paths) {
    if (path.startsWith('**.')) {
      removeEverywhere(copy, path.slice(3));
      continue;
    }
    const cut = path.lastIndexOf('.');
    const parent = cut === -1 ? copy : valueAt(copy, path.slice(0, cut));
    remove(parent, path.slice(cut + 1).replaceAll('~', '.'));
  }
  return copy;
}

function removeEverywhere(value: unknown, key: string): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) remove(value, key);
  for (const child of Object.values(value)) removeEverywhere(child, key);
}

function remove(value: unknown, key: string): void {
  if (typeof value === 'object' && value !== null) Reflect.deleteProperty(value, key);
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A copy in which every `{{name}}` in a key or a string is filled in; MISSING-name where nothing was captured. */
export function filled<T>(value: T, captures: Readonly<Record<string, unknown>>): T {
  const fill = (v: unknown): unknown => {
    if (typeof v === 'string') {
      return v.replace(/\{\{([\w-]+)\}\}/g, (_, name: string) => textOf(captures[name]) ?? `MISSING-${name}`);
    }
    if (Array.isArray(v)) return v.map(fill);
    if (isObject(v)) return Object.fromEntries(Object.entries(v).map(([k, x]) => [fill(k), fill(x)]));
    return v;
  };
  return fill(value) as T;
}
