/** An issuer's keys, fetched when they are needed. Sources: github.com/coreos/go-oidc v2, jwks.go; pquerna/cachecontrol. */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { type Clock } from '../../clock/clock.js';
import { type Jws, verifyJws } from '../../serviceaccount/jwt.js';
import { SignatureCache } from '../../serviceaccount/signature-cache.js';
import { send, type TransportOptions, type TransportResponse } from '../../transport/http.js';
import { decodeAnswer } from './answer.js';

/** Milliseconds before they expire within which keys are fetched anew for a token that none of them signed. */
const EXPIRY_DELTA = 30_000;
const DAY = 24 * 3600 * 1000;

interface IssuerKey {
  readonly keyId: string;
  readonly key: KeyObject;
}

export interface RemoteKeySetOptions {
  readonly url: string;
  readonly transport: TransportOptions;
  readonly clock: Clock;
  /** As errors name it: `go-jose/go-jose`. */
  readonly joseLibrary: string;
}

export class RemoteKeySet {
  readonly #options: RemoteKeySetOptions;
  readonly #verified = new SignatureCache<true>();
  #keys: readonly IssuerKey[] = [];
  #expiry = 0;
  #underWay: Promise<readonly IssuerKey[]> | undefined;

  constructor(options: RemoteKeySetOptions) {
    this.#options = options;
  }

  /** Throws an Error with go-oidc's text where no key of the issuer signed it. Keys that are known go on to verify past their expiry. */
  async verify(token: string, jws: Jws): Promise<void> {
    if (this.#verified.get(token) === true) return;
    const known = this.#keys;
    if (await signedBy(jws, known)) {
      this.#remember(token, known);
      return;
    }
    if (this.#options.clock.now() + EXPIRY_DELTA <= this.#expiry) {
      throw new Error('failed to verify id token signature');
    }
    let fetched: readonly IssuerKey[];
    try {
      fetched = await (this.#underWay ??= this.#fetch().finally(() => (this.#underWay = undefined)));
    } catch (error) {
      throw new Error(`fetching keys ${(error as Error).message}`, { cause: error });
    }
    if (!(await signedBy(jws, fetched))) throw new Error('failed to verify id token signature');
    this.#remember(token, fetched);
  }

  #remember(token: string, keys: readonly IssuerKey[]): void {
    if (keys === this.#keys) this.#verified.set(token, true);
  }

  async #fetch(): Promise<readonly IssuerKey[]> {
    const { url, transport, clock, joseLibrary } = this.#options;
    let response: TransportResponse;
    try {
      response = await send({ method: 'GET', url }, transport);
    } catch (error) {
      throw new Error(`oidc: get keys failed ${(error as Error).message}`, { cause: error });
    }
    const { status, statusLine, body } = response;
    if (status !== 200) throw new Error(`oidc: get keys failed: ${statusLine} ${body}`);
    let keys: readonly IssuerKey[];
    try {
      keys = readKeys(decodeAnswer(response), joseLibrary);
    } catch (error) {
      throw new Error(`oidc: failed to decode keys: ${(error as Error).message} ${body}`, { cause: error });
    }
    const now = clock.now();
    this.#verified.clear();
    this.#keys = keys;
    this.#expiry = Math.max(now, expiryOf(response, now));
    return keys;
  }
}

async function signedBy(jws: Jws, keys: readonly IssuerKey[]): Promise<boolean> {
  for (const { keyId, key } of keys) {
    if ((jws.keyId === '' || jws.keyId === keyId) && (await verifyJws(jws, key))) return true;
  }
  return false;
}

/** One key that cannot be read spoils the set. */
function readKeys(value: unknown, library: string): readonly IssuerKey[] {
  const { keys = [] } = (value ?? {}) as { keys?: readonly (JsonWebKey & { kid?: string })[] };
  return keys.map((jwk) => {
    const kind = jwk.kty ?? '';
    if (!['RSA', 'EC', 'OKP', 'oct'].includes(kind)) throw new Error(`${library}: unknown json web key type '${kind}'`);
    try {
      return { keyId: jwk.kid ?? '', key: createPublicKey({ key: jwk, format: 'jwk' }) };
    } catch {
      throw new Error(`${library}: invalid ${kind} key, missing or invalid values`);
    }
  });
}

/** Milliseconds since the epoch until which the answer may be kept; 0: not at all. */
function expiryOf({ headers }: TransportResponse, now: number): number {
  const directive = (name: string): number | undefined => {
    const found = new RegExp(`(?:^|[,\\s])${name}\\s*=\\s*"?(\\d+)`, 'i').exec(headers['cache-control'] ?? '');
    return found?.[1] === undefined ? undefined : Number(found[1]);
  };
  const seconds = directive('s-maxage') ?? directive('max-age');
  if (seconds !== undefined) return now + seconds * 1000;
  const time = (text: string | undefined): number => Date.parse(text ?? '');
  const expires = time(headers.expires);
  if (!Number.isNaN(expires)) return now + expires - (time(headers.date) || now);
  const modified = time(headers['last-modified']);
  return Number.isNaN(modified) ? 0 : now + Math.min((now - modified) * 0.1, DAY);
}
