/**
 * Users named in headers by a proxy that shows a certificate. Sources:
 * k8s.io/apiserver/pkg/authentication/request/headerrequest/requestheader.go, request/x509/x509.go (Verifier).
 */
import { subjectOf } from '../apis/certificates/certificate.js';
import {
  AuthenticationError,
  type AuthenticatorResponse,
  type RequestAuthenticator,
  type RequestCredentials,
} from './authenticator.js';
import { type CertificateVerifier } from './certificate-verifier.js';

/** The flags --requestheader-…; names of headers in any case. */
export interface RequestHeaderNames {
  /** Common names of the proxies; empty: whoever the authority vouches for. */
  readonly allowedNames: readonly string[];
  /** The first that has a value counts. */
  readonly usernameHeaders: readonly string[];
  readonly uidHeaders: readonly string[];
  /** The values of all. */
  readonly groupHeaders: readonly string[];
  /** What follows the prefix is the key, percent-encoded where need be. */
  readonly extraHeaderPrefixes: readonly string[];
}

type Headers = ReadonlyMap<string, readonly string[]>;

/** Without a certificate of the proxies' authority the headers mean nothing. */
export class RequestHeader implements RequestAuthenticator {
  readonly #verifier: CertificateVerifier;
  readonly #allowedNames: readonly string[];
  readonly #names: Omit<RequestHeaderNames, 'allowedNames'>;

  constructor(verifier: CertificateVerifier, { allowedNames, ...names }: RequestHeaderNames) {
    const lower = (list: readonly string[]): string[] => list.map((name) => name.toLowerCase());
    this.#verifier = verifier;
    this.#allowedNames = allowedNames;
    this.#names = {
      usernameHeaders: lower(names.usernameHeaders),
      uidHeaders: lower(names.uidHeaders),
      groupHeaders: lower(names.groupHeaders),
      extraHeaderPrefixes: lower(names.extraHeaderPrefixes),
    };
  }

  authenticateRequest(request: RequestCredentials): AuthenticatorResponse | undefined {
    const { clientCertificate } = request;
    const leaf = clientCertificate?.chain[0];
    if (clientCertificate === undefined || leaf === undefined || !this.#verifier.hasBundle) return undefined;
    const problem = this.#verifier.problem(clientCertificate);
    if (problem !== undefined) throw new AuthenticationError(problem);
    const { commonName } = subjectOf(leaf);
    if (this.#allowedNames.length > 0 && !this.#allowedNames.includes(commonName)) {
      throw new AuthenticationError(`x509: subject with cn=${commonName} is not in the allowed list`);
    }
    return this.#named(headersOf(request));
  }

  #named(headers: Headers): AuthenticatorResponse | undefined {
    const { usernameHeaders, uidHeaders, groupHeaders, extraHeaderPrefixes } = this.#names;
    const username = firstValue(headers, usernameHeaders);
    if (username === '') return undefined;
    const uid = firstValue(headers, uidHeaders);
    const groups = groupHeaders.flatMap((name) => headers.get(name) ?? []).filter((group) => group !== '');
    const extra = extraOf(headers, extraHeaderPrefixes);
    return {
      user: {
        username,
        ...(uid === '' ? {} : { uid }),
        groups,
        ...(Object.keys(extra).length === 0 ? {} : { extra }),
      },
    };
  }
}

// What Node makes of a repeated header is one value with commas; a group may hold some.
function headersOf({ headers, rawHeaders }: RequestCredentials): Headers {
  const found = new Map<string, string[]>();
  const add = (name: string, value: string): void => {
    const values = found.get(name);
    if (values === undefined) found.set(name, [value]);
    else values.push(value);
  };
  if (rawHeaders === undefined) {
    for (const [name, value] of Object.entries(headers)) {
      for (const each of typeof value === 'string' ? [value] : (value ?? [])) add(name, each);
    }
  } else {
    for (let i = 0; i + 1 < rawHeaders.length; i += 2)
      add((rawHeaders[i] ?? '').toLowerCase(), rawHeaders[i + 1] ?? '');
  }
  return found;
}

/** Of the headers' first values the first that is not empty; ''. */
function firstValue(headers: Headers, names: readonly string[]): string {
  for (const name of names) {
    const value = headers.get(name)?.[0] ?? '';
    if (value !== '') return value;
  }
  return '';
}

function extraOf(headers: Headers, prefixes: readonly string[]): Record<string, readonly string[]> {
  const extra = new Map<string, string[]>();
  for (const prefix of prefixes) {
    for (const [name, values] of headers) {
      if (!name.startsWith(prefix)) continue;
      const key = decodeKey(name.slice(prefix.length));
      extra.set(key, [...(extra.get(key) ?? []), ...values]);
    }
  }
  return Object.fromEntries(extra);
}

// A key that is not well encoded is taken as it is.
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
