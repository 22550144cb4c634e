/** Tokens of service accounts. Source: pkg/serviceaccount/jwt.go. */
import { type Getter } from '../client/client.js';
import { type Clock } from '../clock/clock.js';
import { type Features } from '../features/features.js';
import { BoundTokenValidator } from '../serviceaccount/bound-token-validator.js';
import { unverifiedIssuer } from '../serviceaccount/jwt.js';
import { type TokenUses } from '../serviceaccount/token-uses.js';
import { serviceAccountUser } from '../serviceaccount/username.js';
import { type TokenValidator } from '../serviceaccount/validator.js';
import { type VerifiedToken } from '../serviceaccount/verified-token.js';
import { type TokenVerifier } from '../serviceaccount/verifier.js';
import { goQuote } from '../apis/field/errors.js';
import { intersectAudiences, quoteAudiences } from './audiences.js';
import {
  type Audiences,
  AuthenticationError,
  type AuthenticatorResponse,
  type Awaitable,
  type TokenAuthenticator,
  type Notes,
} from './authenticator.js';

export interface JwtAuthenticatorOptions {
  /** The values of `iss` that are this authenticator's business. */
  readonly issuers: readonly string[];
  readonly verifier: TokenVerifier;
  readonly validator: TokenValidator;
  readonly uses: TokenUses;
  /** What a token without `aud` is good for, and what is asked for where the caller asks for none. */
  readonly apiAudiences: readonly string[];
}

/** Issuer, signature, audience, then what the validator knows: in that order. */
export class JwtAuthenticator implements TokenAuthenticator {
  readonly #options: JwtAuthenticatorOptions;
  readonly #issuers: ReadonlySet<string>;

  constructor(options: JwtAuthenticatorOptions) {
    this.#options = options;
    this.#issuers = new Set(options.issuers);
  }

  authenticateToken(token: string, wanted: Audiences, notes?: Notes): Awaitable<AuthenticatorResponse | undefined> {
    const { verifier } = this.#options;
    const remembered = verifier.remembered(token);
    const issuer = remembered?.public.issuer ?? unverifiedIssuer(token);
    if (issuer === undefined || !this.#issuers.has(issuer)) return undefined;
    if (remembered !== undefined) return this.#accept(token, remembered, wanted, notes);
    return verifier
      .verify(token)
      .then((verified) => (verified === undefined ? undefined : this.#accept(token, verified, wanted, notes)));
  }

  async #accept(
    token: string,
    verified: VerifiedToken,
    wanted: Audiences,
    notes: Notes | undefined,
  ): Promise<AuthenticatorResponse> {
    const { validator, apiAudiences, uses } = this.#options;
    if (!this.#issuers.has(verified.public.issuer)) {
      throw new AuthenticationError(`token issuer ${goQuote(verified.public.issuer)} is invalid`);
    }
    const { audience, subject } = verified.public;
    if (audience.length === 0) {
      notes?.annotate?.('authentication.k8s.io/legacy-token', subject);
      uses.legacy++;
    }
    const offered = audience.length === 0 ? apiAudiences : audience;
    const asked = wanted ?? apiAudiences;
    const audiences = intersectAudiences(offered, asked);
    if (audiences.length === 0 && apiAudiences.length > 0) {
      throw new AuthenticationError(
        `token audiences ${quoteAudiences(offered)} is invalid for the target audiences ${quoteAudiences(asked)}`,
      );
    }
    const info = await validator.validate(token, verified, notes);
    return { user: serviceAccountUser(info), audiences };
  }
}

/** Tokens made by TokenRequest. */
export function serviceAccountAuthenticator(
  options: Omit<JwtAuthenticatorOptions, 'validator'> & { getter: Getter; clock: Clock; features: Features },
): TokenAuthenticator {
  const validator = new BoundTokenValidator(options);
  return new JwtAuthenticator({ ...options, validator });
}
