/** Requests to other servers, with what node's fetch cannot be told: authorities and a certificate of one's own. */
import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { describeFailure } from './failure.js';

export interface TransportRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How the other server is trusted, and how it is to trust us. */
export interface TransportOptions {
  /** PEM bundle. Default: the authorities that node knows. */
  readonly ca?: string | undefined;
  /** PEM. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** The name that the certificate must have, in place of the URL's host. */
  readonly serverName?: string | undefined;
  /** True: any certificate will do. */
  readonly insecure?: boolean | undefined;
  /** Milliseconds, of the machine's time. */
  readonly timeout: number;
}

export interface TransportResponse {
  readonly status: number;
  /** `404 Not Found`. */
  readonly statusLine: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const REPEATED = new Set([307, 308]);
const MOST_REDIRECTS = 10;

/** Follows redirects, as Go's client does. @throws Error with Go's text where there is no answer: `Get "https://…": dial tcp …`. */
export async function send(request: TransportRequest, options: TransportOptions): Promise<TransportResponse> {
  let next = request;
  for (let redirects = 0; ; redirects++) {
    const response = await sendOnce(next, options);
    const { location } = response.headers;
    if (location === undefined || !REDIRECTS.has(response.status)) return response;
    next = redirected(next, new URL(location, next.url).href, REPEATED.has(response.status));
    if (redirects >= MOST_REDIRECTS) {
      throw new Error(`${verbOf(next)} ${JSON.stringify(location)}: stopped after ${MOST_REDIRECTS} redirects`);
    }
  }
}

/** `repeats`: with the same method and body. */
function redirected({ body, ...request }: TransportRequest, url: string, repeats: boolean): TransportRequest {
  return repeats ? { ...request, url, ...(body === undefined ? {} : { body }) } : { ...request, url, method: 'GET' };
}

function verbOf({ method }: TransportRequest): string {
  return `${method.slice(0, 1)}${method.slice(1).toLowerCase()}`;
}

async function sendOnce(request: TransportRequest, options: TransportOptions): Promise<TransportResponse> {
  const { url } = request;
  try {
    return await exchange(request, options);
  } catch (error) {
    throw new Error(`${verbOf(request)} ${JSON.stringify(url)}: ${describeFailure(error, new URL(url))}`, {
      cause: error,
    });
  }
}

function exchange(request: TransportRequest, options: TransportOptions): Promise<TransportResponse> {
  const { method, url, headers, body } = request;
  const { ca, cert, key, serverName, insecure = false, timeout } = options;
  const target = new URL(url);
  const general: RequestOptions = { method, headers: { ...headers, connection: 'close' }, agent: false };
  const tls = {
    rejectUnauthorized: !insecure,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
  return new Promise((resolve, reject) => {
    const sent =
      target.protocol === 'http:' ? plainRequest(target, general) : tlsRequest(target, { ...general, ...tls });
    const timer = setTimeout(() => sent.destroy(new Error(TIMED_OUT)), timeout);
    timer.unref();
    sent.on('close', () => clearTimeout(timer));
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status = 0, statusMessage = '' } = response;
        const text = Buffer.concat(chunks).toString();
        resolve({ status, statusLine: `${status} ${statusMessage}`.trim(), headers: response.headers, body: text });
      });
    });
    sent.end(body);
  });
}

const TIMED_OUT = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
