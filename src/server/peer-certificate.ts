/** The client certificate of a connection, as the x509 authenticator wants it. */
import { type FastifyRequest } from 'fastify';
import { type DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { type ClientCertificate } from '../authentication/authenticator.js';

/** What a TLS socket, or HTTP/2's stand-in for one, tells of its peer. */
type PeerSocket = Pick<TLSSocket, 'getPeerCertificate' | 'authorized' | 'authorizationError'>;

const known = new WeakMap<PeerSocket, ClientCertificate | undefined>();

/** Undefined over plain HTTP and where the client showed none. */
export function peerCertificate(request: FastifyRequest): ClientCertificate | undefined {
  const socket = tlsSocketOf(request);
  if (socket === undefined) return undefined;
  if (!known.has(socket)) known.set(socket, read(socket));
  return known.get(socket);
}

interface Http2Stream {
  readonly session?: { readonly socket?: unknown };
}

// Over HTTP/2 request.socket is a proxy that is a new object for each session's request.
function tlsSocketOf({ raw }: FastifyRequest): PeerSocket | undefined {
  const stream = 'stream' in raw ? (raw.stream as Http2Stream) : undefined;
  const socket = raw.socket;
  if (stream?.session === undefined) return socket instanceof TLSSocket ? socket : undefined;
  return socket as unknown as PeerSocket;
}

function read(socket: PeerSocket): ClientCertificate | undefined {
  const certificate = socket.getPeerCertificate(true) as Partial<DetailedPeerCertificate>;
  if (certificate.raw === undefined) return undefined;
  const subject = certificate.subject as { CN?: string | string[]; O?: string | string[]; UID?: string } | undefined;
  const fingerprint = (certificate.fingerprint256 ?? '').replaceAll(':', '').toLowerCase();
  return {
    commonName: first(subject?.CN),
    organizations: all(subject?.O),
    fingerprint,
    ...(socket.authorized ? {} : { error: String(socket.authorizationError) }),
  };
}

function all(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function first(value: string | string[] | undefined): string {
  return all(value)[0] ?? '';
}
