import { PassThrough } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { type Answer, ask } from './answer.js';
import { type ApiRequest, type Exchange, type Transport } from './transport.js';
import { without } from './values.js';

/**
 * Sends every TokenReview many times at once, spread over several transports, and answers with the one verdict that
 * they all got; two different verdicts are an error. Anything else goes to the first transport.
 */
export class Crowd implements Transport {
  readonly #transports: readonly [Transport, ...Transport[]];
  readonly #size: number;
  /** Number of TokenReviews that were asked, not counting the crowd. */
  reviews = 0;

  /** @param size requests in flight for each TokenReview */
  constructor(size: number, first: Transport, ...others: readonly Transport[]) {
    this.#transports = [first, ...others];
    this.#size = size;
  }

  async send(request: ApiRequest): Promise<Exchange> {
    const isReview = request.method === 'POST' && request.path.endsWith('/tokenreviews');
    if (!isReview) return this.#transports[0].send(request);
    this.reviews++;
    const answers = await Promise.all(Array.from({ length: this.#size }, (_, i) => ask(this.#transport(i), request)));
    const [first, ...others] = answers;
    if (first === undefined) throw new Error('a crowd of none');
    for (const other of others) {
      if (!isDeepStrictEqual(verdict(first), verdict(other))) {
        throw new Error(`two verdicts on one token:\n${first.status} ${first.raw}\n${other.status} ${other.raw}`);
      }
    }
    return exchange(first);
  }

  close(): void {
    for (const transport of this.#transports) transport.close();
  }

  #transport(i: number): Transport {
    return this.#transports[i % this.#transports.length] ?? this.#transports[0];
  }
}

/** An answer without the time that managedFields carry. */
function verdict(answer: Answer): unknown {
  try {
    return { status: answer.status, body: without(JSON.parse(answer.raw), ['metadata.managedFields']) };
  } catch {
    return { status: answer.status, body: answer.raw };
  }
}

function exchange(answer: Answer): Exchange {
  const stream = new PassThrough();
  stream.end(answer.raw);
  return { status: answer.status, headers: answer.headers, stream, abort: () => stream.destroy() };
}
