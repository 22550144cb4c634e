/** The pipeline on fastify: one wildcard route, filters before the body is read, one way to write an answer. */
import { type FastifyInstance, type FastifyReply, type FastifyRequest, type HTTPMethods } from 'fastify';
import { newBadRequest, newRequestEntityTooLargeError, StatusError } from '../apis/errors.js';
import { type Auditor } from '../audit/auditor.js';
import { type RequestAudit } from '../audit/request-audit.js';
import { type RequestObserver, type RequestTrace } from '../metrics/observer.js';
import { type Awaitable, type ClientCertificate, type UserInfo } from '../authentication/authenticator.js';
import { type Clock } from '../clock/clock.js';
import { type Random, uuid } from '../clock/random.js';
import { type Flow } from '../flowcontrol/flow-control.js';
import { type Dispatcher } from './dispatch.js';
import { type FilteredRequest, type FilterEnvironment, runFilters } from './filters.js';
import { type ApiRequest, type HeaderMap } from './request.js';
import { receivedRequest } from './received-request.js';
import { withRepeatedHeaders } from './repeated-headers.js';
import { decodePath, parseRequestInfo, type RequestInfo, RequestInfos } from './request-info.js';
import { respond } from './respond.js';
import { writeError } from './status-writer.js';
import { type StreamRegistry } from './streams.js';

declare module 'fastify' {
  interface FastifyRequest {
    exchange: Exchange | undefined;
  }
}

/** Bytes; source: k8s.io/apiserver/pkg/server/config.go (MaxRequestBodyBytes). */
const MAX_BODY = 3 * 1024 * 1024;

const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

export interface HttpEnvironment extends FilterEnvironment {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly random: Random;
  readonly streams: StreamRegistry;
  /** Left out where no audit log is kept. */
  readonly auditor?: Auditor | undefined;
  /** What the client of the request's connection showed for its own. */
  clientCertificate(request: FastifyRequest): ClientCertificate | undefined;
  /** Left out where nobody wants to know. */
  readonly onAnswered?: ((entry: AccessLogEntry) => void) | undefined;
  onBug(error: unknown, auditId: string): void;
}

/** What is known of a request once it is answered. */
export interface AccessLogEntry {
  readonly auditId: string;
  readonly method: string;
  readonly info: RequestInfo;
  readonly user: UserInfo | undefined;
  readonly code: number;
  /** Milliseconds on the server's clock. */
  readonly duration: number;
  /** Why a credential was refused. */
  readonly refused: string | undefined;
}

class Exchange implements FilteredRequest {
  readonly method: string;
  readonly info: RequestInfo;
  readonly query: URLSearchParams;
  headers: HeaderMap;
  readonly rawHeaders: readonly string[];
  readonly uri: string;
  readonly auditId: string;
  readonly started: number;
  readonly warnings: string[] = [];
  readonly clientCertificate: ClientCertificate | undefined;
  readonly audit: RequestAudit | undefined;
  readonly trace: RequestTrace = {};
  readonly observer: RequestObserver | undefined;
  user: UserInfo | undefined;
  flow: Flow | undefined;
  refused: string | undefined;
  /** Beside those that every answer has. */
  responseHeaders: Readonly<Record<string, string>> | undefined;

  constructor(request: FastifyRequest, environment: HttpEnvironment, infos: RequestInfos) {
    const url = request.raw.url ?? '/';
    this.uri = url;
    this.method = request.method;
    const mark = url.indexOf('?');
    this.query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
    this.info =
      mark < 0 ? infos.of(this.method, url) : parseRequestInfo(this.method, decodePath(url.slice(0, mark)), this.query);
    const { headers } = request;
    this.rawHeaders = request.raw.rawHeaders;
    this.headers = withRepeatedHeaders(headers, this.rawHeaders);
    const auditId = headers['audit-id'];
    const given = typeof auditId === 'string' && auditId !== '' ? auditId : uuid(environment.random);
    this.auditId = given.slice(0, 64);
    this.started = environment.clock.now();
    this.audit = environment.auditor?.open(receivedRequest(request, this, given));
    this.clientCertificate = environment.clientCertificate(request);
    this.observer = environment.observer;
    this.observer?.begin(this.method);
  }

  get contentType(): string {
    return String(this.headers['content-type'] ?? '');
  }

  /** To be told once, when so many bytes are sent. */
  answered(code: number, bytes: number): void {
    const { observer } = this;
    if (observer === undefined) return;
    observer.end(this.method);
    observer.answered(this, code, bytes, observer.now() - this.started);
  }

  warn(text: string): void {
    if (!this.warnings.includes(text)) this.warnings.push(text);
  }
}

/** Puts the API on a fastify instance. */
export function registerApi(app: FastifyInstance, environment: HttpEnvironment): void {
  const { onAnswered } = environment;
  const infos = new RequestInfos();
  app.decorateRequest('exchange', undefined);
  const exchangeOf = (request: FastifyRequest): Exchange =>
    (request.exchange ??= new Exchange(request, environment, infos));

  const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply): Awaitable<FastifyReply> => {
    const exchange = exchangeOf(request);
    const { response, bug } = writeError(asStatus(error), exchange);
    if (bug !== undefined) {
      environment.onBug(bug, exchange.auditId);
      exchange.audit?.panic(`APIServer panic'd: ${bug instanceof Error ? bug.message : JSON.stringify(bug)}`);
    }
    return respond(reply, response, exchange, environment);
  };

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY }, (_request, body, done) => done(null, body));

  app.addHook('onRequest', (request, reply, done) => {
    const exchange = exchangeOf(request);
    hideContentType(request, exchange);
    const refuse = (error: unknown): void => {
      // Upstream's filters write their own 403, and this with it; handlers do not.
      if (error instanceof StatusError && error.code === 403) {
        exchange.responseHeaders = { 'x-content-type-options': 'nosniff' };
      }
      void fail(error, request, reply);
    };
    try {
      const pending = runFilters(exchange, environment, (reason) => (exchange.refused = reason));
      if (pending instanceof Promise) pending.then(() => done(), refuse);
      else done();
    } catch (error) {
      refuse(error);
    }
  });

  if (onAnswered !== undefined) {
    app.addHook('onResponse', (request, reply, done) => {
      const exchange = exchangeOf(request);
      onAnswered({
        auditId: exchange.auditId,
        method: request.method,
        info: exchange.info,
        user: exchange.user,
        code: reply.statusCode,
        duration: environment.clock.now() - exchange.started,
        refused: exchange.refused,
      });
      done();
    });
  }

  app.setErrorHandler((error, request, reply) => fail(error, request, reply));
  const handle = (request: FastifyRequest, reply: FastifyReply): Awaitable<FastifyReply> => {
    const exchange = exchangeOf(request);
    try {
      const answer = environment.dispatcher.dispatch(apiRequest(request, exchange));
      if (!(answer instanceof Promise)) return respond(reply, answer, exchange, environment);
      return answer
        .then((response) => respond(reply, response, exchange, environment))
        .catch((error: unknown) => fail(error, request, reply));
    } catch (error) {
      return fail(error, request, reply);
    }
  };
  app.setNotFoundHandler(handle);
  app.route({ method: METHODS, url: '*', exposeHeadRoute: false, handler: handle });
}

const READABLE_MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+$/;

// fastify refuses, before any handler, a body of a type that it cannot read; what is said of it is the handlers' to say.
function hideContentType(request: FastifyRequest, exchange: Exchange): void {
  const contentType = request.headers['content-type'];
  if (contentType === undefined || READABLE_MEDIA_TYPE.test(contentType)) return;
  exchange.headers = { ...exchange.headers, 'content-type': contentType };
  request.headers['content-type'] = 'application/octet-stream';
}

function apiRequest(request: FastifyRequest, exchange: Exchange): ApiRequest {
  if (exchange.user === undefined) throw new Error('a request came past the filters without a user');
  return {
    method: request.method,
    info: exchange.info,
    query: exchange.query,
    headers: exchange.headers,
    user: exchange.user,
    body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
    warn: (text) => exchange.warn(text),
    trace: exchange.trace,
    ...(exchange.audit && { audit: exchange.audit }),
  };
}

function asStatus(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return newRequestEntityTooLargeError(`limit is ${MAX_BODY}`);
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH')
    return newBadRequest('the body is not as long as its Content-Length');
  return error;
}
