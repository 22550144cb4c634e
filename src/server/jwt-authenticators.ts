/** The issuers beside this server whose tokens it accepts, which may change while it runs. */
import { isDeepStrictEqual } from 'node:util';
import { type AuthenticationConfiguration } from '../apis/apiserver/authentication.js';
import {
  createJWTAuthenticators,
  type JWTAuthenticator,
  type JWTAuthenticatorsOptions,
  SIGNING_ALGORITHMS,
} from '../authentication/oidc/index.js';
import { type ServerOptions } from './options.js';

export class JWTAuthenticators {
  readonly #options: JWTAuthenticatorsOptions;
  readonly #anonymous: AuthenticationConfiguration['anonymous'];
  #current: readonly JWTAuthenticator[];

  /** @throws Error in one line for a configuration that upstream would refuse. */
  constructor(
    { authenticationConfiguration = {}, oidcSigningAlgorithms = SIGNING_ALGORITHMS }: ServerOptions,
    options: Omit<JWTAuthenticatorsOptions, 'signingAlgorithms'>,
  ) {
    this.#options = { ...options, signingAlgorithms: oidcSigningAlgorithms };
    this.#anonymous = authenticationConfiguration.anonymous;
    this.#current = createJWTAuthenticators(authenticationConfiguration, this.#options);
    // Whoever shows a token waits for its issuer to be found, and the next one looks again.
    for (const { issuer } of this.#current) issuer.find().catch(() => undefined);
  }

  get current(): readonly JWTAuthenticator[] {
    return this.#current;
  }

  /** Those of another configuration, once all issuers are found. @throws Error in one line. */
  async prepare(configuration: AuthenticationConfiguration): Promise<readonly JWTAuthenticator[]> {
    const prepared = createJWTAuthenticators(configuration, this.#options);
    if (!isDeepStrictEqual(configuration.anonymous, this.#anonymous)) {
      throw new Error('anonymous: Forbidden: changed from initial configuration file');
    }
    for (const { issuer } of prepared) {
      try {
        await issuer.find();
      } catch (error) {
        const text = `oidc: authenticator for issuer ${JSON.stringify(issuer.url)} is not healthy`;
        throw new Error(`${text}: ${(error as Error).message}`, { cause: error });
      }
    }
    return prepared;
  }

  replace(prepared: readonly JWTAuthenticator[]): void {
    this.#current = prepared;
  }
}
