/** Source: k8s.io/apiserver/pkg/authentication/group/authenticated_group_adder.go. */
import {
  ALL_AUTHENTICATED,
  ALL_UNAUTHENTICATED,
  ANONYMOUS,
  type Audiences,
  type AuthenticatorResponse,
  type Awaitable,
  type RequestAuthenticator,
  type RequestCredentials,
} from './authenticator.js';

/** Adds system:authenticated to everyone who is known. */
export class AuthenticatedGroupAdder implements RequestAuthenticator {
  readonly #authenticator: RequestAuthenticator;

  constructor(authenticator: RequestAuthenticator) {
    this.#authenticator = authenticator;
  }

  authenticateRequest(request: RequestCredentials, audiences: Audiences): Awaitable<AuthenticatorResponse | undefined> {
    const answer = this.#authenticator.authenticateRequest(request, audiences);
    return answer instanceof Promise ? answer.then(withGroup) : withGroup(answer);
  }
}

function withGroup(response: AuthenticatorResponse | undefined): AuthenticatorResponse | undefined {
  if (response === undefined || response.user.username === ANONYMOUS) return response;
  const groups = response.user.groups ?? [];
  if (groups.includes(ALL_AUTHENTICATED) || groups.includes(ALL_UNAUTHENTICATED)) return response;
  return { ...response, user: { ...response.user, groups: [...groups, ALL_AUTHENTICATED] } };
}
