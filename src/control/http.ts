/** The control API on fastify, below /_kubemint, beside the API server's own paths and past its users and their rights. */
import { type FastifyInstance, type FastifyReply, type FastifyRequest, type HTTPMethods } from 'fastify';
import { newRequestEntityTooLargeError } from '../apis/errors.js';
import { httpDate } from '../clock/clock.js';
import { writeError } from '../endpoints/status-writer.js';
import { checkAccess } from './access.js';
import { changeClock, clockState } from './clock-requests.js';
import { invalidBody, methodNotAllowed, noSuchControl } from './errors.js';
import { type ServerClock } from './server-clock.js';

export interface ControlEnvironment {
  /** What callers have to show. */
  readonly token: string;
  readonly clock: ServerClock;
  onBug(error: unknown): void;
}

type Handler = (environment: ControlEnvironment, body: unknown) => unknown;

/** Every path below /_kubemint, and what its methods do. */
const CONTROLS: readonly (readonly [path: string, methods: Readonly<Record<string, Handler>>])[] = [
  ['/_kubemint/clock', { GET: ({ clock }) => clockState(clock), POST: ({ clock }, body) => changeClock(clock, body) }],
];

/** Bytes. */
const MAX_BODY = 64 * 1024;
const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Puts the control API on a fastify instance of its own. */
export function registerControl(app: FastifyInstance, environment: ControlEnvironment): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', (request, _reply, done) => {
    const { authorization } = request.headers;
    checkAccess({ address: request.raw.socket.remoteAddress, authorization }, environment.token);
    done();
  });
  app.setErrorHandler((error, _request, reply) => {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
    const thrown = tooLarge ? newRequestEntityTooLargeError(`limit is ${MAX_BODY}`) : error;
    const { response, bug } = writeError(thrown, undefined);
    if (bug !== undefined) environment.onBug(bug);
    const status = response.type === 'object' ? response.object : response.body;
    return answer(reply, environment, response.code, status);
  });
  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const handler = handlerOf(pathname, request.method);
    return answer(reply, environment, 200, await handler(environment, readBody(request)));
  };
  app.route({ method: METHODS, url: '/_kubemint/*', exposeHeadRoute: false, handler: handle });
}

function handlerOf(path: string, method: string): Handler {
  const found = CONTROLS.find(([control]) => control === path)?.[1];
  if (found === undefined)
    throw noSuchControl(
      path,
      CONTROLS.map(([control]) => control),
    );
  const handler = found[method];
  if (handler === undefined) throw methodNotAllowed(method, Object.keys(found));
  return handler;
}

function readBody({ body }: FastifyRequest): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch (error) {
    throw invalidBody((error as Error).message);
  }
}

// A buffer, since fastify puts a charset on what it serializes itself.
function answer(reply: FastifyReply, { clock }: ControlEnvironment, code: number, body: unknown): FastifyReply {
  return reply
    .code(code)
    .headers({ 'content-type': 'application/json', 'cache-control': 'no-store', date: httpDate(clock.now()) })
    .send(Buffer.from(`${JSON.stringify(body, undefined, 2)}\n`));
}
