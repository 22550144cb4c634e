/** Source: k8s.io/apiserver/pkg/authentication/group/authenticated_group_adder.go. */
import {
  ALL_AUTHENTICATED,
  ALL_UNAUTHENTICATED,
  ANONYMOUS,
  type Audiences,
  type AuthenticatorResponse,
  type RequestAuthenticator,
  type RequestCredentials,
} from './authenticator.js';

/** Adds system:authenticated to everyone who is known. */
export class AuthenticatedGroupAdder implements RequestAuthenticator {
  readonly #authenticator: RequestAuthenticator;

  constructor(authenticator: RequestAuthenticator) {
    this.#authenticator = authenticator;
  }

  async authenticateRequest(
    request: RequestCredentials,
    audiences: Audiences,
  ): Promise<AuthenticatorResponse | undefined> {
    const response = await this.#authenticator.authenticateRequest(request, audiences);
    if (response === undefined || response.user.username === ANONYMOUS) return response;
    const groups = response.user.groups ?? [];
    if (groups.includes(ALL_AUTHENTICATED) || groups.includes(ALL_UNAUTHENTICATED)) return response;
    return { ...response, user: { ...response.user, groups: [...groups, ALL_AUTHENTICATED] } };
  }
}
