/**
 * A realm of Keycloak, 26.4 or newer, that takes a service account's token for a client's credentials: a client assertion of
 * an identity provider of kind Kubernetes, from its documentation. It knows the issuer's keys and nothing of the cluster.
 */
import { randomUUID } from 'node:crypto';
import { decodeJwt, errors, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { type KeySet, KeysUnavailable } from './key-set.js';

/** A client with credentials of type "Signed JWT - Federated". */
export interface Client {
  readonly clientId: string;
  /** `system:serviceaccount:NAMESPACE:NAME`. */
  readonly subject: string;
}

export interface RealmOptions {
  /** `https://keycloak.example/realms/shop`: what tokens have to be for. */
  readonly url: string;
  /** The identity provider. */
  readonly issuer: string;
  readonly keys: KeySet;
  readonly clients: readonly Client[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** Seconds: the age that an assertion of Kubernetes may have, whatever its exp. */
const OLDEST = 3600;
/** Seconds that an access token lasts. */
const LIFE = 300;

const UNKNOWN: Answer = {
  status: 401,
  body: { error: 'invalid_client', error_description: 'Invalid client or Invalid client credentials' },
};

export class Realm {
  readonly #options: RealmOptions;
  readonly #signing = generateKeyPair('RS256');

  constructor(options: RealmOptions) {
    this.#options = options;
  }

  /** The token endpoint. @param form grant_type, client_assertion_type and client_assertion. */
  async token(form: URLSearchParams): Promise<Answer> {
    const assertion = form.get('client_assertion');
    if (form.get('client_assertion_type') !== ASSERTION_TYPE || assertion === null) return UNKNOWN;
    const { issuer, clients, keys } = this.#options;
    const claims = claimsOf(assertion);
    const client = clients.find(({ subject }) => subject === claims?.sub);
    if (claims?.iss !== issuer || client === undefined) return UNKNOWN;
    if (!(await verifies(keys, assertion))) return UNKNOWN;
    const why = this.#unfit(claims);
    if (why !== undefined) return { status: 400, body: { error: 'invalid_client', error_description: why } };
    if (form.get('grant_type') !== 'client_credentials')
      return { status: 400, body: { error: 'unsupported_grant_type', error_description: 'Unsupported grant_type' } };
    return { status: 200, body: await this.#accessToken(client) };
  }

  #unfit({ aud, exp, iat, nbf = 0 }: JWTPayload): string | undefined {
    const audiences = [aud].flat();
    if (!audiences.includes(this.#options.url)) return 'Invalid token audience';
    if (audiences.length > 1) return 'Multiple audiences not allowed';
    if (exp === undefined) return 'Token exp claim is required';
    const seconds = Math.floor(this.#options.now() / 1000);
    if (seconds >= exp || seconds < nbf) return 'Token is not active';
    if (iat === undefined)
      return exp - seconds > OLDEST
        ? 'Token expiration is too far in the future and iat claim not present in token'
        : undefined;
    if (iat > seconds) return 'Token was issued in the future';
    return seconds > iat + OLDEST ? 'Token was issued too far in the past to be used now' : undefined;
  }

  async #accessToken({ clientId }: Client): Promise<Readonly<Record<string, unknown>>> {
    const { privateKey } = await this.#signing;
    const seconds = Math.floor(this.#options.now() / 1000);
    const token = await new SignJWT({ typ: 'Bearer', azp: clientId, jti: randomUUID() })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(this.#options.url)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + LIFE)
      .sign(privateKey);
    return {
      access_token: token,
      expires_in: LIFE,
      refresh_expires_in: 0,
      token_type: 'Bearer',
      'not-before-policy': 0,
      scope: 'profile email',
    };
  }
}

function claimsOf(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

async function verifies(keys: KeySet, token: string): Promise<boolean> {
  try {
    await keys.verifySignature(token);
    return true;
  } catch (error) {
    if (error instanceof KeysUnavailable || error instanceof errors.JOSEError) return false;
    throw error;
  }
}
