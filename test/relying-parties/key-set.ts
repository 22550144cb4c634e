/** An issuer's keys, found as OpenID Connect has it: its discovery document names the key set. */
import https from 'node:https';
import { compactVerify, createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';

/** Asks for a document. Rejects where nobody answers. */
export type Fetch = (url: string) => Promise<Response>;

/** The keys cannot be had: nobody answers, or what is answered is no key set. */
export class KeysUnavailable extends Error {}

/** fetch that trusts a CA. @param ca PEM; undefined trusts anybody, for servers that nobody vouches for. */
export function fetchTrusting(ca: string | undefined): Fetch {
  const agent = new https.Agent(ca === undefined ? { rejectUnauthorized: false } : { ca });
  return (url) =>
    new Promise((resolve, reject) => {
      const asked = https.get(url, { agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const headers = { 'content-type': response.headers['content-type'] ?? '' };
          resolve(new Response(Buffer.concat(chunks), { status: response.statusCode ?? 0, headers }));
        });
      });
      asked.on('error', reject);
    });
}

export interface KeySetOptions {
  /** Where the discovery document is: before `/.well-known/openid-configuration`. */
  readonly discovery: string;
  readonly fetch: Fetch;
}

/** Keys are kept; one that is not among them makes it ask again. */
export class KeySet {
  readonly #options: KeySetOptions;
  #remote: JWTVerifyGetKey | undefined;

  constructor(options: KeySetOptions) {
    this.#options = options;
  }

  /** @throws KeysUnavailable, or jose's JWKSNoMatchingKey or JWSSignatureVerificationFailed. */
  async verifySignature(token: string): Promise<void> {
    await compactVerify(token, async (header, jws) => {
      try {
        this.#remote ??= await this.#discover();
        return await this.#remote(header, jws);
      } catch (error) {
        if (error instanceof errors.JWKSNoMatchingKey) throw error;
        throw new KeysUnavailable(error instanceof Error ? error.message : String(error));
      }
    });
  }

  async #discover(): Promise<JWTVerifyGetKey> {
    const { discovery, fetch } = this.#options;
    const url = `${discovery}/.well-known/openid-configuration`;
    const response = await fetch(url);
    if (response.status !== 200) throw new Error(`${url} answers ${response.status}`);
    const { jwks_uri: keys } = (await response.json()) as { jwks_uri: string };
    return createRemoteJWKSet(new URL(keys), { [customFetch]: fetch, cooldownDuration: 0 });
  }
}
