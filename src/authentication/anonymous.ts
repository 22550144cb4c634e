/** Source: k8s.io/apiserver/pkg/authentication/request/anonymous/anonymous.go. */
import {
  ALL_UNAUTHENTICATED,
  ANONYMOUS,
  type Audiences,
  type AuthenticatorResponse,
  type RequestAuthenticator,
  type RequestCredentials,
} from './authenticator.js';

const USER = { username: ANONYMOUS, groups: [ALL_UNAUTHENTICATED] };

/** Takes everyone for system:anonymous, on these paths or, where there are none, on all. */
export class Anonymous implements RequestAuthenticator {
  readonly #paths: ReadonlySet<string>;

  constructor(paths: readonly string[]) {
    this.#paths = new Set(paths);
  }

  authenticateRequest({ path = '' }: RequestCredentials, audiences: Audiences): AuthenticatorResponse | undefined {
    if (this.#paths.size > 0 && !this.#paths.has(path)) return undefined;
    return audiences === undefined ? { user: USER } : { user: USER, audiences };
  }
}
