/** Whom a certificate, or a request for one, names. RFC 5280 4.1.2.4, 4.1.2.6; source: Go's crypto/x509/pkix. */
import { childrenOf, type DerValue, oidOf } from './der.js';

export interface NameAttribute {
  /** `2.5.4.3`. */
  readonly type: string;
  readonly value: string;
}

export interface Subject {
  /** The last one where there are several. */
  readonly commonName: string;
  readonly organizations: readonly string[];
  /** Of Kubernetes' own attribute type. Source: k8s.io/apiserver/pkg/authentication/request/x509 (X509UID). */
  readonly uids: readonly string[];
  /** All of them, in their order. */
  readonly attributes: readonly NameAttribute[];
}

const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';
const KUBERNETES_UID = '1.3.6.1.4.1.57683.2';

/** What a name in DER says. */
export function readSubject(name: DerValue): Subject {
  const attributes = childrenOf(name)
    .flatMap(childrenOf)
    .flatMap((attribute) => {
      const [type, value] = childrenOf(attribute);
      return type === undefined || value === undefined ? [] : [{ type: oidOf(type), value: value.content.toString() }];
    });
  const valuesOf = (wanted: string): string[] =>
    attributes.filter(({ type }) => type === wanted).map(({ value }) => value);
  return {
    commonName: valuesOf(COMMON_NAME).at(-1) ?? '',
    organizations: valuesOf(ORGANIZATION),
    uids: valuesOf(KUBERNETES_UID),
    attributes,
  };
}
