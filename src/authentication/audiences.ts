/** Audiences. Sources: k8s.io/apiserver/pkg/authentication/authenticator/{audiences,audagnostic}.go. */
import { goQuote } from '../apis/field/errors.js';
import {
  type Audiences,
  type AuthenticatorResponse,
  type Awaitable,
  type RequestAuthenticator,
  type RequestCredentials,
  type TokenAuthenticator,
  type Notes,
} from './authenticator.js';

/** The wanted audiences that are among the others, in the order they are wanted in. */
export function intersectAudiences(audiences: readonly string[], wanted: readonly string[]): string[] {
  return wanted.filter((audience) => audiences.includes(audience));
}

/** `["a" "b"]`: a list as Go's %q prints it. */
export function quoteAudiences(audiences: readonly string[]): string {
  return `[${audiences.map(goQuote).join(' ')}]`;
}

/** Makes an authenticator that knows no audiences good for those of the API, and for no others. */
export class AudienceAgnosticToken implements TokenAuthenticator {
  readonly #apiAudiences: readonly string[];
  readonly #authenticator: TokenAuthenticator;

  constructor(apiAudiences: readonly string[], authenticator: TokenAuthenticator) {
    this.#apiAudiences = apiAudiences;
    this.#authenticator = authenticator;
  }

  authenticateToken(token: string, wanted: Audiences, notes?: Notes): Awaitable<AuthenticatorResponse | undefined> {
    if (wanted === undefined) return this.#authenticator.authenticateToken(token, wanted, notes);
    const audiences = intersectAudiences(this.#apiAudiences, wanted);
    if (audiences.length === 0) return undefined;
    return restricted(this.#authenticator.authenticateToken(token, wanted, notes), audiences);
  }
}

/** The same for what looks at whole requests. */
export class AudienceAgnosticRequest implements RequestAuthenticator {
  readonly #apiAudiences: readonly string[];
  readonly #authenticator: RequestAuthenticator;

  constructor(apiAudiences: readonly string[], authenticator: RequestAuthenticator) {
    this.#apiAudiences = apiAudiences;
    this.#authenticator = authenticator;
  }

  authenticateRequest(request: RequestCredentials, wanted: Audiences): Awaitable<AuthenticatorResponse | undefined> {
    if (wanted === undefined) return this.#authenticator.authenticateRequest(request, wanted);
    const audiences = intersectAudiences(this.#apiAudiences, wanted);
    if (audiences.length === 0) return undefined;
    return restricted(this.#authenticator.authenticateRequest(request, wanted), audiences);
  }
}

function restricted(
  answer: Awaitable<AuthenticatorResponse | undefined>,
  audiences: readonly string[],
): Awaitable<AuthenticatorResponse | undefined> {
  const restrict = (response: AuthenticatorResponse | undefined): AuthenticatorResponse | undefined =>
    response && { user: response.user, audiences };
  return answer instanceof Promise ? answer.then(restrict) : restrict(answer);
}
