/** The claims of bound service account tokens. Source: pkg/serviceaccount/claims.go. */
import { type KubeObject } from '../apis/meta/v1.js';
import { type Random, uuid } from '../clock/random.js';
import { type Features } from '../features/features.js';
import { makeUsername } from './username.js';

/** A requested life of that many seconds marks the tokens of old clients, which get a longer one. */
export const WARN_ONLY_BOUND_TOKEN_EXPIRATION_SECONDS = 3607;
/** The longer life. */
export const EXPIRATION_EXTENSION_SECONDS = 365 * 24 * 60 * 60;

/** What a token is bound to besides its account. */
export type BoundObject =
  | {
      readonly kind: 'Pod';
      readonly object: KubeObject;
      /** The pod's node; without a uid where the node does not exist. */
      readonly node?: KubeObject;
    }
  | { readonly kind: 'Secret' | 'Node' | WebhookKind; readonly object: KubeObject };

export type WebhookKind = 'ValidatingWebhookConfiguration' | 'MutatingWebhookConfiguration';

export interface ClaimsRequest {
  readonly account: KubeObject;
  readonly bound?: BoundObject | undefined;
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  /** Seconds from now after which the use of the token counts as stale; 0: never. */
  readonly warnAfterSeconds: number;
  readonly attestations?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Everything but `iss`. */
export function claims(request: ClaimsRequest, features: Features, random: Random): Record<string, unknown> {
  const { account, bound, attestations } = request;
  const now = Math.floor(request.now / 1000);
  const { namespace = '', name = '' } = account.metadata;
  const kubernetes: Record<string, unknown> = { namespace, serviceaccount: reference(account) };
  if (bound !== undefined) {
    kubernetes[bound.kind.toLowerCase()] = reference(bound.object);
    if (bound.kind === 'Pod' && bound.node !== undefined) kubernetes.node = reference(bound.node);
  }
  if (attestations !== undefined && Object.keys(attestations).length > 0) kubernetes.attestations = attestations;
  if (request.warnAfterSeconds !== 0) kubernetes.warnafter = now + request.warnAfterSeconds;
  return {
    aud: request.audiences,
    exp: now + request.expirationSeconds,
    iat: now,
    ...(features.enabled('ServiceAccountTokenJTI') ? { jti: uuid(random) } : {}),
    'kubernetes.io': kubernetes,
    nbf: now,
    sub: makeUsername(namespace, name),
  };
}

function reference({ metadata: { name, uid } }: KubeObject): { name?: string; uid?: string } {
  return { ...(name === undefined ? {} : { name }), ...(uid === undefined ? {} : { uid }) };
}
