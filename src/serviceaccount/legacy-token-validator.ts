/** Validates tokens that live in secrets. Source: pkg/serviceaccount/legacy.go. */
import { timingSafeEqual } from 'node:crypto';
import { type KubeObject } from '../apis/meta/v1.js';
import { AuthenticationError, type Warn } from '../authentication/authenticator.js';
import { type Getter } from '../client/client.js';
import { type Features } from '../features/features.js';
import { type LastUse } from './last-use.js';
import {
  LEGACY_ACCOUNT_NAME_CLAIM,
  LEGACY_ACCOUNT_UID_CLAIM,
  LEGACY_NAMESPACE_CLAIM,
  LEGACY_SECRET_NAME_CLAIM,
} from './legacy-claims.js';
import { type ServiceAccountInfo, splitUsername } from './username.js';
import { type TokenValidator, accountNotFound } from './validator.js';
import { type ClaimSet, type VerifiedToken, readText } from './verified-token.js';

export const INVALID_SINCE_LABEL = 'kubernetes.io/legacy-token-invalid-since';

const AUTO_GENERATED_WARNING =
  'Use tokens from the TokenRequest API or manually created secret-based tokens instead of auto-generated secret-based tokens.';

interface SecretObject extends KubeObject {
  data?: Readonly<Record<string, string>>;
}

interface AccountObject extends KubeObject {
  secrets?: readonly { name?: string }[];
}

interface LegacyClaims {
  readonly namespace: string;
  readonly secretName: string;
  readonly accountName: string;
  readonly accountUid: string;
}

export interface LegacyTokenValidatorOptions {
  readonly getter: Getter;
  /** Notes the use on the secret, in versions that track it. */
  readonly lastUse: LastUse;
  /** False: only the claims are looked at. */
  readonly lookup: boolean;
  readonly features: Features;
}

export class LegacyTokenValidator implements TokenValidator {
  readonly #options: LegacyTokenValidatorOptions;

  constructor(options: LegacyTokenValidatorOptions) {
    this.#options = options;
  }

  async validate(token: string, verified: VerifiedToken, warn?: Warn): Promise<ServiceAccountInfo> {
    const claims = readLegacyClaims(verified);
    if (this.#options.lookup) await this.#lookUp(token, claims, warn);
    return { namespace: claims.namespace, name: claims.accountName, uid: claims.accountUid };
  }

  async #lookUp(token: string, claims: LegacyClaims, warn: Warn | undefined): Promise<void> {
    const { getter, features, lastUse } = this.#options;
    const secret = await getter.get<SecretObject>(SECRETS, claims.namespace, claims.secretName);
    if (secret === undefined || secret.metadata.deletionTimestamp !== undefined) refuse('Token has been invalidated');
    if (!holds(secret, token)) refuse("Token does not match server's copy");
    const account = await this.#account(claims);
    if (features.behaviours.legacyTokenInvalidSince && (secret.metadata.labels?.[INVALID_SINCE_LABEL] ?? '') !== '') {
      await lastUse.note(secret);
      refuse(markedInvalid(claims));
    }
    if (!features.enabled('LegacyServiceAccountTokenTracking')) return;
    if (account.secrets?.some(({ name }) => name === claims.secretName) === true) warn?.(AUTO_GENERATED_WARNING);
    await lastUse.note(secret);
  }

  async #account({ namespace, accountName, accountUid }: LegacyClaims): Promise<AccountObject> {
    const account = await this.#options.getter.get<AccountObject>(ACCOUNTS, namespace, accountName);
    if (account === undefined) throw accountNotFound(accountName);
    if (account.metadata.deletionTimestamp !== undefined) {
      refuse(`ServiceAccount ${namespace}/${accountName} has been deleted`);
    }
    const uid = account.metadata.uid ?? '';
    if (uid !== accountUid) refuse(`ServiceAccount UID (${uid}) does not match claim (${accountUid})`);
    return account;
  }
}

const SECRETS = { group: '', resource: 'secrets' };
const ACCOUNTS = { group: '', resource: 'serviceaccounts' };

function readLegacyClaims({ public: { subject }, all }: VerifiedToken): LegacyClaims {
  if (subject === '') refuse('sub claim is missing');
  const claims = {
    namespace: demand(all, LEGACY_NAMESPACE_CLAIM, 'namespace'),
    secretName: demand(all, LEGACY_SECRET_NAME_CLAIM, 'secretName'),
    accountName: demand(all, LEGACY_ACCOUNT_NAME_CLAIM, 'serviceAccountName'),
    accountUid: demand(all, LEGACY_ACCOUNT_UID_CLAIM, 'serviceAccountUID'),
  };
  const user = splitUsername(subject);
  if (user?.namespace !== claims.namespace || user.name !== claims.accountName) refuse('sub claim is invalid');
  return claims;
}

function demand(all: ClaimSet, claim: string, title: string): string {
  const value = readText(all, claim);
  return value === '' ? refuse(`${title} claim is missing`) : value;
}

function holds(secret: SecretObject, token: string): boolean {
  const kept = Buffer.from(secret.data?.token ?? '', 'base64');
  const shown = Buffer.from(token);
  return kept.length === shown.length && timingSafeEqual(kept, shown);
}

function markedInvalid({ namespace, secretName, accountName }: LegacyClaims): string {
  return (
    `the token in secret ${namespace}/${secretName} for service account ${namespace}/${accountName} has been marked invalid. ` +
    'Use tokens from the TokenRequest API or manually created secret-based tokens, ' +
    `or remove the '${INVALID_SINCE_LABEL}' label from the secret to temporarily allow use of this token`
  );
}

function refuse(text: string): never {
  throw new AuthenticationError(text);
}
