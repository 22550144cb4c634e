/**
 * The two ways in which Istio looks at a service account's token, from its documentation: istiod has it reviewed before it signs
 * a workload's certificate, and a sidecar verifies it by the key set where a RequestAuthentication says so.
 */
import { decodeJwt, errors, type JWTPayload } from 'jose';
import { type KeySet, KeysUnavailable } from './key-set.js';

/** The status of a TokenReview. */
export interface Review {
  readonly authenticated?: boolean;
  readonly error?: string;
  readonly user?: { readonly username?: string; readonly groups?: readonly string[] };
}

export interface IstiodOptions {
  /** Has a token reviewed for audiences; rejects with the API server's message where that is refused. */
  readonly review: (token: string, audiences: readonly string[]) => Promise<Review>;
  readonly trustDomain?: string;
}

/** What is answered, and what only istiod's log says. */
export interface Identified {
  /** gRPC's. */
  readonly code: 'OK' | 'Unauthenticated';
  /** The certificate's identity, or a message. */
  readonly answer: string;
  readonly log?: string;
}

/** What a token for istiod is for. */
const CA_AUDIENCE = 'istio-ca';

/** The part of istiod that signs certificates. */
export class Istiod {
  readonly #options: IstiodOptions;

  constructor(options: IstiodOptions) {
    this.#options = options;
  }

  /** Whose certificate it would sign for the holder of a token. */
  async identify(token: string): Promise<Identified> {
    try {
      const { review, trustDomain = 'cluster.local' } = this.#options;
      const [namespace, account] = reviewed(await review(token, [CA_AUDIENCE]));
      return { code: 'OK', answer: `spiffe://${trustDomain}/ns/${namespace}/sa/${account}` };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const log = `failed to validate the JWT from cluster "Kubernetes": ${reason}`;
      return { code: 'Unauthenticated', answer: 'request authenticate failure', log };
    }
  }
}

function reviewed({
  authenticated = false,
  error = '',
  user = {},
}: Review): readonly [namespace: string, account: string] {
  if (error !== '') throw new Error(`the service account authentication returns an error: ${error}`);
  if (!authenticated) throw new Error('the token is not authenticated');
  if (!(user.groups ?? []).includes('system:serviceaccounts')) throw new Error('the token is not a service account');
  const [, , namespace, account, ...more] = (user.username ?? '').split(':');
  if (namespace === undefined || account === undefined || more.length > 0)
    throw new Error('invalid username field in the token review result');
  return [namespace, account];
}

export interface RequestAuthenticationOptions {
  readonly issuer: string;
  /** Any of them will do; none are asked for where there are none. */
  readonly audiences: readonly string[];
  readonly keys: KeySet;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface Admitted {
  readonly status: number;
  /** The principal that authorization policies know, or why there is none. */
  readonly answer: string;
}

/** Seconds by which clocks may differ. */
const SKEW = 60;

/** A sidecar with a RequestAuthentication of one rule, and an AuthorizationPolicy that wants a principal. */
export class RequestAuthentication {
  readonly #options: RequestAuthenticationOptions;

  constructor(options: RequestAuthenticationOptions) {
    this.#options = options;
  }

  /** @param token undefined where the request has none */
  async admit(token: string | undefined): Promise<Admitted> {
    // A RequestAuthentication lets it through without a principal; the policy does not.
    if (token === undefined) return { status: 403, answer: 'RBAC: access denied' };
    const { issuer, audiences, keys, now } = this.#options;
    const claims = claimsOf(token);
    if (claims === undefined)
      return unauthorized('Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections');
    if (claims.iss !== issuer) return unauthorized('Jwt issuer is not configured');
    const seconds = now() / 1000;
    if ((claims.nbf ?? 0) > seconds + SKEW) return unauthorized('Jwt not yet valid');
    if ((claims.exp ?? Infinity) + SKEW < seconds) return unauthorized('Jwt is expired');
    if (audiences.length > 0 && ![claims.aud].flat().some((aud) => aud !== undefined && audiences.includes(aud)))
      return { status: 403, answer: 'Audiences in Jwt are not allowed' };
    const refused = await keys.verifySignature(token).then(() => undefined, refusal);
    return refused ?? { status: 200, answer: `${issuer}/${claims.sub ?? ''}` };
  }
}

function claimsOf(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

function refusal(error: unknown): Admitted {
  if (error instanceof KeysUnavailable) return unauthorized('Jwks remote fetch is failed');
  if (error instanceof errors.JWKSNoMatchingKey)
    return unauthorized("Jwks doesn't have key to match kid or alg from Jwt");
  if (error instanceof errors.JOSEError) return unauthorized('Jwt verification fails');
  throw error;
}

function unauthorized(answer: string): Admitted {
  return { status: 401, answer };
}
