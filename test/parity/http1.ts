import http from 'node:http';
import https from 'node:https';
import { ANSWER_TIMEOUT, type ApiRequest, type Exchange, NO_ANSWER, type Transport } from './transport.js';

/** HTTP/1.1, over TLS or plain as the URL says, on connections kept alive. */
export class Http1Transport implements Transport {
  readonly #base: URL;
  readonly #ca: string | undefined;
  readonly #connections: number;
  readonly #patience: number;
  readonly #agent: http.Agent;

  /**
   * @param ca PEM to verify the server with; without it, any certificate will do
   * @param connections at most so many at once
   * @param patience milliseconds of silence after which a request is given up
   */
  constructor(server: string, ca?: string, connections = Infinity, patience = ANSWER_TIMEOUT) {
    this.#base = new URL(server);
    this.#ca = ca;
    this.#connections = connections;
    this.#patience = patience;
    this.#agent = this.#newAgent();
  }

  send(request: ApiRequest): Promise<Exchange> {
    return new Promise((resolve, reject) => {
      const { body } = request;
      // node:http sends no length with DELETE unless told.
      const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
      const sent = this.#tls().request(
        {
          host: this.#base.hostname,
          port: this.#base.port,
          method: request.method,
          path: request.path,
          headers: { ...length, ...request.headers },
          agent: request.streaming ? this.#newAgent(false) : this.#agent,
        },
        (response) => {
          sent.on('error', (error) => response.destroy(error));
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            stream: response,
            abort: () => sent.destroy(),
          });
        },
      );
      sent.on('error', reject);
      sent.setTimeout(this.#patience, () => sent.destroy(new Error(NO_ANSWER)));
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #tls(): typeof http | typeof https {
    return this.#base.protocol === 'https:' ? https : http;
  }

  #newAgent(keepAlive = true): http.Agent {
    const options = { keepAlive, maxSockets: this.#connections };
    if (this.#base.protocol !== 'https:') return new http.Agent(options);
    const trust = this.#ca === undefined ? { rejectUnauthorized: false } : { ca: this.#ca };
    return new https.Agent({ ...options, ...trust });
  }
}
