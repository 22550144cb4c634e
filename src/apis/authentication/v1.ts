/** authentication.k8s.io/v1 wire types. Source: k8s.io/api/authentication/v1/types.go. */
import { type KubeObject } from '../meta/v1.js';

export const AUTHENTICATION_GROUP = 'authentication.k8s.io';

/** A user on the wire; absent fields and empty ones are the same. */
export interface WireUserInfo {
  username?: string;
  uid?: string;
  groups?: readonly string[];
  extra?: Readonly<Record<string, readonly string[]>>;
}

export interface TokenReview extends KubeObject {
  spec?: { token?: string; audiences?: string[] };
  status?: { authenticated?: boolean; user?: WireUserInfo; audiences?: readonly string[]; error?: string };
}

export interface SelfSubjectReview extends KubeObject {
  status?: { userInfo?: WireUserInfo };
}

export interface BoundObjectReference {
  kind?: string;
  apiVersion?: string;
  name?: string;
  uid?: string;
}

export interface TokenRequestSpec {
  audiences?: readonly string[];
  expirationSeconds?: number;
  boundObjectRef?: BoundObjectReference | null;
  attestations?: Readonly<Record<string, readonly string[]>>;
}

export interface TokenRequest extends KubeObject {
  spec?: TokenRequestSpec;
  status?: { token: string; expirationTimestamp: string };
}
