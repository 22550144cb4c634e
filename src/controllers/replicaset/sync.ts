/** Makes as many pods as a replica set wants, or deletes those that are too many. Source: pkg/controller/replicaset/replica_set.go. */
import { type ReplicaSet } from '../../apis/apps/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { type GroupVersionKind } from '../../apis/meta/v1.js';
import { type LabelSelector } from '../../apis/validation/label-selector.js';
import { type ResourceClient } from '../../client/client.js';
import { selects } from '../../registry/selection.js';
import { claim } from '../claims.js';
import { type ControllerDependencies } from '../controller.js';
import { controllerOf, newControllerRef } from '../controller-ref.js';
import { asError, isNamespaceTerminating, unlessMissing } from '../errors.js';
import { type Informer } from '../informer.js';
import { podFromTemplate, type PodControl } from '../pod-control.js';
import { isPodActive, isPodTerminating, untilNextIsAvailable } from '../pod-state.js';
import { slowStart } from '../slow-start.js';
import { writeStatus } from '../status.js';
import { inDeletionOrder } from './deletion-order.js';
import { nextStatus } from './status.js';

/** How many pods are made or deleted in one go. */
const BURST = 500;

export interface ReplicaSetSyncOptions {
  readonly dependencies: ControllerDependencies;
  readonly kind: GroupVersionKind;
  /** Whose replicas are looked at: a replication controller looks like a replica set. */
  readonly replicaSets: Informer<ReplicaSet>;
  readonly client: ResourceClient<ReplicaSet>;
  readonly pods: Informer<Pod>;
  readonly podClient: ResourceClient<Pod>;
  readonly podControl: PodControl;
  readonly selectorOf: (replicaSet: ReplicaSet) => LabelSelector | undefined;
  readonly countsTerminating: boolean;
}

export class ReplicaSetSync {
  readonly #options: ReplicaSetSyncOptions;

  constructor(options: ReplicaSetSyncOptions) {
    this.#options = options;
  }

  /** Returns in how many milliseconds to look again; undefined: when something changes. */
  async sync(namespace: string, name: string): Promise<number | undefined> {
    const { replicaSets, client, countsTerminating, dependencies } = this.#options;
    const replicaSet = replicaSets.get(namespace, name);
    if (replicaSet === undefined) return undefined;
    const all = await this.#claimed(replicaSet);
    const active = all.filter((pod) => isPodActive(pod));
    const failure = replicaSet.metadata.deletionTimestamp === undefined ? await this.#manage(replicaSet, active) : {};
    const { clock, features } = dependencies;
    const now = clock.now();
    const terminating =
      countsTerminating && features.enabled('DeploymentReplicaSetTerminatingReplicas')
        ? this.#terminating(replicaSet)
        : undefined;
    const status = nextStatus(replicaSet, { active, terminating, failure: failure.error, now });
    const { status: written } =
      (status === undefined ? undefined : await unlessMissing(writeStatus(client, replicaSet, () => status))) ??
      replicaSet;
    if (failure.error !== undefined) throw failure.error;
    const { minReadySeconds = 0 } = replicaSet.spec;
    const { readyReplicas = 0, availableReplicas = 0 } = written ?? {};
    if (minReadySeconds === 0 || readyReplicas === availableReplicas) return undefined;
    return untilNextIsAvailable(active, minReadySeconds, clock.now()) ?? minReadySeconds * 1000;
  }

  #claimed(replicaSet: ReplicaSet): Promise<Pod[]> {
    const { kind, client, podClient, pods, selectorOf } = this.#options;
    const { namespace = '', uid = '' } = replicaSet.metadata;
    const selector = selectorOf(replicaSet);
    const candidates = [...pods.controlledBy(uid), ...pods.orphansIn(namespace)];
    return claim(
      {
        owner: replicaSet,
        ownerKind: kind,
        owners: client,
        dependents: podClient,
        chooses: ({ metadata }) => selects(selector, metadata.labels ?? {}),
      },
      candidates.filter((pod) => isPodActive(pod)),
    );
  }

  #terminating(replicaSet: ReplicaSet): Pod[] {
    const { pods, selectorOf } = this.#options;
    const selector = selectorOf(replicaSet);
    return pods
      .controlledBy(replicaSet.metadata.uid ?? '')
      .filter((pod) => isPodTerminating(pod) && selects(selector, pod.metadata.labels ?? {}));
  }

  /** What went wrong, where something did. */
  async #manage(replicaSet: ReplicaSet, active: readonly Pod[]): Promise<{ error?: Error }> {
    const missing = (replicaSet.spec.replicas ?? 0) - active.length;
    if (missing > 0) return this.#create(replicaSet, Math.min(missing, BURST));
    if (missing < 0) return this.#delete(replicaSet, active, Math.min(-missing, BURST));
    return {};
  }

  async #create(replicaSet: ReplicaSet, count: number): Promise<{ error?: Error }> {
    const { kind, podControl } = this.#options;
    const pod = podFromTemplate(replicaSet.spec.template ?? {}, replicaSet, newControllerRef(replicaSet, kind));
    const { error } = await slowStart(count, 1, async () => {
      try {
        await podControl.create(replicaSet, pod);
      } catch (error) {
        // Where the namespace goes, nothing more is to be made, and that is no failure.
        if (!isNamespaceTerminating(error)) throw error;
      }
    });
    return error === undefined ? {} : { error: asError(error) };
  }

  async #delete(replicaSet: ReplicaSet, active: readonly Pod[], count: number): Promise<{ error?: Error }> {
    const { podControl, dependencies } = this.#options;
    const { clock, features } = dependencies;
    const order = { related: this.#related(replicaSet), now: clock.now(), features };
    const excess = count < active.length ? inDeletionOrder(active, order).slice(0, count) : active;
    const results = await Promise.allSettled(
      excess.map(({ metadata }) => podControl.delete(replicaSet, metadata.name ?? '')),
    );
    const failed = results.find((result) => result.status === 'rejected');
    return failed === undefined ? {} : { error: asError(failed.reason) };
  }

  /** Pods of all replica sets that have the same controller. */
  #related(replicaSet: ReplicaSet): readonly Pod[] {
    const { replicaSets, pods, selectorOf } = this.#options;
    const owner = controllerOf(replicaSet);
    if (owner === undefined) return [];
    const siblings = replicaSets.controlledBy(owner.uid).map(selectorOf);
    return pods
      .list(replicaSet.metadata.namespace ?? '')
      .filter(({ metadata }) => siblings.some((selector) => selects(selector, metadata.labels ?? {})));
  }
}
