/** The token that continues a list. Source: k8s.io/apiserver/pkg/storage/continue.go. */
import { newBadRequest } from '../apis/errors.js';

const VERSION = 'meta.k8s.io/v1';

export interface ContinueToken {
  /** The revision that all pages show; -1: what is there now. */
  readonly revision: number;
  /** The first key that may come, below the list's prefix. */
  readonly start: string;
}

export function encodeContinue({ revision, start }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: VERSION, rv: revision, start })).toString('base64url');
}

/** 400 for a token that this server did not make. */
export function decodeContinue(text: string): ContinueToken {
  const refuse = (cause: string): never => {
    throw newBadRequest(`invalid continue token: continue key is not valid: ${cause}`);
  };
  const token = parse(Buffer.from(text, 'base64url').toString('utf8'), refuse);
  const { v, rv, start } = token;
  if (v !== VERSION) refuse(`server does not recognize this encoded version ${quoteVersion(v)}`);
  if (typeof start !== 'string' || start === '') return refuse('continue key is not valid: encoded start key empty');
  if (start.split('/').includes('..')) refuse(start);
  return { revision: typeof rv === 'number' && rv !== 0 ? rv : -1, start };
}

function quoteVersion(version: unknown): string {
  return version === undefined ? '""' : String(version);
}

function parse(text: string, refuse: (cause: string) => never): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object') return value as Record<string, unknown>;
  } catch {
    // Answered below, like any other text that is no token.
  }
  return refuse(`invalid character '${text.slice(0, 1)}' looking for beginning of value`);
}
