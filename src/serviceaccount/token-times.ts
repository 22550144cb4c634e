/** The times in a token, with a minute of leeway. Sources: go-jose's jwt/validation.go, pkg/serviceaccount/claims.go. */
import { AuthenticationError } from '../authentication/authenticator.js';
import { type Behaviours } from '../features/behaviours.js';
import { LEEWAY } from './validator.js';
import { type PublicClaims } from './verified-token.js';

type Problem = 'expired' | 'notYet' | 'future';

const TEXTS: Readonly<Record<Problem, string>> = {
  expired: 'service account token has expired',
  notYet: 'service account token is not valid yet',
  future: 'service account token is issued in the future',
};

const EARLIER_TEXTS: Readonly<Record<Problem, string>> = {
  expired: 'Token has expired.',
  notYet: 'Token could not be validated.',
  future: 'Token could not be validated.',
};

/** @param now milliseconds since the epoch. Throws AuthenticationError. */
export function checkTimes(
  claims: PublicClaims,
  now: number,
  behaviours: Pick<Behaviours, 'tokenErrorsNameServiceAccount' | 'tokenTimesOptional'>,
): void {
  const problem = problemWith(claims, now, behaviours.tokenTimesOptional);
  if (problem === undefined) return;
  throw new AuthenticationError((behaviours.tokenErrorsNameServiceAccount ? TEXTS : EARLIER_TEXTS)[problem]);
}

function problemWith(
  { expiry, notBefore, issuedAt }: PublicClaims,
  now: number,
  optional: boolean,
): Problem | undefined {
  if (notBefore !== undefined && now + LEEWAY < notBefore * 1000) return 'notYet';
  // Earlier libraries took an absent time for the start of the epoch.
  const end = expiry ?? (optional ? undefined : 0);
  if (end !== undefined && now - LEEWAY > end * 1000) return 'expired';
  if (optional && issuedAt !== undefined && now + LEEWAY < issuedAt * 1000) return 'future';
  return undefined;
}
