/** An issuer of ID tokens, found by its discovery document. Sources: github.com/coreos/go-oidc v2, oidc.go and verify.go. */
import { type IssuerConfiguration } from '../../apis/apiserver/authentication.js';
import { goQuote } from '../../apis/field/errors.js';
import { DecodeError } from '../../apis/schema/decode-error.js';
import { parseJsonText } from '../../apis/schema/json-text.js';
import { type Clock } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { type Jws, parseJws, readObject } from '../../serviceaccount/jwt.js';
import { send, type TransportOptions } from '../../transport/http.js';
import { quoteAudiences } from '../audiences.js';
import { decodeAnswer } from './answer.js';
import { cannotUnmarshal, type Claims } from './claims.js';
import { checkAudiences, checkIdToken, type IdToken, readIdToken } from './id-token.js';
import { RemoteKeySet } from './key-set.js';

const WELL_KNOWN = '/.well-known/openid-configuration';
/** Milliseconds. */
const TIMEOUT = 30_000;

export interface IssuerOptions {
  readonly issuer: IssuerConfiguration;
  readonly signingAlgorithms: readonly string[];
  readonly clock: Clock;
  readonly features: Features;
  /** Hears why the issuer could not be found. */
  readonly onError: (error: unknown, message: string) => void;
}

export class Issuer {
  readonly url: string;
  readonly #options: IssuerOptions;
  readonly #audiences: readonly string[];
  readonly #transport: TransportOptions;
  #keySet: RemoteKeySet | undefined;
  #search: Promise<void> | undefined;

  constructor(options: IssuerOptions) {
    const { url = '', audiences = [], certificateAuthority } = options.issuer;
    this.url = url;
    this.#options = options;
    this.#audiences = audiences;
    this.#transport = { ca: certificateAuthority, timeout: TIMEOUT };
  }

  /** Looks for the issuer where it was not found yet. @throws Error with go-oidc's text. */
  async find(): Promise<void> {
    if (this.#keySet !== undefined) return;
    await (this.#search ??= this.#discover().finally(() => (this.#search = undefined)));
  }

  /** The claims of a token that is good. @throws Error with upstream's text. */
  async verify(token: string): Promise<Claims> {
    try {
      await this.find();
    } catch {
      throw new Error('oidc: authenticator not initialized');
    }
    try {
      return await this.#verify(token);
    } catch (error) {
      throw new Error(`oidc: verify token: ${(error as Error).message}`, { cause: error });
    }
  }

  async #discover(): Promise<void> {
    const { issuer, clock, features, onError } = this.#options;
    const { discoveryURL = `${this.url.replace(/\/$/, '')}${WELL_KNOWN}` } = issuer;
    try {
      const response = await send({ method: 'GET', url: discoveryURL }, this.#transport);
      if (response.status !== 200) throw new Error(`${response.statusLine}: ${response.body}`);
      const url = keySetUrl(this.url, readDocument(response));
      const { joseLibrary } = features.behaviours;
      this.#keySet = new RemoteKeySet({ url, transport: this.#transport, clock, joseLibrary });
    } catch (error) {
      onError(error, `finding the issuer ${this.url}`);
      throw error;
    }
  }

  async #verify(token: string): Promise<Claims> {
    const { signingAlgorithms, features } = this.#options;
    const jws = parseJws(token);
    if (jws === undefined) throw new Error(`oidc: malformed jwt: ${malformation(token)}`);
    const claims = readObject(jws.payload) ?? {};
    const check = (): IdToken => {
      const idToken = readIdToken(claims);
      checkIdToken(idToken, { issuer: this.url, audiences: this.#audiences, now: this.#options.clock.now() });
      return idToken;
    };
    const first = features.behaviours.oidcSignatureFirst ? undefined : check();
    if (!signingAlgorithms.includes(jws.algorithm)) {
      const expected = quoteAudiences(signingAlgorithms);
      throw new Error(
        `oidc: id token signed with unsupported algorithm, expected ${expected} got ${goQuote(jws.algorithm)}`,
      );
    }
    await this.#verifySignature(token, jws);
    checkAudiences(first ?? check(), this.#audiences);
    return claims;
  }

  async #verifySignature(token: string, jws: Jws): Promise<void> {
    try {
      await this.#keySet?.verify(token, jws);
    } catch (error) {
      throw new Error(`failed to verify signature: ${(error as Error).message}`, { cause: error });
    }
  }
}

function readDocument(response: Parameters<typeof decodeAnswer>[0]): { issuer: string; jwks_uri: string } {
  try {
    const { issuer = '', jwks_uri = '' } = (decodeAnswer(response) ?? {}) as { issuer?: string; jwks_uri?: string };
    return { issuer, jwks_uri };
  } catch (error) {
    const text = `oidc: failed to decode provider discovery object: ${(error as Error).message}`;
    throw new Error(text, { cause: error });
  }
}

function keySetUrl(expected: string, { issuer, jwks_uri: url }: { issuer: string; jwks_uri: string }): string {
  if (issuer !== expected) {
    const text = 'oidc: issuer did not match the issuer returned by provider';
    throw new Error(`${text}, expected ${goQuote(expected)} got ${goQuote(issuer)}`);
  }
  if (url === '') throw new Error('provider did not return JWKS URL');
  return url;
}

/** What is wrong with a token whose payload can be read. */
function malformation(token: string): string {
  const [header = '', , signature = ''] = token.split('.');
  for (const part of [header, signature]) {
    const stray = /[^\w-]/.exec(part)?.index ?? (part.length % 4 === 1 ? part.length - 1 : undefined);
    if (stray !== undefined) return `illegal base64 data at input byte ${stray}`;
  }
  try {
    const value = parseJsonText(Buffer.from(header, 'base64url').toString());
    return cannotUnmarshal(value, 'jose.rawHeader');
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return error.message;
  }
}
