/** Certificates made on the spot, kept in --cert-dir when there is one. */
import type { Clock } from '../../clock/clock.js';
import type { Random } from '../../clock/random.js';
import { type Authority, type CertificatePair, createAuthority } from './authority.js';
import { CERT_DIR_FILES, coversSans, isCurrent, isIssuedBy, readPair, writePair } from './cert-dir.js';

export { type Authority, type CertificatePair, isPair } from './authority.js';
export { makeSigningKey } from './signing-key.js';
export { servingSans } from './sans.js';

export interface CertificatesOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Default: nothing is kept. */
  readonly certDir?: string | undefined;
}

/** The CA kept in the directory while it is valid, a new one otherwise. */
export function loadAuthority({ clock, random, certDir }: CertificatesOptions): Authority {
  if (certDir === undefined) return createAuthority({ clock, random });
  const kept = readPair(certDir, CERT_DIR_FILES.authority);
  if (kept !== undefined && isCurrent(kept.cert, clock)) return createAuthority({ clock, random, pair: kept });
  const made = createAuthority({ clock, random });
  writePair(certDir, CERT_DIR_FILES.authority, made);
  return made;
}

/** The serving certificate kept in the directory while it is valid, of this CA and complete; a new one otherwise. */
export function loadServingPair(
  authority: Authority,
  sans: readonly string[],
  { clock, certDir }: CertificatesOptions,
): CertificatePair {
  if (certDir === undefined) return authority.issueServing(sans);
  const kept = readPair(certDir, CERT_DIR_FILES.serving);
  if (
    kept !== undefined &&
    isCurrent(kept.cert, clock) &&
    isIssuedBy(kept.cert, authority.cert) &&
    coversSans(kept.cert, sans)
  ) {
    return kept;
  }
  const made = authority.issueServing(sans);
  writePair(certDir, CERT_DIR_FILES.serving, made);
  return made;
}
