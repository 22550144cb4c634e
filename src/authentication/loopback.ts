/** Source: pkg/kubeapiserver/authenticator/config.go, k8s.io/apiserver/pkg/server/options/serving_with_loopback.go. */
import {
  AggregateAuthenticationError,
  type Audiences,
  AuthenticationError,
  type AuthenticatorResponse,
  type Awaitable,
  type RequestAuthenticator,
  type RequestCredentials,
} from './authenticator.js';
import { bearerToken, INVALID_TOKEN } from './bearer-token.js';

/**
 * Upstream's server calls itself with a token of its own, which is asked for first: hence the `invalid bearer token` ahead of
 * every other error. Ours needs no such token, and says so only where nobody else knows the sender either.
 */
export class BehindLoopback implements RequestAuthenticator {
  readonly #authenticator: RequestAuthenticator;

  constructor(authenticator: RequestAuthenticator) {
    this.#authenticator = authenticator;
  }

  authenticateRequest(request: RequestCredentials, audiences: Audiences): Awaitable<AuthenticatorResponse | undefined> {
    try {
      const answer = this.#authenticator.authenticateRequest(request, audiences);
      return answer instanceof Promise ? answer.catch((error: unknown) => refuse(request, error)) : answer;
    } catch (error) {
      return refuse(request, error);
    }
  }
}

function refuse(request: RequestCredentials, error: unknown): never {
  const shown = (bearerToken(request) ?? '') !== '';
  if (!shown || !(error instanceof AuthenticationError)) throw error;
  throw new AggregateAuthenticationError([INVALID_TOKEN, error]);
}
