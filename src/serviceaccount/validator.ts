import { AuthenticationError, type Notes } from '../authentication/authenticator.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type ServiceAccountInfo } from './username.js';
import { type VerifiedToken } from './verified-token.js';

/** Tells whether a token with a good signature, issuer and audience is good now. Source: pkg/serviceaccount/jwt.go. */
export interface TokenValidator {
  /** Throws AuthenticationError where it is not. Looks everything up anew on each call. */
  validate(token: string, verified: VerifiedToken, notes?: Notes): Promise<ServiceAccountInfo>;
}

/** go-jose's DefaultLeeway, in milliseconds: how far off clocks may be, and how long a deleted object still counts. */
export const LEEWAY = 60_000;

/** True where an object was being deleted before that moment (milliseconds since the epoch). */
export function deletedBefore({ metadata }: KubeObject, moment: number): boolean {
  return metadata.deletionTimestamp !== undefined && Date.parse(metadata.deletionTimestamp) < moment;
}

/** What a client says, or hears from the API, that looks for an account that does not exist. */
export function accountNotFound(name: string): AuthenticationError {
  return new AuthenticationError(
    name === '' ? 'resource name may not be empty' : `serviceaccounts "${name}" not found`,
  );
}
