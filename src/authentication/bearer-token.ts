/** The Authorization header. Source: k8s.io/apiserver/pkg/authentication/request/bearertoken/bearertoken.go. */
import {
  type Audiences,
  AuthenticationError,
  type AuthenticatorResponse,
  type RequestAuthenticator,
  type RequestCredentials,
  type TokenAuthenticator,
} from './authenticator.js';

const EXTRA_SPACE_WARNING =
  'the provided Authorization header contains extra space before the bearer token, and is ignored';

// One for all requests: a refusal is common, and a stack trace costs more than the rest of it.
const INVALID_TOKEN = new AuthenticationError('invalid bearer token');

/** Asks a token authenticator about the bearer token; a token that is nobody's is an invalid one. */
export class BearerToken implements RequestAuthenticator {
  readonly #authenticator: TokenAuthenticator;

  constructor(authenticator: TokenAuthenticator) {
    this.#authenticator = authenticator;
  }

  async authenticateRequest(
    request: RequestCredentials,
    audiences: Audiences,
  ): Promise<AuthenticatorResponse | undefined> {
    const { authorization } = request.headers;
    const header = (typeof authorization === 'string' ? authorization : (authorization?.[0] ?? '')).trim();
    const [scheme = '', token, ...rest] = header.split(' ');
    if (token === undefined || scheme.toLowerCase() !== 'bearer') return undefined;
    if (token === '') {
      if (rest.length > 0) request.warn(EXTRA_SPACE_WARNING);
      return undefined;
    }
    const response = await this.#authenticator.authenticateToken(token, audiences, request.warn);
    if (response === undefined) throw INVALID_TOKEN;
    return response;
  }
}
