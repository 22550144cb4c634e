/** The Authorization header. Source: k8s.io/apiserver/pkg/authentication/request/bearertoken/bearertoken.go. */
import {
  type Audiences,
  AuthenticationError,
  type AuthenticatorResponse,
  type Awaitable,
  type Notes,
  type RequestAuthenticator,
  type RequestCredentials,
  type TokenAuthenticator,
} from './authenticator.js';

const EXTRA_SPACE_WARNING =
  'the provided Authorization header contains extra space before the bearer token, and is ignored';

/** Nobody's token. One for all requests: a refusal is common, and a stack trace costs more than the rest of it. */
export const INVALID_TOKEN = new AuthenticationError('invalid bearer token');

/** The token of a header `Bearer TOKEN`, which ends at a blank. Undefined: there is none; '': a blank is where it should begin. */
export function bearerToken({ bearerToken, headers }: RequestCredentials): string | undefined {
  if (bearerToken !== undefined) return bearerToken;
  const { authorization } = headers;
  const header = (typeof authorization === 'string' ? authorization : (authorization?.[0] ?? '')).trim();
  if (header.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return undefined;
  const end = header.indexOf(' ', SCHEME.length);
  return end < 0 ? header.slice(SCHEME.length) : header.slice(SCHEME.length, end);
}

const SCHEME = 'bearer ';

/** Asks a token authenticator about the bearer token; a token that is nobody's is an invalid one. */
export class BearerToken implements RequestAuthenticator {
  readonly #authenticator: TokenAuthenticator;

  constructor(authenticator: TokenAuthenticator) {
    this.#authenticator = authenticator;
  }

  authenticateRequest(request: RequestCredentials, audiences: Audiences): Awaitable<AuthenticatorResponse | undefined> {
    const token = bearerToken(request);
    if (token === undefined) return undefined;
    if (token === '') {
      request.warn(EXTRA_SPACE_WARNING);
      return undefined;
    }
    const answer = this.#authenticator.authenticateToken(token, audiences, request);
    return answer instanceof Promise ? answer.then(known) : known(answer);
  }
}

/** @throws AuthenticationError where nobody knows the token. */
export function known(response: AuthenticatorResponse | undefined): AuthenticatorResponse {
  if (response === undefined) throw INVALID_TOKEN;
  return response;
}

/** Asks a request authenticator about nothing but a bearer token. */
export class BearerOnly implements TokenAuthenticator {
  readonly #request: RequestAuthenticator;

  constructor(request: RequestAuthenticator) {
    this.#request = request;
  }

  authenticateToken(
    token: string,
    audiences: Audiences,
    notes: Notes = SILENT,
  ): Awaitable<AuthenticatorResponse | undefined> {
    return this.#request.authenticateRequest(credentials(token, notes), audiences);
  }
}

// A token is shown as a header would show it: blanks around it go, one within it ends it, and none at all is anonymous.
function credentials(token: string, { warn, annotate }: Notes): RequestCredentials {
  const whole = !token.includes(' ') && token.trim().length === token.length;
  const shown = whole ? { bearerToken: token, headers: {} } : { headers: { authorization: `Bearer ${token}` } };
  return annotate === undefined ? { ...shown, warn } : { ...shown, warn, annotate };
}

const SILENT: Notes = { warn: () => undefined };
