/** Claims of a token whose signature is good. Source: go-jose's jwt/claims.go. */
import { AuthenticationError } from '../authentication/authenticator.js';

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

/** Throws AuthenticationError, with go-jose's text, where a claim has the wrong type. */
export function readPublicClaims(all: ClaimSet, joseLibrary: string): PublicClaims {
  return {
    issuer: readText(all, 'iss'),
    subject: readText(all, 'sub'),
    audience: readAudience(all.aud, joseLibrary),
    expiry: readNumericDate(all.exp, joseLibrary),
    notBefore: readNumericDate(all.nbf, joseLibrary),
    issuedAt: readNumericDate(all.iat, joseLibrary),
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

export function readNumericDate(value: unknown, joseLibrary: string): number | undefined {
  if (value == null) return undefined;
  if (typeof value === 'number') return Math.trunc(value);
  throw new AuthenticationError(`${joseLibrary}/jwt: expected number value to unmarshal NumericDate`);
}

function readAudience(value: unknown, joseLibrary: string): readonly string[] {
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
