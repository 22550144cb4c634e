import tls from 'node:tls';
import { type LoadRequest, type LoadTarget, Tally } from './load.js';

/** A lean HTTP/1.1 client: prepared bytes over a kept connection, and just enough of a parser to know where an answer ends. */
export async function http1Load(
  target: LoadTarget,
  requests: readonly LoadRequest[],
  connections: number,
  ms: number,
): Promise<Tally> {
  const tally = new Tally();
  const { host, hostname, port } = new URL(target.url);
  const prepared = requests.map((request) => bytesOf(request, host, target.token));
  const end = performance.now() + ms;
  await Promise.all(
    Array.from({ length: connections }, async (_, i) => {
      const connection = await Connection.open(hostname, Number(port));
      for (let next = i; performance.now() < end; next++) {
        const started = performance.now();
        const status = await connection.ask(prepared[next % prepared.length] ?? Buffer.alloc(0));
        tally.add(status, performance.now() - started);
      }
      connection.close();
    }),
  );
  tally.finish();
  return tally;
}

function bytesOf({ method, path, body }: LoadRequest, host: string, token: string): Buffer {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: Bearer ${token}`,
    'Accept: application/json',
  ];
  if (body !== undefined) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

class Connection {
  readonly #socket: tls.TLSSocket;
  #received = '';
  #answered: ((status: number) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  private constructor(socket: tls.TLSSocket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding('latin1').on('data', (text: string) => this.#read(text));
    socket.on('error', (error: Error) => this.#failed?.(error));
    socket.on('close', () => this.#failed?.(new Error('the server closed the connection')));
  }

  static open(host: string, port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const options = { host, port, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] };
      const socket = tls.connect(options, () => resolve(new Connection(socket)));
      socket.once('error', reject);
    });
  }

  ask(request: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#received += text;
    const head = this.#received.indexOf('\r\n\r\n');
    if (head === -1) return;
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.#received.slice(0, head))?.[1];
    const complete =
      length === undefined ? this.#received.endsWith('0\r\n\r\n') : this.#received.length >= head + 4 + Number(length);
    if (!complete) return;
    const status = Number(this.#received.slice(9, 12));
    this.#received = '';
    this.#answered?.(status);
  }
}
