/** The wire types of certificates.k8s.io, as far as their validation reads them. */
import { type KubeObject } from '../meta/v1.js';

export const CERTIFICATES_GROUP = 'certificates.k8s.io';

export const LEGACY_UNKNOWN_SIGNER = 'kubernetes.io/legacy-unknown';

export interface CertificateSigningRequestCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastUpdateTime?: string | null;
  lastTransitionTime?: string | null;
}

export interface CertificateSigningRequest extends KubeObject {
  spec: {
    /** PEM, in base64. */
    request: string;
    signerName: string;
    expirationSeconds?: number;
    usages?: string[];
    username?: string;
    uid?: string;
    groups?: readonly string[];
    extra?: Readonly<Record<string, readonly string[]>>;
  };
  status?: {
    conditions?: CertificateSigningRequestCondition[];
    /** PEM, in base64. */
    certificate?: string;
  };
}

export interface ClusterTrustBundle extends KubeObject {
  spec: { signerName?: string; trustBundle: string };
}

export interface PodCertificateRequest extends KubeObject {
  spec: {
    signerName: string;
    podName: string;
    podUID: string;
    serviceAccountName: string;
    serviceAccountUID: string;
    nodeName: string;
    nodeUID: string;
    maxExpirationSeconds?: number;
    /** DER, in base64. */
    stubPKCS10Request?: string;
    pkixPublicKey?: string;
    proofOfPossession?: string;
    unverifiedUserAnnotations?: Readonly<Record<string, string>>;
  };
  status?: {
    conditions?: {
      type: string;
      status: string;
      reason?: string;
      message?: string;
      lastTransitionTime?: string | null;
      observedGeneration?: number;
    }[];
    certificateChain?: string;
    notBefore?: string;
    notAfter?: string;
    beginRefreshAt?: string;
  };
}
