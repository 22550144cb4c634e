/** Claims of a token whose signature is good. Source: go-jose's jwt/claims.go. */
import { AuthenticationError } from '../authentication/authenticator.js';
import { type Behaviours } from '../features/behaviours.js';

export type ClaimSet = Readonly<Record<string, unknown>>;

export interface PublicClaims {
  /** '' where the token has none, as every text here. */
  readonly issuer: string;
  readonly subject: string;
  readonly audience: readonly string[];
  /** Seconds since the epoch, as the next two. */
  readonly expiry: number | undefined;
  readonly notBefore: number | undefined;
  readonly issuedAt: number | undefined;
  readonly id: string;
}

export interface VerifiedToken {
  readonly public: PublicClaims;
  readonly all: ClaimSet;
}

/** What depends on the library's release. */
export type Library = Pick<Behaviours, 'joseLibrary' | 'tokenTimesOptional'>;

/** Throws AuthenticationError, with go-jose's text, where a claim has the wrong type. */
export function readPublicClaims(all: ClaimSet, library: Library): PublicClaims {
  return {
    issuer: readText(all, 'iss'),
    subject: readText(all, 'sub'),
    audience: readAudience(all.aud, library),
    expiry: readNumericDate(all.exp, library),
    notBefore: readNumericDate(all.nbf, library),
    issuedAt: readNumericDate(all.iat, library),
    id: readText(all, 'jti'),
  };
}

export function readText(claims: ClaimSet, name: string): string {
  const value = claims[name] ?? '';
  if (typeof value === 'string') return value;
  throw wrongType(value, 'string');
}

/** Undefined where the claim is absent. `goType`: the type that Go's error names. */
export function readClaimSet(claims: ClaimSet, name: string, goType: string): ClaimSet | undefined {
  const value = claims[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'object' && !Array.isArray(value)) return value as ClaimSet;
  throw wrongType(value, goType);
}

export function readNumericDate(value: unknown, { joseLibrary, tokenTimesOptional }: Library): number | undefined {
  if (value === undefined || (value === null && tokenTimesOptional)) return undefined;
  if (typeof value === 'number') return Math.trunc(value);
  throw new AuthenticationError(`${joseLibrary}/jwt: expected number value to unmarshal NumericDate`);
}

function readAudience(value: unknown, { joseLibrary }: Library): readonly string[] {
  if (value === undefined) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.every((member) => typeof member === 'string')) return list;
  throw new AuthenticationError(`${joseLibrary}/jwt: expected string or array value to unmarshal to Audience`);
}

function wrongType(value: unknown, goType: string): AuthenticationError {
  const kind = Array.isArray(value) ? 'array' : (KINDS[typeof value] ?? 'object');
  return new AuthenticationError(`json: cannot unmarshal ${kind} into Go value of type ${goType}`);
}

const KINDS: Readonly<Record<string, string>> = { string: 'string', number: 'number', boolean: 'bool' };
