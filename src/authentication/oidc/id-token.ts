/** The claims that every ID token is checked by. Source: github.com/coreos/go-oidc v2, oidc.go and verify.go. */
import { goQuote } from '../../apis/field/errors.js';
import { quoteAudiences } from '../audiences.js';
import { cannotUnmarshal, type Claims, stringList } from './claims.js';

export interface IdToken {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Seconds since the epoch; undefined: the token has none. */
  readonly expiry: number | undefined;
  readonly notBefore: number | undefined;
}

/** Seconds. */
const LEEWAY = 60;
const GOOGLE = 'https://accounts.google.com';
const GOOGLE_WITHOUT_SCHEME = 'accounts.google.com';

type Reader = (value: unknown, name: string) => unknown;

/** What Go's struct for ID tokens has, and how each is read. */
const FIELDS: Readonly<Record<string, Reader>> = {
  iss: textOf,
  sub: textOf,
  aud: audienceOf,
  exp: timeOf,
  iat: timeOf,
  nbf: timeOf,
  nonce: textOf,
  at_hash: textOf,
};

/** Throws an Error with Go's text for the first claim that is of the wrong type. */
export function readIdToken(claims: Claims): IdToken {
  const fields = new Map<string, unknown>();
  try {
    for (const [name, value] of Object.entries(claims)) {
      const read = FIELDS[name];
      if (read !== undefined && value !== null) fields.set(name, read(value, name));
    }
  } catch (error) {
    throw new Error(`oidc: failed to unmarshal claims: ${(error as Error).message}`, { cause: error });
  }
  return {
    issuer: (fields.get('iss') ?? '') as string,
    audience: (fields.get('aud') ?? []) as readonly string[],
    expiry: fields.get('exp') as number | undefined,
    notBefore: fields.get('nbf') as number | undefined,
  };
}

function wrongType(value: unknown, name: string, type: string): Error {
  return new Error(cannotUnmarshal(value, type).replace('Go value', `Go struct field idToken.${name}`));
}

function textOf(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw wrongType(value, name, 'string');
}

function audienceOf(value: unknown, name: string): readonly string[] {
  if (typeof value === 'string') return [value];
  const list = stringList(value);
  if (list !== undefined) return list;
  throw wrongType(value, name, '[]string');
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

function timeOf(value: unknown, name: string): number {
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value !== 'string') throw wrongType(value, name, 'json.Number');
  if (NUMBER.test(value)) return Math.trunc(Number(value));
  throw new Error(`json: invalid number literal, trying to unmarshal ${goQuote(goQuote(value))} into Number`);
}

export interface Expected {
  readonly issuer: string;
  /** The token is for one of them. */
  readonly audiences: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Throws an Error with go-oidc's text where the token is somebody else's, for somebody else, or for another time. */
export function checkIdToken(token: IdToken, { issuer, audiences, now }: Expected): void {
  const google = issuer === GOOGLE && token.issuer === GOOGLE_WITHOUT_SCHEME;
  if (token.issuer !== issuer && !google) {
    throw new Error(
      `oidc: id token issued by a different provider, expected ${goQuote(issuer)} got ${goQuote(token.issuer)}`,
    );
  }
  const [only = ''] = audiences;
  if (audiences.length === 1 && !token.audience.includes(only)) {
    throw new Error(`oidc: expected audience ${goQuote(only)} got ${quoteAudiences(token.audience)}`);
  }
  if (token.expiry === undefined || token.expiry * 1000 < now) {
    throw new Error(`oidc: token is expired (Token Expiry: ${goTime(token.expiry)})`);
  }
  if (token.notBefore !== undefined && now + LEEWAY * 1000 < token.notBefore * 1000) {
    const [current, begin] = [goTime(now / 1000), goTime(token.notBefore)];
    throw new Error(`oidc: current time ${current} before the nbf (not before) time: ${begin}`);
  }
}

/** What go-oidc leaves to Kubernetes: several audiences. */
export function checkAudiences(token: IdToken, audiences: readonly string[]): void {
  if (token.audience.some((audience) => audiences.includes(audience))) return;
  const expected = quoteAudiences([...audiences].sort());
  throw new Error(`oidc: expected audience in ${expected} got ${quoteAudiences(token.audience)}`);
}

/** `2026-01-31 12:00:00 +0000 UTC`; undefined is Go's zero time. */
function goTime(seconds: number | undefined): string {
  if (seconds === undefined) return '0001-01-01 00:00:00 +0000 UTC';
  const fraction = (seconds % 1)
    .toFixed(3)
    .slice(1)
    .replace(/\.?0+$/, '');
  return `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ')}${fraction} +0000 UTC`;
}
