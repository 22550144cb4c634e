/** What the client of a connection showed in the TLS handshake, for the authenticators to verify. */
import { X509Certificate } from 'node:crypto';
import { type FastifyRequest } from 'fastify';
import { type DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { type ClientCertificate } from '../authentication/authenticator.js';

/** What a TLS socket, or HTTP/2's stand-in for one, tells of its peer. */
type PeerSocket = Pick<TLSSocket, 'getPeerCertificate' | 'isSessionReused'>;

interface Connection {
  /** The same object for all requests of the connection. */
  readonly key: object;
  readonly socket: PeerSocket;
}

const known = new WeakMap<object, ClientCertificate | undefined>();

/** Undefined over plain HTTP and where the client showed none. */
export function peerCertificate(request: FastifyRequest): ClientCertificate | undefined {
  const connection = connectionOf(request);
  if (connection === undefined) return undefined;
  const { key, socket } = connection;
  if (!known.has(key)) known.set(key, read(socket));
  return known.get(key);
}

interface Http2Stream {
  readonly session?: object;
}

// Over HTTP/2 request.socket is a proxy that is a new object for each request.
function connectionOf({ raw }: FastifyRequest): Connection | undefined {
  const session = 'stream' in raw ? (raw.stream as Http2Stream).session : undefined;
  const socket = raw.socket;
  if (session !== undefined) return { key: session, socket: socket as unknown as PeerSocket };
  return socket instanceof TLSSocket ? { key: socket, socket } : undefined;
}

function read(socket: PeerSocket): ClientCertificate | undefined {
  const raws: Buffer[] = [];
  let next = socket.getPeerCertificate(true) as Partial<DetailedPeerCertificate> | undefined;
  // The last one is its own issuer.
  while (next?.raw !== undefined && !raws.some((raw) => raw.equals(next?.raw ?? raw))) {
    raws.push(next.raw);
    next = next.issuerCertificate;
  }
  const chain = raws.map((raw) => new X509Certificate(raw));
  const [leaf] = chain;
  return leaf === undefined ? undefined : { chain: completed(leaf, chain, socket.isSessionReused()) };
}

const REMEMBERED = 1000;
const chains = new Map<string, readonly X509Certificate[]>();

// A resumed session holds the client's own certificate and no longer those that came with it.
function completed(
  leaf: X509Certificate,
  chain: readonly X509Certificate[],
  resumed: boolean,
): readonly X509Certificate[] {
  const { fingerprint256 } = leaf;
  if (resumed) return chains.get(fingerprint256) ?? chain;
  chains.delete(fingerprint256);
  if (chain.length > 1) chains.set(fingerprint256, chain);
  const [oldest] = chains.keys();
  if (chains.size > REMEMBERED && oldest !== undefined) chains.delete(oldest);
  return chain;
}
