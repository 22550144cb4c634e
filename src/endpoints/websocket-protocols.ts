/** The Sec-WebSocket-Protocol header. Source: golang.org/x/net/websocket/hybi.go. */
import { type HeaderMap } from './request.js';
import { BEARER_PROTOCOL } from '../authentication/authenticator.js';

/** The protocols that a client offers, without the one that holds its token where it is the one it was known by. */
export function offeredProtocols({ authorization, 'sec-websocket-protocol': offered = '' }: HeaderMap): string[] {
  const protocols = String(offered)
    .split(',')
    .map((protocol) => protocol.trim());
  const token = authorization === undefined ? BEARER_PROTOCOL : undefined;
  const left = protocols.filter((protocol) => token === undefined || !protocol.startsWith(token));
  // A nameless one counts beside others, but alone it is none.
  return left.length === 1 && left[0] === '' ? [] : left;
}
