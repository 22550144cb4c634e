import { LEGACY_ISSUER } from '../serviceaccount/legacy-claims.js';
import { LegacyTokenValidator, type LegacyTokenValidatorOptions } from '../serviceaccount/legacy-token-validator.js';
import { type TokenAuthenticator } from './authenticator.js';
import { JwtAuthenticator, type JwtAuthenticatorOptions } from './service-account.js';

/** Tokens that live in secrets. Source: pkg/serviceaccount/legacy.go. */
export function legacyServiceAccountAuthenticator(
  options: Omit<JwtAuthenticatorOptions, 'issuers' | 'validator'> & LegacyTokenValidatorOptions,
): TokenAuthenticator {
  const validator = new LegacyTokenValidator(options);
  return new JwtAuthenticator({ ...options, issuers: [LEGACY_ISSUER], validator });
}
