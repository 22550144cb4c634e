/** The token that continues a list. Source: k8s.io/apiserver/pkg/storage/continue.go. */
import { newBadRequest } from '../apis/errors.js';
import { DecodeError } from '../apis/schema/decode-error.js';
import { parseJsonText } from '../apis/schema/json-text.js';
import { type Features } from '../features/features.js';

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
export function decodeContinue(text: string, { behaviours }: Features): ContinueToken {
  const refuse = (cause: string): never => {
    throw newBadRequest(`invalid continue token: continue key is not valid: ${cause}`);
  };
  const token = parse(Buffer.from(text, 'base64url'), refuse);
  const { v, rv, start } = token;
  if (v !== VERSION) {
    const version = typeof v === 'string' ? v : '';
    const named = behaviours.continueVersionQuoted ? JSON.stringify(version) : version;
    refuse(`server does not recognize this encoded version ${named}`);
  }
  if (typeof start !== 'string' || start === '') return refuse('continue key is not valid: encoded start key empty');
  if (start.split('/').includes('..')) refuse(start);
  return { revision: typeof rv === 'number' && rv !== 0 ? rv : -1, start };
}

function parse(bytes: Buffer, refuse: (cause: string) => never): Record<string, unknown> {
  const [first = 0] = bytes;
  if (first >= 0x80) refuse(`invalid character '${quoteByte(first)}' looking for beginning of value`);
  try {
    const value = parseJsonText(bytes.toString('utf8'));
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return refuse(error.message);
  }
}

/** A byte above ASCII as Go's strconv.Quote shows the rune of that number. */
function quoteByte(byte: number): string {
  return byte < 0xa0 || byte === 0xad ? `\\u00${byte.toString(16)}` : String.fromCharCode(byte);
}
