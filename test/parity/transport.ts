import { type Readable } from 'node:stream';

export interface ApiRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** True where the answer is a stream that may not end: it gets a connection of its own. */
  readonly streaming?: boolean;
}

export type AnswerHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** An answer whose body is still to be read. */
export interface Exchange {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly stream: Readable;
  abort(): void;
}

/** A way to send requests to one server. send rejects where no answer comes. */
export interface Transport {
  send(request: ApiRequest): Promise<Exchange>;
  close(): void;
}

/** Milliseconds after which a request without an answer is given up. */
export const ANSWER_TIMEOUT = 20_000;

/** What is recorded of a request that nobody answered, however long it was waited for. */
export const NO_ANSWER = 'no answer in 20 s';
