import zlib from 'node:zlib';
import { type AnswerHeaders, type ApiRequest, type Exchange, type Transport } from './transport.js';

export interface Answer {
  /** 0 where none came; `raw` then says why. */
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly raw: string;
  /** True where the server ended the answer. */
  readonly ended: boolean;
}

const SLICES = 10;

/** Sends a request and reads the whole answer, or, where `ms` is given, as much as comes in that time. */
export async function ask(transport: Transport, request: ApiRequest, ms?: number): Promise<Answer> {
  try {
    const exchange = await transport.send(request);
    return await new AnswerReader(exchange).finished(ms);
  } catch (error) {
    return { status: 0, headers: {}, raw: error instanceof Error ? error.message : String(error), ended: false };
  }
}

/** Collects the body of an exchange. Start it at once: data that comes before is lost. */
export class AnswerReader {
  readonly #exchange: Exchange;
  readonly #chunks: Buffer[] = [];
  readonly #end: Promise<void>;
  #ended = false;
  #error: Error | undefined;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    exchange.stream.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    this.#end = new Promise((resolve) => {
      const ended = (error?: Error): void => {
        this.#ended = true;
        this.#error = error;
        resolve();
      };
      exchange.stream.once('end', () => ended()).on('error', ended);
    });
  }

  /** The whole answer, or what comes of it in `ms`. Rejects where a whole one breaks off. */
  async finished(ms?: number): Promise<Answer> {
    if (ms === undefined) {
      await this.#end;
      if (this.#error !== undefined) throw this.#error;
      return this.#answer();
    }
    // In slices: of a time in which this very process was busy, and could not read, only one is gone.
    for (let slice = 0; slice < SLICES && !this.#ended; slice++) await this.#endWithin(ms / SLICES);
    return this.closed();
  }

  async #endWithin(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([this.#end, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
    clearTimeout(timer);
  }

  /** Ends the exchange and gives what came so far. */
  closed(): Answer {
    const answer = this.#answer();
    this.#exchange.abort();
    return answer;
  }

  /** The answer as far as it is known while the stream is open: no body. */
  opened(): Answer {
    return { status: this.#exchange.status, headers: this.#exchange.headers, raw: '[]', ended: false };
  }

  #answer(): Answer {
    const { status, headers } = this.#exchange;
    const body = Buffer.concat(this.#chunks);
    const plain = headers['content-encoding'] === 'gzip' ? zlib.gunzipSync(body) : body;
    return { status, headers, raw: plain.toString('utf8'), ended: this.#ended };
  }
}
