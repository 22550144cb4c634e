/**
 * Watches over WebSockets: one message an event, as text where the format is one. The handshake and its refusals are those
 * of golang.org/x/net/websocket (server.go, hybi.go), which upstream serves them with.
 * Source: k8s.io/apiserver/pkg/endpoints/handlers/watch.go (HandleWS).
 */
import { STATUS_CODES } from 'node:http';
import type { WebSocket } from 'ws';
import { type FrameSink, type HeaderMap, type StreamResponse } from './request.js';
import { type StreamRegistry } from './streams.js';
import { type Upgrade } from './upgrades.js';
import { offeredProtocols } from './websocket-protocols.js';

/** Bytes of a client's message, which nobody listens to. */
const MAX_RECEIVED = 64 * 1024;
const NORMAL_CLOSURE = 1000;

/** Makes a WebSocket of the connection and starts the stream on it, or refuses to. */
export async function startOverWebSocket(
  upgrade: Upgrade,
  headers: HeaderMap,
  stream: StreamResponse,
  streams: StreamRegistry,
): Promise<void> {
  const { request, response, socket, head } = upgrade;
  response.detachSocket(socket);
  const refusal = refusalOf(headers);
  if (refusal !== undefined) {
    socket.end(refusal);
    return;
  }
  const [protocol] = offeredProtocols(headers);
  // Nothing else of it is looked at any more: an empty header is none, and is no fault.
  if (protocol === undefined) delete request.headers['sec-websocket-protocol'];
  else request.headers['sec-websocket-protocol'] = protocol;
  // Loaded for those who want it: it takes as long as a tenth of the server's start.
  const { WebSocketServer } = await import('ws');
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_RECEIVED,
    handleProtocols: () => protocol ?? false,
  });
  server.handleUpgrade(request, socket, head, (webSocket) => {
    // What a client sends is passed over, and so is what it sends wrongly: the connection is closed by then.
    webSocket.on('message', () => undefined).on('error', () => undefined);
    stream.start(streams.track(sinkOn(webSocket, upgrade, stream)));
  });
}

function sinkOn(webSocket: WebSocket, { socket }: Upgrade, { text, frameHead }: StreamResponse): FrameSink {
  return {
    write: (frames) => {
      for (const frame of frames) webSocket.send(frame.subarray(frameHead), { binary: !text });
      return !socket.writableNeedDrain;
    },
    // Upstream says goodbye and hangs up, without waiting for the client to say it too.
    end: () => {
      webSocket.close(NORMAL_CLOSURE);
      socket.end();
    },
    destroy: () => webSocket.terminate(),
    onDrained: (listener) => void socket.once('drain', listener),
    onClose: (listener) => void webSocket.once('close', listener),
    get backlog() {
      return socket.writableLength;
    },
  };
}

/** The whole answer to a handshake that is not accepted. */
function refusalOf(headers: HeaderMap): string | undefined {
  if ((headers['sec-websocket-key'] ?? '') === '') return refusal(400, 'mismatch challenge/response');
  if (headers['sec-websocket-version'] !== '13') {
    return refusal(400, 'missing or bad WebSocket Version', 'Sec-WebSocket-Version: 13\r\n');
  }
  if (!isRequestURI(String(headers['origin'] ?? ''))) return refusal(403);
  return offeredProtocols(headers).length > 1 ? refusal(400) : undefined;
}

function refusal(code: number, text = '', header = ''): string {
  return `HTTP/1.1 ${code} ${STATUS_CODES[code] ?? ''}\r\n${header}\r\n${text}`;
}

/** What Go's url.ParseRequestURI takes: a path, or a URL with a scheme. */
function isRequestURI(text: string): boolean {
  return text.startsWith('/') || /^[a-z][a-z0-9+.-]*:/i.test(text);
}
