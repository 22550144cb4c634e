/** Asks a webhook with an object and takes its answer. Sources: k8s.io/apiserver/pkg/util/webhook/webhook.go, k8s.io/client-go/rest. */
import { posix } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { StatusError } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { formatDuration } from '../apis/schema/duration.js';
import { send } from './http.js';
import { type Connection } from './kubeconfig.js';
import { refusal } from './webhook-refusal.js';

/** An answer's body as an object of the question's kind. @throws Error with client-go's text for what is none. */
export type AnswerDecoder = <T extends KubeObject>(question: T, body: string) => T;

export interface WebhookOptions {
  readonly connection: Connection;
  readonly decode: AnswerDecoder;
  /** Milliseconds for one attempt. */
  readonly timeout: number;
  /** Milliseconds before the second attempt; each further one waits half as long again. Default 500. */
  readonly retryDelay?: number | undefined;
}

const ATTEMPTS = 5;
const FACTOR = 1.5;
const RETRIED = new Set(['InternalError', 'Timeout', 'TooManyRequests', 'ServerTimeout']);

export class Webhook {
  readonly #options: WebhookOptions;
  readonly #url: string;

  constructor(options: WebhookOptions) {
    this.#options = options;
    this.#url = addressOf(options);
  }

  /** The answer, of the question's kind. @throws Error with client-go's text when there is none, after five attempts where more may help. */
  async ask<T extends KubeObject>(question: T): Promise<T> {
    let delay = this.#options.retryDelay ?? 500;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(question);
      } catch (error) {
        if (attempt === ATTEMPTS || !mayRetry(error)) throw error;
      }
      await wait(delay, undefined, { ref: false });
      delay *= FACTOR;
    }
  }

  async #attempt<T extends KubeObject>(question: T): Promise<T> {
    const { connection, timeout, decode } = this.#options;
    const { headers, ca, cert, key, serverName, insecure } = connection;
    const response = await send(
      {
        ...{ method: 'POST', url: this.#url, body: JSON.stringify(question) },
        headers: { ...headers, 'content-type': 'application/json', accept: 'application/json, */*' },
      },
      { ca, cert, key, serverName, insecure, timeout },
    );
    const { status, body } = response;
    if (status < 200 || status > 206) throw refusal(response);
    if (body === '') {
      const { 'content-type': type = '' } = response.headers;
      throw new Error(`0-length response with status code: ${status} and content type: ${type}`);
    }
    return decode(question, body);
  }
}

/** client-go tells the server how long it waits, and keeps nothing of the address's query. */
function addressOf({ connection, timeout }: WebhookOptions): string {
  const url = new URL(connection.url);
  url.pathname = posix.join('/', url.pathname).replace(/(.)\/$/, '$1');
  url.search = `?timeout=${formatDuration(BigInt(timeout) * 1_000_000n)}`;
  return url.href;
}

function mayRetry(error: unknown): boolean {
  if (error instanceof StatusError) {
    const { reason = '', details } = error.status;
    return RETRIED.has(reason) || (details?.retryAfterSeconds ?? 0) > 0;
  }
  return (error as { cause?: { code?: unknown } }).cause?.code === 'ECONNRESET';
}
