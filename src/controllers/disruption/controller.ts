/** Counts the pods that disruption budgets cover. Source: pkg/controller/disruption/disruption.go. */
import { isDeepStrictEqual } from 'node:util';
import { type Pod } from '../../apis/core/pod.js';
import { isReason } from '../../apis/errors.js';
import { disruptionAllowed, withDisruptionAllowed, withSyncFailed } from '../../apis/policy/disruption-allowed.js';
import { type PodDisruptionBudget, type PodDisruptionBudgetStatus } from '../../apis/policy/v1.js';
import { type ResourceClient } from '../../client/client.js';
import { type Clock, rfc3339 } from '../../clock/clock.js';
import { isEmpty, selects } from '../../registry/selection.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { asError } from '../errors.js';
import { type EventRecorder, recorderOf } from '../event-recorder.js';
import { type Informer } from '../informer.js';
import { ObjectQueue } from '../object-queue.js';
import { isPodReady } from '../pod-state.js';
import { controllerUser } from '../users.js';
import { expectedPods, type Scaled, type ScaledObjects } from './expected-pods.js';

const PODS = { group: '', resource: 'pods' };
const BUDGETS = { group: 'policy', resource: 'poddisruptionbudgets' };
const SCALED = {
  ReplicationController: { group: '', resource: 'replicationcontrollers' },
  ReplicaSet: { group: 'apps', resource: 'replicasets' },
  Deployment: { group: 'apps', resource: 'deployments' },
  StatefulSet: { group: 'apps', resource: 'statefulsets' },
} as const;
/** How long a pod whose eviction was allowed may take to be deleted. */
const DELETION_TIMEOUT = 120_000;

export const disruptionController: Controller = {
  name: 'disruption',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, informers, objects, onError } = dependencies;
  const client = dependencies.client.as(controllerUser('disruption-controller'));
  const recorder = recorderOf(dependencies, client, 'controllermanager');
  const [budgets, pods] = await Promise.all([informers.of<PodDisruptionBudget>(BUDGETS), informers.of<Pod>(PODS)]);
  const scaled = new Map<string, Informer<Scaled>>();
  for (const [kind, resource] of Object.entries(SCALED)) scaled.set(kind, await informers.of<Scaled>(resource));
  const { emptyBudgetSelectsNothing } = features.behaviours;
  const covers = ({ spec: { selector } = {} }: PodDisruptionBudget, { metadata }: Pod): boolean =>
    selector !== undefined &&
    !(emptyBudgetSelectsNothing && isEmpty(selector)) &&
    selects(selector, metadata.labels ?? {});
  const sync = new BudgetSync(client.resource(BUDGETS), recorder, clock, {
    podsOf: (budget) => pods.list(budget.metadata.namespace ?? '').filter((pod) => covers(budget, pod)),
    scaled: { objects, get: (kind, namespace, name) => scaled.get(kind)?.get(namespace, name) },
  });
  const queue: ObjectQueue = new ObjectQueue(
    { clock, onError },
    'counting the pods of the budget',
    async (namespace, name) => {
      const budget = budgets.get(namespace, name);
      const again = budget === undefined ? undefined : await sync.sync(budget);
      if (again !== undefined) queue.addAfter(`${namespace}/${name}`, again);
    },
  );
  const look = (pod: Pod): void => {
    for (const budget of budgets.list(pod.metadata.namespace ?? '')) if (covers(budget, pod)) queue.addObject(budget);
  };
  const feeds = [
    budgets.listen((type, budget) => {
      if (type !== 'DELETED') queue.addObject(budget);
    }),
    pods.listen((_type, pod, before) => {
      look(pod);
      if (before !== undefined && before.metadata.labels !== pod.metadata.labels) look(before);
    }),
    ...[...scaled.values()].map((informer) =>
      informer.listen((type, { metadata, spec }, before) => {
        if (type === 'MODIFIED' && spec?.replicas === before?.spec?.replicas) return;
        for (const budget of budgets.list(metadata.namespace ?? '')) queue.addObject(budget);
      }),
    ),
  ];
  await queue.idle();
  return running([queue, recorder.queue], feeds);
}

interface Sources {
  readonly podsOf: (budget: PodDisruptionBudget) => readonly Pod[];
  readonly scaled: ScaledObjects;
}

class BudgetSync {
  readonly #budgets: ResourceClient<PodDisruptionBudget>;
  readonly #recorder: EventRecorder;
  readonly #clock: Clock;
  readonly #sources: Sources;

  constructor(budgets: ResourceClient<PodDisruptionBudget>, recorder: EventRecorder, clock: Clock, sources: Sources) {
    this.#budgets = budgets;
    this.#recorder = recorder;
    this.#clock = clock;
    this.#sources = sources;
  }

  /** Resolves to the milliseconds after which the budget has to be looked at again, if any. */
  async sync(budget: PodDisruptionBudget): Promise<number | undefined> {
    const now = this.#clock.now();
    const pods = this.#sources.podsOf(budget);
    if (pods.length === 0) this.#recorder.record(budget, 'Normal', 'NoPods', 'No matching pods found');
    const disruptedPods = stillDisrupted(budget, pods, now);
    let status: PodDisruptionBudgetStatus;
    try {
      status = this.#count(budget, pods, disruptedPods);
    } catch (error) {
      const { message } = asError(error);
      const text = `Failed to calculate the number of expected pods: ${message}`;
      this.#recorder.record(budget, 'Warning', 'CalculateExpectedPodCountFailed', text);
      status = withSyncFailed(budget.status ?? {}, message, rfc3339(now));
    }
    await this.#write(budget, status);
    const times = Object.values(disruptedPods).map((time) => Date.parse(time) + DELETION_TIMEOUT - now);
    return times.length === 0 ? undefined : Math.max(1, Math.min(...times));
  }

  #count(
    budget: PodDisruptionBudget,
    pods: readonly Pod[],
    disruptedPods: Readonly<Record<string, string>>,
  ): PodDisruptionBudgetStatus {
    const expectation = expectedPods(budget.spec ?? {}, pods, this.#sources.scaled);
    if (expectation.hasUnmanaged) {
      const selector = selectorText(budget);
      const text =
        `Pods selected by this PodDisruptionBudget (selector: ${selector}) were found to be unmanaged. As a result, the status of ` +
        'the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ' +
        '".spec.minAvailable" field of the PDB to an integer value.';
      this.#recorder.record(budget, 'Warning', 'UnmanagedPods', text);
    }
    const { desiredHealthy } = expectation;
    const counted = pods.filter(
      ({ metadata }) => metadata.deletionTimestamp === undefined && disruptedPods[metadata.name ?? ''] === undefined,
    );
    const currentHealthy = counted.filter(isPodReady).length;
    const allowed = expectation.expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
    const { generation } = budget.metadata;
    const next = {
      ...(generation === undefined ? {} : { observedGeneration: generation }),
      ...(Object.keys(disruptedPods).length === 0 ? {} : { disruptedPods }),
      disruptionsAllowed: allowed,
      currentHealthy,
      desiredHealthy,
      expectedPods: expectation.expectedPods,
      conditions: budget.status?.conditions ?? [],
    };
    return isUpToDate(next, budget.status) ? next : withDisruptionAllowed(next, rfc3339(this.#clock.now()));
  }

  async #write(budget: PodDisruptionBudget, status: PodDisruptionBudgetStatus): Promise<void> {
    if (isDeepStrictEqual(status, budget.status)) return;
    try {
      await this.#budgets.updateStatus(budget.metadata.namespace ?? '', { ...budget, status });
    } catch (error) {
      if (!isReason(error, 'NotFound')) throw error;
    }
  }
}

/** The evictions that were allowed and have not been seen yet. */
function stillDisrupted({ status }: PodDisruptionBudget, pods: readonly Pod[], now: number): Record<string, string> {
  const waiting = pods.flatMap(({ metadata: { name = '', deletionTimestamp } }) => {
    const time = status?.disruptedPods?.[name];
    const isLate = time !== undefined && Date.parse(time) + DELETION_TIMEOUT < now;
    return time === undefined || isLate || deletionTimestamp !== undefined ? [] : [[name, time] as const];
  });
  return Object.fromEntries(waiting);
}

function isUpToDate(next: PodDisruptionBudgetStatus, before: PodDisruptionBudgetStatus | undefined): boolean {
  const condition = disruptionAllowed(next);
  const wanted = (next.disruptionsAllowed ?? 0) > 0 ? 'True' : 'False';
  const isRight = condition?.status === wanted && condition.observedGeneration === next.observedGeneration;
  return isRight && before?.disruptionsAllowed === next.disruptionsAllowed && condition.reason !== 'SyncFailed';
}

/** As Go prints a selector. */
function selectorText({ spec: { selector } = {} }: PodDisruptionBudget): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const expressions = (selector?.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],}`,
  );
  const map = labels.map(([key, value]) => `${key}: ${value},`).join('');
  return `&LabelSelector{MatchLabels:map[string]string{${map}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join(',')}},}`;
}
