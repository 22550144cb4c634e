/**
 * Requests that ask for another protocol on their connection. Node hands their socket over and takes no part in them any
 * more, whatever protocol it is; WebSockets are the only one that is spoken here, the rest is answered as if it had not
 * been asked for. Source: k8s.io/apimachinery/pkg/util/httpstream/httpstream.go, wsstream.
 */
import { IncomingMessage, ServerResponse } from 'node:http';
import { type Duplex } from 'node:stream';
import { Socket } from 'node:net';
import { type HeaderMap } from './request.js';

/** A connection that waits for what becomes of the request on it. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** What came behind the request's head. */
  readonly head: Buffer;
}

const waiting = new WeakMap<object, Upgrade>();

/** The connection of a request that may become a WebSocket. */
export function webSocketUpgrade(raw: object, headers: HeaderMap): Upgrade | undefined {
  return isWebSocketRequest(headers) ? waiting.get(raw) : undefined;
}

/** Header names are lower case. */
export function isWebSocketRequest({ upgrade, connection }: HeaderMap): boolean {
  return String(upgrade ?? '').toLowerCase() === 'websocket' && /\bupgrade\b/i.test(String(connection ?? ''));
}

type Route = (request: IncomingMessage, response: ServerResponse) => void;

/** A listener for a server's `upgrade` event, which has the request answered by `route`. */
export function upgradeListener(route: Route): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  return (request, socket, head) => {
    if (!(socket instanceof Socket)) throw new Error('an upgrade came on what is no socket');
    const response = new ServerResponse(request);
    // Nobody reads further requests from this connection.
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.on('finish', () => {
      response.detachSocket(socket);
      socket.destroySoon();
    });
    if (request.headers['transfer-encoding'] !== undefined) {
      response.writeHead(411).end();
      return;
    }
    const webSocket = isWebSocketRequest(request.headers);
    const routed = webSocket ? request : withBody(request, socket, head);
    if (webSocket) waiting.set(request, { request, response, socket, head });
    route(routed, response);
  };
}

/** The request with its body, which Node's parser takes for the beginning of another protocol. */
function withBody(request: IncomingMessage, socket: Socket, head: Buffer): IncomingMessage {
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  const whole = Object.assign(new IncomingMessage(socket), {
    method,
    url,
    headers,
    rawHeaders,
    httpVersion,
    httpVersionMajor,
    httpVersionMinor,
  });
  let missing = Number(headers['content-length'] ?? 0);
  const take = (chunk: Buffer): void => {
    if (missing > 0 && chunk.length > 0) whole.push(chunk.subarray(0, missing));
    missing -= chunk.length;
    if (missing > 0) return;
    socket.off('data', take);
    whole.complete = true;
    whole.push(null);
  };
  socket.on('data', take);
  socket.once('close', () => whole.destroy());
  take(head);
  return whole;
}
