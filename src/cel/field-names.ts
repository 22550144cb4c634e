/** The names of fields in expressions. Source: k8s.io/apiserver/pkg/cel/escaping.go. */

const RESERVED: ReadonlySet<string> = new Set([
  ...['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import'],
  ...['let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while'],
]);
const ESCAPES: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
};

/** Undefined for a name that no expression can reach. */
export function escapeField(name: string): string | undefined {
  if (RESERVED.has(name)) return `__${name}__`;
  if (!/^[A-Za-z_.\-/][\w.\-/]*$/.test(name)) return undefined;
  return name.replaceAll(/__|[.\-/]/g, (part) => ESCAPES[part] ?? part);
}

const UNESCAPES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ESCAPES).map(([meant, escape]) => [escape, meant]),
);

/** What an escaped name stands for; undefined for one with an escape that there is not. */
export function unescapeField(escaped: string): string | undefined {
  const [whole, word = ''] = /^__([^_]+)__$/.exec(escaped) ?? [];
  if (whole !== undefined && RESERVED.has(word)) return word;
  const parts = escaped.match(/__[^_]+__/g) ?? [];
  if (parts.some((part) => !Object.hasOwn(UNESCAPES, part))) return undefined;
  return escaped.replaceAll(/__[^_]+__/g, (part) => UNESCAPES[part] ?? part);
}

/** Whether a name can be written as it is. Source: pkg/apis/admissionregistration/validation (isCELIdentifier). */
export function isIdentifier(name: string): boolean {
  return /^[_a-zA-Z]\w*$/.test(name) && !RESERVED.has(name);
}
