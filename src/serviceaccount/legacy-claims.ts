/** The claims of tokens that live in secrets and never expire. Source: pkg/serviceaccount/legacy.go. */
import { type KubeObject } from '../apis/meta/v1.js';
import { makeUsername } from './username.js';

export const LEGACY_ISSUER = 'kubernetes/serviceaccount';

const PREFIX = 'kubernetes.io/serviceaccount/';
export const LEGACY_NAMESPACE_CLAIM = `${PREFIX}namespace`;
export const LEGACY_SECRET_NAME_CLAIM = `${PREFIX}secret.name`;
export const LEGACY_ACCOUNT_NAME_CLAIM = `${PREFIX}service-account.name`;
export const LEGACY_ACCOUNT_UID_CLAIM = `${PREFIX}service-account.uid`;

/** Everything but `iss`. */
export function legacyClaims(account: KubeObject, secret: KubeObject): Record<string, unknown> {
  const { namespace = '', name = '', uid = '' } = account.metadata;
  return {
    [LEGACY_NAMESPACE_CLAIM]: namespace,
    [LEGACY_SECRET_NAME_CLAIM]: secret.metadata.name ?? '',
    [LEGACY_ACCOUNT_NAME_CLAIM]: name,
    [LEGACY_ACCOUNT_UID_CLAIM]: uid,
    sub: makeUsername(namespace, name),
  };
}
