/** Headers that may come more than once, which Node joins by commas although their values may hold some. */
import { type HeaderMap } from './request.js';

const REPEATABLE = 'impersonate-';

/** True where any header asks for another user. */
export function impersonates(headers: HeaderMap): boolean {
  for (const name in headers) if (name.startsWith(REPEATABLE)) return true;
  return false;
}

/** `headers` with lists for those of Impersonate-… that are repeated. `raw`: names and values in turn, as received. */
export function withRepeatedHeaders(headers: HeaderMap, raw: readonly string[]): HeaderMap {
  if (!impersonates(headers)) return headers;
  const repeated: Record<string, string[]> = {};
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    if (name.startsWith(REPEATABLE)) (repeated[name] ??= []).push(raw[i + 1] ?? '');
  }
  return { ...headers, ...repeated };
}
