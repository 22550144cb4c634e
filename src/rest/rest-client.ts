/** A client of an API server over HTTPS, for the few requests that are made to one from outside. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { StatusError } from '../apis/errors.js';
import { type KubeObject, type Status } from '../apis/meta/v1.js';
import { type RestConfig } from './kubeconfig.js';

const TIMEOUT = 10_000;
/** Bytes; no object is larger. */
const LONGEST_ANSWER = 4 * 1024 * 1024;

export interface RestClientOptions {
  /** Told of an answer's Date header as it comes, and how many milliseconds ago it was asked for. */
  readonly onDate?: (date: string, roundTrip: number) => void;
}

export class RestClient {
  readonly #config: RestConfig;
  readonly #options: RestClientOptions;
  readonly #agent: http.Agent;

  constructor(config: RestConfig, options: RestClientOptions = {}) {
    this.#config = config;
    this.#options = options;
    const { ca, cert, key, serverName, insecure } = config;
    const tls = {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(serverName === undefined ? {} : { servername: serverName }),
    };
    const settings = { keepAlive: true, maxSockets: 4 };
    this.#agent = this.#isPlain()
      ? new http.Agent(settings)
      : new https.Agent({ ...settings, ...tls, rejectUnauthorized: !insecure });
  }

  /** @throws StatusError as the server answered, Error for what hinders asking it. */
  get<T extends KubeObject>(path: string): Promise<T> {
    return this.#ask('GET', path) as Promise<T>;
  }

  /** As get. */
  post<T extends KubeObject>(path: string, object: object): Promise<T> {
    return this.#ask('POST', path, JSON.stringify(object)) as Promise<T>;
  }

  /** Ends idle connections. */
  close(): void {
    this.#agent.destroy();
  }

  #isPlain(): boolean {
    return this.#config.server.startsWith('http:');
  }

  #ask(method: string, path: string, body?: string): Promise<unknown> {
    const headers = {
      ...this.#credentials(),
      accept: 'application/json',
      'user-agent': 'kubemint',
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
    const { request } = this.#isPlain() ? http : https;
    const asked = performance.now();
    return new Promise((resolve, reject) => {
      const options = { method, headers, agent: this.#agent, timeout: TIMEOUT };
      const sent = request(this.#config.server + path, options, (response) => {
        const { date } = response.headers;
        if (date !== undefined) this.#options.onDate?.(date, performance.now() - asked);
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > LONGEST_ANSWER) sent.destroy(new Error('the answer is too long'));
          else chunks.push(chunk);
        });
        response.on('error', reject);
        response.on('end', () => {
          try {
            resolve(readAnswer(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8')));
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        });
      });
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT / 1000} seconds`)));
      sent.on('error', (error) => reject(new Error(`${this.#config.server}: ${reasonOf(error)}`, { cause: error })));
      sent.end(body);
    });
  }

  #credentials(): Readonly<Record<string, string | string[]>> {
    const { token, tokenFile, impersonate } = this.#config;
    const shown = tokenFile === undefined ? token : readFileSync(tokenFile, 'utf8').trim();
    return {
      ...(shown === undefined ? {} : { authorization: `Bearer ${shown}` }),
      ...(impersonate === undefined ? {} : { 'impersonate-user': impersonate.user }),
      ...(impersonate === undefined || impersonate.groups.length === 0
        ? {}
        : { 'impersonate-group': [...impersonate.groups] }),
    };
  }
}

function reasonOf(error: Error): string {
  // Node tells of several addresses that were tried in an error without a message of its own.
  return error.message === '' && 'code' in error ? String(error.code) : error.message;
}

function readAnswer(code: number, text: string): unknown {
  const answer = parsed(text);
  if (code >= 200 && code < 300 && answer !== undefined) return answer;
  if (isStatus(answer)) throw new StatusError(answer);
  const message = `the server answered ${code} without a Status: ${text.slice(0, 200)}`;
  throw new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isStatus(answer: unknown): answer is Status {
  return typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'Status';
}
