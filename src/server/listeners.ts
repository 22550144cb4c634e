/** The listeners: TLS with HTTP/2 and HTTP/1.1 on one port, and plain HTTP where it is asked for. */
import { fastify, type FastifyInstance } from 'fastify';
import { type Server } from 'node:http';
import { type AddressInfo, type Socket } from 'node:net';
import { type ControlEnvironment, registerControl } from '../control/http.js';
import { type HttpEnvironment, registerApi } from '../endpoints/http.js';
import { upgradeListener } from '../endpoints/upgrades.js';
import { type TlsMaterial } from './tls.js';

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly environment: HttpEnvironment;
  /** Undefined: there is no control API. */
  readonly control: ControlEnvironment | undefined;
}

// Names may have 253 characters, and a path several of them; fastify's own limits are for routes with parameters.
const ROUTER = { maxParamLength: 5000 };

/** No route has a schema; without compilers of ours fastify loads its own, which takes longer than to listen. */
const NO_SCHEMAS = { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } };

function noCompiler(): never {
  throw new Error('routes with schemas are not compiled here');
}

/** @throws Error with code EADDRINUSE, EACCES, EADDRNOTAVAIL. */
export function listenTls(options: ListenOptions, material: TlsMaterial): Promise<Listener> {
  const app = fastify({
    http2: true,
    // Who is refused is the authenticators' to say.
    https: { allowHTTP1: true, requestCert: true, rejectUnauthorized: false, ...secureContext(material) },
    routerOptions: ROUTER,
    schemaController: NO_SCHEMAS,
  });
  const { serving, clientCA, requestHeaderCA } = material;
  for (const part of [serving, clientCA, requestHeaderCA]) {
    part.onReplaced(() => app.server.setSecureContext(secureContext(material)));
  }
  return listen(app as unknown as FastifyInstance, options, 'secureConnection');
}

// The authorities are told to clients, which choose by them which of their certificates to show.
function secureContext({ serving, clientCA, requestHeaderCA }: TlsMaterial): { cert: string; key: string; ca: string } {
  const { cert, key } = serving.value;
  return { cert, key, ca: `${clientCA.value.pem}\n${requestHeaderCA.value?.pem ?? ''}` };
}

export function listenPlain(options: ListenOptions): Promise<Listener> {
  return listen(fastify({ routerOptions: ROUTER, schemaController: NO_SCHEMAS }), options, 'connection');
}

async function listen(app: FastifyInstance, options: ListenOptions, connected: string): Promise<Listener> {
  const { host, port, environment, control } = options;
  const sockets = new Set<Socket>();
  const server: Server = app.server;
  server.on(connected, (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that goes away in mid-sentence is no news.
    socket.on('error', () => socket.destroy());
  });
  // Each has its own hooks, which the other must not run through.
  app.register((api, _options, done) => {
    registerApi(api, environment);
    done();
  });
  if (control !== undefined) {
    app.register((api, _options, done) => {
      registerControl(api, control);
      done();
    });
  }
  server.on(
    'upgrade',
    upgradeListener((request, response) => app.routing(request, response)),
  );
  // close() waits for connections, and watches and HTTP/2 sessions would keep theirs open for long.
  app.addHook('preClose', (done) => {
    environment.streams.endAll();
    for (const socket of sockets) socket.destroy();
    done();
  });
  await app.listen({ host, port });
  const address = server.address() as AddressInfo;
  return { port: address.port, close: () => app.close() };
}
