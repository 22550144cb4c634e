import { type Features } from '../features/features.js';

/** Signs service account tokens and tells what verifies them. Filled in by serviceaccount/generator.ts. */
export interface TokenIssuer {
  /** A signed JWT with the configured issuer as `iss`. */
  issue(claims: Readonly<Record<string, unknown>>): Promise<string>;
  /** A signed JWT whose `iss` is the legacy one. */
  issueLegacy(claims: Readonly<Record<string, unknown>>): Promise<string>;
  readonly issuer: string;
  readonly apiAudiences: readonly string[];
  /** Seconds; 0 is no limit. */
  readonly maxExpirationSeconds: number;
  readonly extendExpiration: boolean;
  readonly features: Features;
}
