/** The authenticators of an AuthenticationConfiguration. Source: pkg/kubeapiserver/authenticator/config.go (newJWTAuthenticator). */
import { aggregate } from '../../apis/aggregate.js';
import { type AuthenticationConfiguration } from '../../apis/apiserver/authentication.js';
import { type FieldError, fieldErrorText } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type Clock } from '../../clock/clock.js';
import { Issuer, type IssuerOptions } from './issuer.js';
import { JWTAuthenticator } from './jwt-authenticator.js';
import { validateAuthenticationConfiguration, validateJWTAuthenticator, type ValidationContext } from './validation.js';

export { type Compile, type Expression, type ExpressionSubject, type ExpressionType } from './expressions.js';
export { JWTAuthenticator } from './jwt-authenticator.js';

/** All that --oidc-signing-algs may name, and what a configuration file allows. */
export const SIGNING_ALGORITHMS = [
  ...['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'],
] as const;

export interface JWTAuthenticatorsOptions extends Omit<ValidationContext, 'disallowedIssuers'> {
  readonly clock: Clock;
  readonly signingAlgorithms: readonly string[];
  /** The issuers of service account tokens. */
  readonly serviceAccountIssuers: readonly string[];
  readonly onError: IssuerOptions['onError'];
}

/** @throws Error with upstream's text, one line for all that is wrong. */
export function createJWTAuthenticators(
  configuration: AuthenticationConfiguration,
  options: JWTAuthenticatorsOptions,
): readonly JWTAuthenticator[] {
  const { features, compile, signingAlgorithms, serviceAccountIssuers } = options;
  const problems = validateAuthenticationConfiguration(configuration, { features, compile, disallowedIssuers: [] });
  if (problems.length > 0) throw new Error(`invalid authentication configuration: ${textOf(problems)}`);
  const unknown = signingAlgorithms.find((algorithm) => !SIGNING_ALGORITHMS.some((known) => known === algorithm));
  if (unknown !== undefined) throw new Error(`oidc: unsupported signing alg: ${JSON.stringify(unknown)}`);
  return (configuration.jwt ?? []).map((authenticator) => {
    const context = { features, compile, disallowedIssuers: serviceAccountIssuers };
    const { errors, compiled } = validateJWTAuthenticator(authenticator, Path.of(), context);
    if (errors.length > 0) throw new Error(textOf(errors));
    const issuer = new Issuer({ issuer: authenticator.issuer ?? {}, ...options });
    return new JWTAuthenticator(issuer, authenticator, compiled, features);
  });
}

function textOf(errors: readonly FieldError[]): string {
  return aggregate(errors.map(fieldErrorText));
}
