/** Validates tokens made by TokenRequest. Source: pkg/serviceaccount/claims.go. */
import { type KubeObject } from '../apis/meta/v1.js';
import { AuthenticationError, type Notes } from '../authentication/authenticator.js';
import { type Getter } from '../client/client.js';
import { type Clock } from '../clock/clock.js';
import { type Features } from '../features/features.js';
import { type ClaimReference, type KubernetesClaims, readKubernetesClaims } from './kubernetes-claims.js';
import { type TokenUses } from './token-uses.js';
import { checkTimes } from './token-times.js';
import { type ServiceAccountInfo } from './username.js';
import { LEEWAY, type TokenValidator, accountNotFound, deletedBefore } from './validator.js';
import { type VerifiedToken } from './verified-token.js';
import { isWebhookBound, validateWebhook } from './webhook-reference.js';

interface Wording {
  readonly invalidated: string;
  readonly deleted: (namespace: string, name: string) => string;
  readonly accountUid: (actual: string, claimed: string) => string;
  readonly boundUid: (kind: string, actual: string, claimed: string) => string;
}

const WORDING: Wording = {
  invalidated: 'service account token has been invalidated',
  deleted: (namespace, name) => `service account ${namespace}/${name} has been deleted`,
  accountUid: (actual, claimed) => `service account UID (${actual}) does not match claim (${claimed})`,
  boundUid: (kind, actual, claimed) =>
    `${kind.toLowerCase()} UID (${actual}) does not match service account ${kind.toLowerCase()} ref claim (${claimed})`,
};

const EARLIER_WORDING: Wording = {
  invalidated: 'Token has been invalidated',
  deleted: (namespace, name) => `ServiceAccount ${namespace}/${name} has been deleted`,
  accountUid: (actual, claimed) => `ServiceAccount UID (${actual}) does not match claim (${claimed})`,
  boundUid: (kind, actual, claimed) => `${kind} UID (${actual}) does not match claim (${claimed})`,
};

interface Check {
  readonly object: KubeObject;
  readonly claimedUid: string;
  readonly deleted: string;
  readonly uidText: (actual: string, claimed: string) => string;
}

export interface BoundTokenValidatorOptions {
  readonly getter: Getter;
  readonly clock: Clock;
  readonly features: Features;
  readonly uses: TokenUses;
}

export class BoundTokenValidator implements TokenValidator {
  readonly #getter: Getter;
  readonly #clock: Clock;
  readonly #features: Features;
  readonly #wording: Wording;
  readonly #uses: TokenUses;

  constructor({ getter, clock, features, uses }: BoundTokenValidatorOptions) {
    this.#getter = getter;
    this.#clock = clock;
    this.#features = features;
    this.#uses = uses;
    this.#wording = features.behaviours.tokenErrorsNameServiceAccount ? WORDING : EARLIER_WORDING;
  }

  async validate(_token: string, verified: VerifiedToken, notes?: Notes): Promise<ServiceAccountInfo> {
    const now = this.#clock.now();
    const claims = readKubernetesClaims(verified.all, this.#features.behaviours);
    checkTimes(verified.public, now, this.#features.behaviours);
    await this.#validateAccount(claims, now);
    const { namespace, serviceaccount, pod, secret } = claims;
    if (secret !== undefined) await this.#validateBound('Secret', 'secrets', namespace, secret, now);
    if (pod !== undefined) await this.#validateBound('Pod', 'pods', namespace, pod, now);
    const node = claims.node === undefined ? undefined : await this.#node(claims, claims.node, now);
    const webhook = isWebhookBound(claims)
      ? await validateWebhook(claims, this.#getter, this.#features, now - LEEWAY)
      : undefined;
    this.#noteAge(claims.warnafter, verified.public.subject, now, notes);
    return {
      namespace,
      name: serviceaccount.name,
      uid: serviceaccount.uid,
      ...(pod === undefined ? {} : { podName: pod.name, podUid: pod.uid }),
      ...(node === undefined ? {} : { nodeName: node.name, nodeUid: node.uid }),
      ...(this.#features.enabled('ServiceAccountTokenJTI') ? { jti: verified.public.id } : {}),
      ...(webhook === undefined ? {} : { extra: webhook }),
    };
  }

  // Only tokens that outlive their asked expiry say from when on they should not be used any more.
  #noteAge(warnAfter: number | undefined, subject: string, now: number, notes: Notes | undefined): void {
    if (warnAfter === undefined || warnAfter === 0) return;
    if (now <= warnAfter * 1000) {
      this.#uses.valid++;
      return;
    }
    const seconds = Math.floor(now / 1000) - warnAfter;
    const text = `subject: ${subject}, seconds after warning threshold: ${String(seconds)}`;
    notes?.annotate?.('authentication.k8s.io/stale-token', text);
    this.#uses.stale++;
  }

  async #validateAccount({ namespace, serviceaccount }: KubernetesClaims, now: number): Promise<void> {
    const object = await this.#get('serviceaccounts', namespace, serviceaccount.name);
    if (object === undefined) throw accountNotFound(serviceaccount.name);
    const deleted = this.#wording.deleted(namespace, serviceaccount.name);
    this.#check({ object, claimedUid: serviceaccount.uid, deleted, uidText: this.#wording.accountUid }, now);
  }

  async #validateBound(
    kind: string,
    resource: string,
    namespace: string,
    ref: ClaimReference,
    now: number,
  ): Promise<void> {
    const object = await this.#get(resource, namespace, ref.name);
    if (object === undefined) throw new AuthenticationError(this.#wording.invalidated);
    const uidText = (actual: string, claimed: string): string => this.#wording.boundUid(kind, actual, claimed);
    this.#check({ object, claimedUid: ref.uid, deleted: this.#wording.invalidated, uidText }, now);
  }

  // A pod's token merely tells its node; a token bound to the node itself lives and dies with it.
  async #node({ pod }: KubernetesClaims, node: ClaimReference, now: number): Promise<ClaimReference | undefined> {
    if (pod !== undefined) return this.#features.enabled('ServiceAccountTokenPodNodeInfo') ? node : undefined;
    // Versions before node claims pass them over.
    if (!this.#features.behaviours.tokenRequestBindsNodes) return undefined;
    if (!this.#features.enabled('ServiceAccountTokenNodeBindingValidation')) {
      throw new AuthenticationError(
        'token is bound to a Node object but the ServiceAccountTokenNodeBindingValidation feature gate is disabled',
      );
    }
    await this.#validateBound('Node', 'nodes', '', node, now);
    return node;
  }

  #check({ object, claimedUid, deleted, uidText }: Check, now: number): void {
    const uid = object.metadata.uid ?? '';
    const uidError = uid === claimedUid ? undefined : uidText(uid, claimedUid);
    const deletion = deletedBefore(object, now - LEEWAY) ? deleted : undefined;
    const error = this.#features.behaviours.tokenUidCheckedFirst ? (uidError ?? deletion) : (deletion ?? uidError);
    if (error !== undefined) throw new AuthenticationError(error);
  }

  #get(resource: string, namespace: string, name: string): Promise<KubeObject | undefined> {
    return this.#getter.get({ group: '', resource }, namespace, name);
  }
}
