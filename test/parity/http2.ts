import http2 from 'node:http2';
import { ANSWER_TIMEOUT, type ApiRequest, type Exchange, NO_ANSWER, type Transport } from './transport.js';

/** HTTP/2 over TLS: every request a stream of one connection. */
export class Http2Transport implements Transport {
  readonly #server: string;
  readonly #ca: string | undefined;
  #session: http2.ClientHttp2Session | undefined;

  /** @param ca PEM to verify the server with; without it, any certificate will do */
  constructor(server: string, ca?: string) {
    this.#server = server;
    this.#ca = ca;
  }

  send(request: ApiRequest): Promise<Exchange> {
    return new Promise((resolve, reject) => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, v]) => [name.toLowerCase(), v]));
      const stream = this.#connected().request(
        { ':method': request.method, ':path': request.path, ...headers },
        { endStream: request.body === undefined },
      );
      stream.on('response', (received) => {
        resolve({
          status: Number(received[':status']),
          headers: received,
          stream,
          abort: () => stream.close(http2.constants.NGHTTP2_CANCEL),
        });
      });
      stream.on('error', reject);
      stream.on('close', () => reject(new Error('the stream was closed without an answer')));
      stream.setTimeout(ANSWER_TIMEOUT, () => stream.destroy(new Error(NO_ANSWER)));
      if (request.body !== undefined) stream.end(request.body);
    });
  }

  close(): void {
    this.#session?.destroy();
  }

  #connected(): http2.ClientHttp2Session {
    const open = this.#session;
    if (open !== undefined && !open.closed && !open.destroyed) return open;
    const session = http2.connect(
      this.#server,
      this.#ca === undefined ? { rejectUnauthorized: false } : { ca: this.#ca },
    );
    // A stream reports what happens to its session.
    session.on('error', () => undefined);
    this.#session = session;
    return session;
  }
}
