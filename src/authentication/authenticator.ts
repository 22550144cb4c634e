/** The authenticators' contract. Source: k8s.io/apiserver/pkg/authentication/{authenticator,user}. */

import { type X509Certificate } from 'node:crypto';

/** Who a request is from. */
export interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export interface AuthenticatorResponse {
  readonly user: UserInfo;
  /** The audiences that were asked for and that the credential is good for; undefined: the authenticator knows no audiences. */
  readonly audiences?: readonly string[];
}

/** What is known at once, or comes: most answers need nobody to wait. */
export type Awaitable<T> = T | Promise<T>;

/** Audiences to check against; undefined where the caller did not ask for any. */
export type Audiences = readonly string[] | undefined;

/** What there is to be said beside the answer to who somebody is. */
export interface Notes {
  /** Adds a Warning header to the answer. */
  readonly warn: (text: string) => void;
  /** Adds an annotation to the request's audit event; absent where there is none. */
  readonly annotate?: (key: string, value: string) => void;
}

/**
 * Looks at a bearer token. Undefined: not mine, ask the next. Throws AuthenticationError where it is mine and not good;
 * the error's text is what a TokenReview shows in status.error.
 */
export interface TokenAuthenticator {
  authenticateToken(token: string, audiences: Audiences, notes?: Notes): Awaitable<AuthenticatorResponse | undefined>;
}

/** What a request shows of its sender. Header names are lower case. */
export interface RequestCredentials extends Notes {
  /** The URL's, decoded. */
  readonly path?: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Names and values in turn, as received; what came more than once is still apart. */
  readonly rawHeaders?: readonly string[];
  /** In place of an Authorization header. */
  readonly bearerToken?: string;
  /** What the client showed in the TLS handshake, verified or not. The same object for all requests of a connection. */
  readonly clientCertificate?: ClientCertificate;
}

export interface ClientCertificate {
  /** The client's own, then those that came with it. */
  readonly chain: readonly X509Certificate[];
}

export interface RequestAuthenticator {
  authenticateRequest(request: RequestCredentials, audiences: Audiences): Awaitable<AuthenticatorResponse | undefined>;
}

/** A credential that was recognised and refused. */
export class AuthenticationError extends Error {
  override readonly name = 'AuthenticationError';
}

/**
 * Several refusals as one. Its text is the only one among the texts, else `[a, b]`, each text once.
 * Source: k8s.io/apimachinery/pkg/util/errors/errors.go.
 */
export class AggregateAuthenticationError extends AuthenticationError {
  /** The texts of the errors, those of aggregates among them one by one. */
  readonly messages: readonly string[];

  constructor(errors: readonly AuthenticationError[]) {
    const messages = [
      ...new Set(errors.flatMap((e) => (e instanceof AggregateAuthenticationError ? e.messages : e.message))),
    ];
    super(messages.length === 1 ? messages[0] : `[${messages.join(', ')}]`);
    this.messages = messages;
  }
}

/** What begins a WebSocket protocol that is a bearer token. Source: pkg/authentication/request/websocket/protocol.go. */
export const BEARER_PROTOCOL = 'base64url.bearer.authorization.k8s.io.';

export const ANONYMOUS = 'system:anonymous';
export const ALL_UNAUTHENTICATED = 'system:unauthenticated';
export const ALL_AUTHENTICATED = 'system:authenticated';
