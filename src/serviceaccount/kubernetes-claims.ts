/** The `kubernetes.io` claim of a bound token. Source: pkg/serviceaccount/claims.go. */
import { AuthenticationError } from '../authentication/authenticator.js';
import { type ClaimSet, type Library, readClaimSet, readNumericDate, readText } from './verified-token.js';

/** '' where the token leaves it out. */
export interface ClaimReference {
  readonly name: string;
  readonly uid: string;
}

export interface KubernetesClaims {
  readonly namespace: string;
  readonly serviceaccount: ClaimReference;
  readonly pod: ClaimReference | undefined;
  readonly secret: ClaimReference | undefined;
  readonly node: ClaimReference | undefined;
  readonly validatingwebhookconfiguration: ClaimReference | undefined;
  readonly mutatingwebhookconfiguration: ClaimReference | undefined;
  readonly admissionReviewAPIGroups: readonly string[];
  /** Seconds since the epoch. */
  readonly warnafter: number | undefined;
}

/** Throws AuthenticationError where a claim has the wrong type. */
export function readKubernetesClaims(all: ClaimSet, library: Library): KubernetesClaims {
  const claims = readClaimSet(all, 'kubernetes.io', 'serviceaccount.kubernetes') ?? {};
  const reference = (name: string): ClaimReference | undefined => {
    const ref = readClaimSet(claims, name, 'serviceaccount.ref');
    return ref === undefined ? undefined : { name: readText(ref, 'name'), uid: readText(ref, 'uid') };
  };
  return {
    namespace: readText(claims, 'namespace'),
    serviceaccount: reference('serviceaccount') ?? { name: '', uid: '' },
    pod: reference('pod'),
    secret: reference('secret'),
    node: reference('node'),
    validatingwebhookconfiguration: reference('validatingwebhookconfiguration'),
    mutatingwebhookconfiguration: reference('mutatingwebhookconfiguration'),
    admissionReviewAPIGroups: readAttestation(claims),
    warnafter: readNumericDate(claims.warnafter, library),
  };
}

function readAttestation(claims: ClaimSet): readonly string[] {
  const attestations = readClaimSet(claims, 'attestations', 'map[string]authentication.AttestationValue') ?? {};
  const groups = attestations.admissionReviewAPIGroups ?? [];
  if (Array.isArray(groups) && groups.every((group) => typeof group === 'string')) return groups;
  throw new AuthenticationError('json: cannot unmarshal object into Go value of type authentication.AttestationValue');
}
