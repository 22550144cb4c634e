/** Makes, mends and deletes pods of stateful sets with their claims, and tells of it. Source: pkg/controller/statefulset/stateful_pod_control.go. */
import { type StatefulSet } from '../../apis/apps/v1.js';
import { type PersistentVolumeClaim } from '../../apis/core/persistent-volume-claim.js';
import { type Pod } from '../../apis/core/pod.js';
import { isReason } from '../../apis/errors.js';
import { type ResourceClient } from '../../client/client.js';
import { type Features } from '../../features/features.js';
import { messageOf, retryOnConflict } from '../errors.js';
import { type EventRecorder } from '../event-recorder.js';
import { type Informer } from '../informer.js';
import { goesWithScale, hasOtherController, hasRightOwners, isStalePodClaim, rightOwners } from './claim-owners.js';
import { claimName, claimsOf, hasIdentity, hasStorage, ordinalOf, withIdentity, withStorage } from './identity.js';

export interface StatefulPodControlOptions {
  readonly pods: ResourceClient<Pod>;
  readonly knownPods: Informer<Pod>;
  readonly claims: ResourceClient<PersistentVolumeClaim>;
  readonly knownClaims: Informer<PersistentVolumeClaim>;
  readonly recorder: EventRecorder;
  readonly features: Features;
}

type Verb = 'create' | 'update' | 'delete';

export class StatefulPodControl {
  readonly #options: StatefulPodControlOptions;

  constructor(options: StatefulPodControlOptions) {
    this.#options = options;
  }

  async create(set: StatefulSet, pod: Pod): Promise<void> {
    await this.#tell('create', set, pod, () => this.#createClaims(set, pod), 'failure');
    let failure: unknown;
    try {
      await this.#options.pods.create(set.metadata.namespace ?? '', pod);
    } catch (error) {
      if (isReason(error, 'AlreadyExists')) throw error;
      failure = error;
    }
    await this.#tell('update', set, pod, () => this.ownClaims(set, pod), 'failure');
    await this.#tell('create', set, pod, () => (failure === undefined ? Promise.resolve() : reject(failure)));
  }

  /** Gives a pod back its name, labels and volumes, and its claims their owners. */
  async update(set: StatefulSet, pod: Pod): Promise<void> {
    const { pods, knownPods, features } = this.#options;
    const { namespace = '', name = '' } = pod.metadata;
    const mend = async (): Promise<boolean> => {
      let next = knownPods.get(namespace, name) ?? pod;
      let changed = false;
      if (!hasIdentity(set, next)) [next, changed] = [withIdentity(set, next, features), true];
      if (!hasStorage(set, next)) {
        [next, changed] = [withStorage(set, next), true];
        await this.#createClaims(set, next);
      }
      if (!this.hasOwnedClaims(set, next)) {
        await this.ownClaims(set, next);
        changed = true;
      }
      if (changed) await pods.update(namespace, next);
      return changed;
    };
    try {
      if (await retryOnConflict(mend)) this.#record('update', set, pod);
    } catch (error) {
      this.#record('update', set, pod, error);
      throw error;
    }
  }

  async delete(set: StatefulSet, pod: Pod): Promise<void> {
    await this.#tell('delete', set, pod, async () => {
      try {
        await this.#options.pods.delete(set.metadata.namespace ?? '', pod.metadata.name ?? '');
      } catch (error) {
        if (!isReason(error, 'NotFound')) throw error;
      }
    });
  }

  /** Makes what is missing for a pod that waits. */
  async restoreClaims(set: StatefulSet, pod: Pod): Promise<void> {
    await this.#createClaims(set, pod);
    await this.#tell('update', set, pod, () => this.ownClaims(set, pod), 'failure');
  }

  hasOwnedClaims(set: StatefulSet, pod: Pod): boolean {
    if (!this.#options.features.enabled('StatefulSetAutoDeletePVC')) return true;
    return this.#claimsOf(set, pod).every((claim) => hasRightOwners(claim, set, pod));
  }

  async ownClaims(set: StatefulSet, pod: Pod): Promise<void> {
    const { claims, recorder, features } = this.#options;
    if (!features.enabled('StatefulSetAutoDeletePVC')) return;
    for (const claim of this.#claimsOf(set, pod)) {
      const { name = '', namespace = '' } = claim.metadata;
      if (hasOtherController(claim, set, pod)) {
        const text = `PersistentVolumeClaim ${name} has a conflicting OwnerReference that acts as a manging controller`;
        recorder.record(
          set,
          'Warning',
          'ConflictingController',
          `${text}, the retention policy is ignored for this claim`,
        );
      }
      if (hasRightOwners(claim, set, pod)) continue;
      const metadata = { ...claim.metadata, ownerReferences: rightOwners(claim, set, pod) };
      await claims.update(namespace, { ...claim, metadata });
    }
  }

  /** True where a claim goes with a pod of the name that is gone: the new pod waits for that. */
  hasStaleClaim(set: StatefulSet, pod: Pod): boolean {
    if (!this.#options.features.enabled('StatefulSetAutoDeletePVC') || !goesWithScale(set)) return false;
    return this.#claimsOf(set, pod).some((claim) => isStalePodClaim(claim, pod));
  }

  #claimsOf(set: StatefulSet, pod: Pod): PersistentVolumeClaim[] {
    const { namespace = '' } = set.metadata;
    const ordinal = ordinalOf(pod);
    return (set.spec.volumeClaimTemplates ?? []).flatMap(
      (template) => this.#options.knownClaims.get(namespace, claimName(set, template, ordinal)) ?? [],
    );
  }

  async #createClaims(set: StatefulSet, pod: Pod): Promise<void> {
    const { claims, knownClaims } = this.#options;
    const errors: string[] = [];
    for (const claim of claimsOf(set, ordinalOf(pod))) {
      const { namespace = '', name = '' } = claim.metadata;
      const there = knownClaims.get(namespace, name);
      if (there === undefined) {
        try {
          await claims.create(namespace, claim);
          this.#recordClaim(set, pod, name);
        } catch (error) {
          errors.push(`failed to create PVC ${name}: ${messageOf(error)}`);
          if (!isReason(error, 'AlreadyExists')) this.#recordClaim(set, pod, name, error);
        }
      } else if (there.metadata.deletionTimestamp !== undefined) errors.push(`pvc ${name} is being deleted`);
    }
    if (errors.length > 0) throw new Error(errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`);
  }

  /** `outcome`: only a failure is told. */
  async #tell(
    verb: Verb,
    set: StatefulSet,
    pod: Pod,
    action: () => Promise<void>,
    outcome: 'both' | 'failure' = 'both',
  ): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#record(verb, set, pod, error);
      throw error;
    }
    if (outcome === 'both') this.#record(verb, set, pod);
  }

  #record(verb: Verb, set: StatefulSet, pod: Pod, error?: unknown): void {
    const subject = `${this.#word(verb)} Pod ${pod.metadata.name ?? ''} in StatefulSet ${set.metadata.name ?? ''}`;
    this.#event(verb, set, error === undefined ? `${subject} successful` : subject, error);
  }

  #recordClaim(set: StatefulSet, pod: Pod, claim: string, error?: unknown): void {
    const of = `Pod ${pod.metadata.name ?? ''} in StatefulSet ${set.metadata.name ?? ''}`;
    const verb = this.#word('create');
    const text = error === undefined ? `${verb} Claim ${claim} ${of} success` : `${verb} Claim ${claim} for ${of}`;
    this.#event('create', set, text, error);
  }

  #event(verb: Verb, set: StatefulSet, text: string, error: unknown): void {
    const { recorder } = this.#options;
    if (error === undefined) recorder.record(set, 'Normal', `Successful${titled(verb)}`, text);
    else recorder.record(set, 'Warning', `Failed${titled(verb)}`, `${text} failed error: ${messageOf(error)}`);
  }

  #word(verb: Verb): string {
    return this.#options.features.behaviours.statefulSetEventsCapitalized ? titled(verb) : verb;
  }
}

function titled(verb: Verb): string {
  return verb.charAt(0).toUpperCase() + verb.slice(1);
}

function reject(error: unknown): Promise<never> {
  return Promise.reject(error instanceof Error ? error : new Error(messageOf(error)));
}
