import { type KeyObject } from 'node:crypto';
import { type Features } from '../features/features.js';
import { goJsonMap } from '../apis/schema/go-json.js';
import { type TokenIssuer } from './issuer.js';
import { signJws } from './jwt.js';
import { type SigningAlgorithm, serviceAccountKey } from './keys.js';
import { LEGACY_ISSUER } from './legacy-claims.js';

export interface TokenGeneratorOptions {
  readonly signingKey: KeyObject | Promise<KeyObject>;
  readonly issuer: string;
  readonly apiAudiences: readonly string[];
  /** Seconds; 0 is no limit. */
  readonly maxExpirationSeconds: number;
  readonly extendExpiration: boolean;
  readonly features: Features;
}

interface Signer {
  readonly key: KeyObject;
  readonly algorithm: SigningAlgorithm;
  /** base64url of `{"alg":…,"kid":…}`. */
  readonly header: string;
}

/** Signs tokens with one key at a time; header and claims are written in the order that go-jose gives them. */
export class TokenGenerator implements TokenIssuer {
  readonly issuer: string;
  readonly apiAudiences: readonly string[];
  readonly maxExpirationSeconds: number;
  readonly extendExpiration: boolean;
  readonly features: Features;
  #signer: Promise<Signer>;

  constructor(options: TokenGeneratorOptions) {
    this.issuer = options.issuer;
    this.apiAudiences = options.apiAudiences;
    this.maxExpirationSeconds = options.maxExpirationSeconds;
    this.extendExpiration = options.extendExpiration;
    this.features = options.features;
    this.#signer = Promise.resolve(options.signingKey).then(signer);
    // Whoever wants a token gets the error; until then it must not end the process.
    this.#signer.catch(() => undefined);
  }

  /** Signs with this key from now on. Throws, and changes nothing, where it cannot sign. */
  signWith(key: KeyObject): void {
    this.#signer = Promise.resolve(signer(key));
  }

  issue(claims: Readonly<Record<string, unknown>>): Promise<string> {
    return this.#sign({ ...claims, iss: this.issuer });
  }

  issueLegacy(claims: Readonly<Record<string, unknown>>): Promise<string> {
    return this.#sign({ ...claims, iss: LEGACY_ISSUER });
  }

  async #sign(claims: Readonly<Record<string, unknown>>): Promise<string> {
    const { header, algorithm, key } = await this.#signer;
    const signingInput = `${header}.${Buffer.from(goJsonMap(claims)).toString('base64url')}`;
    return `${signingInput}.${await signJws(signingInput, algorithm, key)}`;
  }
}

function signer(key: KeyObject): Signer {
  if (key.type !== 'private') throw new Error('the service account signing key must be a private key');
  const { keyId, algorithm } = serviceAccountKey(key);
  const header = Buffer.from(goJsonMap({ alg: algorithm, kid: keyId })).toString('base64url');
  return { key, algorithm, header };
}
