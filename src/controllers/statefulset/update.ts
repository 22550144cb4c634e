/**
 * Brings a stateful set's pods to where they should be, one after the other unless it says that they need no order.
 * Source: pkg/controller/statefulset/stateful_set_control.go (updateStatefulSet).
 */
import { type ControllerRevision, type StatefulSet, type StatefulSetStatus } from '../../apis/apps/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Clock } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { type EventRecorder } from '../event-recorder.js';
import { isPodAvailable, isPodTerminal } from '../pod-state.js';
import { templateOf } from '../revisions.js';
import { slowStart } from '../slow-start.js';
import { firstOrdinal, hasIdentity, hasStorage, isInRange, newPod, ordinalOf } from './identity.js';
import { type StatefulPodControl } from './pod-control.js';
import { rollPods } from './rolling-update.js';
import { countPods, isCreated, isGoing, isRunningAndReady } from './status.js';

export interface UpdateOptions {
  readonly set: StatefulSet;
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  readonly collisionCount: number;
  readonly pods: readonly Pod[];
  readonly control: StatefulPodControl;
  readonly recorder: EventRecorder;
  readonly features: Features;
  readonly clock: Clock;
}

export interface Outcome {
  readonly status: StatefulSetStatus;
  /** What stood in the way. */
  readonly error?: unknown;
}

/** Resolves to true where nothing more is to be done for now. */
type Step = (pod: Pod) => Promise<boolean>;

export class StatefulSetUpdate {
  readonly #options: UpdateOptions;
  /** The set with the template of the update revision. */
  readonly #updateSet: StatefulSet;
  readonly #replicas: readonly Pod[];
  /** Those that are too many, the last ordinal first. */
  readonly #condemned: readonly Pod[];

  constructor(options: UpdateOptions) {
    this.#options = options;
    const { set, pods, update } = options;
    this.#updateSet = withTemplate(set, update);
    const first = firstOrdinal(set);
    const existing = new Map(pods.filter((pod) => isInRange(set, pod)).map((pod) => [ordinalOf(pod), pod]));
    const ordinals = Array.from({ length: set.spec.replicas ?? 0 }, (_, i) => first + i);
    this.#replicas = ordinals.map((ordinal) => existing.get(ordinal) ?? this.#newPod(ordinal));
    this.#condemned = pods
      .filter((pod) => !isInRange(set, pod) && ordinalOf(pod) >= 0)
      .sort((a, b) => ordinalOf(b) - ordinalOf(a));
  }

  async run(): Promise<Outcome> {
    const { set, pods } = this.#options;
    if (set.metadata.deletionTimestamp !== undefined) return { status: this.#status(pods) };
    const all = [...this.#replicas, ...this.#condemned];
    const firstUnavailable = [...this.#replicas, ...this.#condemned.toReversed()].find((pod) =>
      this.#isUnavailable(pod),
    );
    try {
      const done =
        (await this.#forEach(this.#replicas, (pod) => this.#processReplica(pod))) ||
        (await this.#forEach(this.#condemned, (pod) => this.#ownClaims(pod))) ||
        (await this.#forEach(this.#condemned, (pod) => this.#remove(pod, firstUnavailable)));
      const status = this.#status(all);
      if (done || set.spec.updateStrategy?.type !== 'RollingUpdate') return { status };
      return await this.#roll(status);
    } catch (error) {
      return { status: this.#status(all), error };
    }
  }

  get #ordered(): boolean {
    return this.#options.set.spec.podManagementPolicy !== 'Parallel';
  }

  async #roll(status: StatefulSetStatus): Promise<Outcome> {
    const { set, control, features, update } = this.#options;
    const deleted = await rollPods({
      set,
      replicas: this.#replicas,
      revision: update.metadata.name ?? '',
      features,
      isUnavailable: (pod) => this.#isUnavailable(pod),
      delete: (pod) => control.delete(set, pod),
    });
    return {
      status: { ...status, currentReplicas: (status.currentReplicas ?? 0) - deleted.count },
      ...(deleted.error === undefined ? {} : { error: deleted.error }),
    };
  }

  #newPod(ordinal: number): Pod {
    const { set, current, update, features } = this.#options;
    const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
    const kept =
      rollingUpdate === undefined
        ? type === 'RollingUpdate'
          ? (set.status?.currentReplicas ?? 0)
          : 0
        : (rollingUpdate.partition ?? 0);
    return ordinal < firstOrdinal(set) + kept
      ? newPod(withTemplate(set, current), ordinal, current.metadata.name ?? '', features)
      : newPod(this.#updateSet, ordinal, update.metadata.name ?? '', features);
  }

  /** One after the other until one wants to be waited for; or all of them, in growing batches. */
  async #forEach(pods: readonly Pod[], step: Step): Promise<boolean> {
    if (this.#ordered) {
      for (const pod of pods) if (await step(pod)) return true;
      return false;
    }
    const { error } = await slowStart(pods.length, 1, (i) => {
      const pod = pods[i];
      return pod === undefined ? Promise.resolve(false) : step(pod);
    });
    if (error !== undefined)
      throw error instanceof Error ? error : new Error('a pod could not be written', { cause: error });
    return false;
  }

  async #processReplica(pod: Pod): Promise<boolean> {
    const { set, control, features, clock } = this.#options;
    const { statefulSetReplacesSucceeded } = features.behaviours;
    if (isPodTerminal(pod) && (pod.status?.phase === 'Failed' || statefulSetReplacesSucceeded)) {
      if (!isGoing(pod)) await this.#replace(pod);
      return true;
    }
    if (!isCreated(pod)) {
      if (control.hasStaleClaim(set, pod)) return true;
      await control.create(set, pod);
      if (this.#ordered) return true;
    }
    if (pod.status?.phase === 'Pending' && statefulSetReplacesSucceeded) await control.restoreClaims(set, pod);
    const available = isPodAvailable(pod, set.spec.minReadySeconds ?? 0, clock.now());
    if (this.#ordered && (isGoing(pod) || !isRunningAndReady(pod) || !available)) return true;
    if (!isCreated(pod)) return false;
    const right = hasIdentity(set, pod) && hasStorage(set, pod) && control.hasOwnedClaims(this.#updateSet, pod);
    if (!right) await control.update(this.#updateSet, pod);
    return false;
  }

  async #replace(pod: Pod): Promise<void> {
    const { set, control, recorder, features } = this.#options;
    const { namespace = '', name = '' } = set.metadata;
    if (features.behaviours.statefulSetTellsRecreation) {
      const text = (what: string): string =>
        `StatefulSet ${namespace}/${name} is recreating ${what} Pod ${pod.metadata.name ?? ''}`;
      if (pod.status?.phase === 'Failed') recorder.record(set, 'Warning', 'RecreatingFailedPod', text('failed'));
      else recorder.record(set, 'Normal', 'RecreatingTerminatedPod', text('terminated'));
    }
    await control.delete(set, pod);
  }

  async #ownClaims(pod: Pod): Promise<boolean> {
    const { control } = this.#options;
    if (!control.hasOwnedClaims(this.#updateSet, pod)) await control.ownClaims(this.#updateSet, pod);
    return false;
  }

  /** In order, a pod goes only when those that stay are available, unless it is itself the first that is not. */
  async #remove(pod: Pod, firstUnavailable: Pod | undefined): Promise<boolean> {
    const { set, control, clock } = this.#options;
    if (isGoing(pod)) return this.#ordered;
    const healthy = isRunningAndReady(pod) && isPodAvailable(pod, set.spec.minReadySeconds ?? 0, clock.now());
    if (!healthy && this.#ordered && pod !== firstUnavailable) return true;
    await control.delete(set, pod);
    return true;
  }

  #isUnavailable(pod: Pod): boolean {
    const { set, features, clock } = this.#options;
    const well = features.behaviours.statefulSetUpdatesWaitForAvailability
      ? isPodAvailable(pod, set.spec.minReadySeconds ?? 0, clock.now())
      : isRunningAndReady(pod);
    return !well || isGoing(pod);
  }

  #status(pods: readonly Pod[]): StatefulSetStatus {
    const { set, current, update, collisionCount, clock } = this.#options;
    const revisions = { current: current.metadata.name ?? '', update: update.metadata.name ?? '' };
    const { conditions } = set.status ?? {};
    return {
      ...countPods(pods, set, revisions, clock.now()),
      observedGeneration: set.metadata.generation ?? 0,
      currentRevision: revisions.current,
      updateRevision: revisions.update,
      collisionCount,
      ...(conditions === undefined ? {} : { conditions }),
    };
  }
}

function withTemplate(set: StatefulSet, revision: ControllerRevision): StatefulSet {
  return { ...set, spec: { ...set.spec, template: templateOf(revision) } };
}
