import { AggregateAuthenticationError, AuthenticationError } from '../authentication/authenticator.js';
import { type Features } from '../features/features.js';
import { parseJws, readObject, verifyJws } from './jwt.js';
import { type PublicKeys } from './public-keys.js';
import { SignatureCache } from './signature-cache.js';
import { type VerifiedToken, readPublicClaims } from './verified-token.js';

/** Tells whether one of the keys signed a token. Source: pkg/serviceaccount/jwt.go. */
export class TokenVerifier {
  readonly #keys: PublicKeys;
  readonly #features: Features;
  readonly #cache: SignatureCache<VerifiedToken>;
  readonly #underWay = new Map<string, Promise<VerifiedToken | undefined>>();
  #replacements = 0;

  constructor(keys: PublicKeys, features: Features, cache = new SignatureCache<VerifiedToken>()) {
    this.#keys = keys;
    this.#features = features;
    this.#cache = cache;
    keys.onReplaced(() => this.#forget());
  }

  /** The claims of a token that was verified before. */
  remembered(token: string): VerifiedToken | undefined {
    return this.#cache.get(token);
  }

  /** Undefined where the token is no JWS. Throws AuthenticationError where no key fits or the claims cannot be read. */
  verify(token: string): Promise<VerifiedToken | undefined> {
    const underWay = this.#underWay.get(token);
    if (underWay !== undefined) return underWay;
    const verification = this.#verify(token).finally(() => {
      if (this.#underWay.get(token) === verification) this.#underWay.delete(token);
    });
    this.#underWay.set(token, verification);
    return verification;
  }

  // What is being verified with the old keys is neither remembered nor told to those who ask from now on.
  #forget(): void {
    this.#replacements++;
    this.#cache.clear();
    this.#underWay.clear();
  }

  async #verify(token: string): Promise<VerifiedToken | undefined> {
    const jws = parseJws(token);
    if (jws === undefined) return undefined;
    const { behaviours } = this.#features;
    const replacements = this.#replacements;
    const keys = await this.#keys.withId(behaviours.tokenKeysPickedByKeyId ? jws.keyId : '');
    if (keys.length === 0) throw new AuthenticationError('invalid signature, no keys found');
    const errors: AuthenticationError[] = [];
    for (const { publicKey } of keys) {
      if (!(await verifyJws(jws, publicKey))) {
        errors.push(new AuthenticationError(`${behaviours.joseLibrary}: error in cryptographic primitive`));
        continue;
      }
      try {
        const all = readObject(jws.payload) ?? {};
        const verified = { public: readPublicClaims(all, behaviours), all };
        if (replacements === this.#replacements) this.#cache.set(token, verified);
        return verified;
      } catch (error) {
        if (!(error instanceof AuthenticationError)) throw error;
        errors.push(error);
      }
    }
    throw new AggregateAuthenticationError(errors);
  }
}
