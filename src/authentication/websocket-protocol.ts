/** A bearer token among the protocols of a WebSocket. Source: k8s.io/apiserver/pkg/authentication/request/websocket/protocol.go. */
import {
  type Audiences,
  AuthenticationError,
  type AuthenticatorResponse,
  type Awaitable,
  BEARER_PROTOCOL,
  type RequestAuthenticator,
  type RequestCredentials,
  type TokenAuthenticator,
} from './authenticator.js';
import { known } from './bearer-token.js';

/** For browsers, which cannot send an Authorization header with a WebSocket. */
export class WebSocketProtocol implements RequestAuthenticator {
  readonly #authenticator: TokenAuthenticator;

  constructor(authenticator: TokenAuthenticator) {
    this.#authenticator = authenticator;
  }

  authenticateRequest(request: RequestCredentials, audiences: Audiences): Awaitable<AuthenticatorResponse | undefined> {
    const { upgrade, 'sec-websocket-protocol': offered } = request.headers;
    if (offered === undefined || String(upgrade ?? '').toLowerCase() !== 'websocket') return undefined;
    const token = tokenAmong(
      String(offered)
        .split(',')
        .map((protocol) => protocol.trim()),
    );
    if (token === '') return undefined;
    const answer = this.#authenticator.authenticateToken(token, audiences, request);
    return answer instanceof Promise ? answer.then(known) : known(answer);
  }
}

/** '' where there is none. */
function tokenAmong(protocols: readonly string[]): string {
  const tokens = protocols.filter((protocol) => protocol.startsWith(BEARER_PROTOCOL));
  if (tokens.length > 1) throw new AuthenticationError('multiple base64.bearer.authorization tokens specified');
  const encoded = tokens[0]?.slice(BEARER_PROTOCOL.length) ?? '';
  if (!/^[\w-]*$/.test(encoded) || encoded.length % 4 === 1) {
    throw new AuthenticationError('invalid base64.bearer.authorization token encoding');
  }
  const token = decoded(encoded);
  // One must be left to be answered with.
  if (token !== '' && protocols.length === 1) throw new AuthenticationError('missing additional subprotocol');
  return token;
}

function decoded(encoded: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(encoded, 'base64url'));
  } catch {
    throw new AuthenticationError('invalid base64.bearer.authorization token');
  }
}
