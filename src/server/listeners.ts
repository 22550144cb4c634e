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

/** @throws Error with code EADDRINUSE, EACCES, EADDRNOTAVAIL. */
export function listenTls(options: ListenOptions, { serving, clientCA }: TlsMaterial): Promise<Listener> {
  const { cert, key } = serving;
  const app = fastify({
    http2: true,
    https: { allowHTTP1: true, cert, key, ca: clientCA, requestCert: true, rejectUnauthorized: false },
    routerOptions: ROUTER,
  });
  return listen(app as unknown as FastifyInstance, options, 'secureConnection');
}

export function listenPlain(options: ListenOptions): Promise<Listener> {
  return listen(fastify({ routerOptions: ROUTER }), options, 'connection');
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
