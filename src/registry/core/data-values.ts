/** What Secrets and ConfigMaps share about their values. */
import { isDeepStrictEqual } from 'node:util';

/** Bytes behind a base64 text. */
export function sizeOfBase64(text: string): number {
  return Buffer.byteLength(text, 'base64');
}

/** Absent and empty are the same to Go. */
export function equalMaps(a: Readonly<Record<string, string>> = {}, b: Readonly<Record<string, string>> = {}): boolean {
  return isDeepStrictEqual({ ...a }, { ...b });
}

/** Why Go's encoding/json does not read a text as an object; undefined where it does. */
export function goJsonError(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return syntaxError(text);
  }
  if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined;
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`;
}

const LITERALS = ['true', 'false', 'null'];

function syntaxError(text: string): string {
  const trimmed = text.trimStart();
  if (trimmed === '') return 'unexpected end of JSON input';
  const literal = LITERALS.find((word) => word.startsWith(trimmed.slice(0, 1)));
  if (literal !== undefined) {
    const wrong = Array.from(trimmed).findIndex((c, i) => c !== literal[i]);
    const expected = literal[wrong];
    if (wrong < 0) return 'unexpected end of JSON input';
    if (expected === undefined) return `invalid character '${trimmed[wrong] ?? ''}' after top-level value`;
    return `invalid character '${trimmed[wrong] ?? ''}' in literal ${literal} (expecting '${expected}')`;
  }
  if ('{["-0123456789'.includes(trimmed.slice(0, 1))) return 'unexpected end of JSON input';
  return `invalid character '${trimmed.slice(0, 1)}' looking for beginning of value`;
}
