/** Several authenticators as one. Sources: k8s.io/apiserver/pkg/authentication/{request,token}/union/union.go. */
import {
  AggregateAuthenticationError,
  type Audiences,
  AuthenticationError,
  type AuthenticatorResponse,
  type RequestAuthenticator,
  type RequestCredentials,
  type TokenAuthenticator,
  type Warn,
} from './authenticator.js';

/** Asks each in order until one knows the sender. Throws what they threw, as one, where none does. */
export class RequestUnion implements RequestAuthenticator {
  readonly #authenticators: readonly RequestAuthenticator[];

  constructor(authenticators: readonly RequestAuthenticator[]) {
    this.#authenticators = authenticators;
  }

  authenticateRequest(request: RequestCredentials, audiences: Audiences): Promise<AuthenticatorResponse | undefined> {
    return firstToKnow(this.#authenticators, (each) => each.authenticateRequest(request, audiences));
  }
}

/** As RequestUnion, but what one throws ends the search. */
export class FailFastRequestUnion implements RequestAuthenticator {
  readonly #authenticators: readonly RequestAuthenticator[];

  constructor(authenticators: readonly RequestAuthenticator[]) {
    this.#authenticators = authenticators;
  }

  async authenticateRequest(
    request: RequestCredentials,
    audiences: Audiences,
  ): Promise<AuthenticatorResponse | undefined> {
    for (const authenticator of this.#authenticators) {
      const response = await authenticator.authenticateRequest(request, audiences);
      if (response !== undefined) return response;
    }
    return undefined;
  }
}

/** As RequestUnion, for bearer tokens. */
export class TokenUnion implements TokenAuthenticator {
  readonly #authenticators: readonly TokenAuthenticator[];

  constructor(authenticators: readonly TokenAuthenticator[]) {
    this.#authenticators = authenticators;
  }

  authenticateToken(token: string, audiences: Audiences, warn?: Warn): Promise<AuthenticatorResponse | undefined> {
    return firstToKnow(this.#authenticators, (each) => each.authenticateToken(token, audiences, warn));
  }
}

async function firstToKnow<T>(
  authenticators: readonly T[],
  ask: (authenticator: T) => Promise<AuthenticatorResponse | undefined>,
): Promise<AuthenticatorResponse | undefined> {
  const errors: AuthenticationError[] = [];
  for (const authenticator of authenticators) {
    try {
      const response = await ask(authenticator);
      if (response !== undefined) return response;
    } catch (error) {
      if (!(error instanceof AuthenticationError)) throw error;
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateAuthenticationError(errors);
  return undefined;
}
