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

/** Takes everyone for system:anonymous. */
export class Anonymous implements RequestAuthenticator {
  authenticateRequest(_request: RequestCredentials, audiences: Audiences): AuthenticatorResponse {
    return audiences === undefined ? { user: USER } : { user: USER, audiences };
  }
}
