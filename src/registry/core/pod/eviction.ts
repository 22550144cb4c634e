/** pods/eviction: deletes a pod as draining a node does, where its disruption budget lets it. Source: pkg/registry/core/pod/storage/eviction.go. */
import { type Pod } from '../../../apis/core/pod.js';
import { isReason, newBadRequest } from '../../../apis/errors.js';
import { type DeleteOptions, type KubeObject, type Preconditions, type Status } from '../../../apis/meta/v1.js';
import { type PodDisruptionBudget } from '../../../apis/policy/v1.js';
import { rfc3339 } from '../../../clock/clock.js';
import {
  type ParentStore,
  type RegistryDependencies,
  type RequestContext,
  type VirtualSubresource,
} from '../../rest.js';
import { hasPodCondition, updatePodCondition } from './conditions.js';
import { allowEviction, budgetsOf, isBeyondBudgets, letsUnreadyGo, notProcessed } from './disruption-budgets.js';
import { success } from './success.js';

const BUDGETS = { group: 'policy', resource: 'poddisruptionbudgets' };
/** How often an eviction is tried again where others write at the same time. */
const TRIES = 20;

const TOO_MANY_BUDGETS: Status = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
  code: 500,
};

interface Eviction extends KubeObject {
  deleteOptions?: DeleteOptions;
}

export const eviction: VirtualSubresource = {
  type: 'virtual',
  kind: 'Eviction',
  group: 'policy',
  version: 'v1',
  schema: 'io.k8s.api.policy.v1.Eviction',
  served: () => true,
  create: (dependencies, pods) => ({
    async create(object, context, validateObject) {
      const { metadata, deleteOptions = {} } = object as Eviction;
      const name = metadata.name ?? '';
      if (name !== context.name) throw newBadRequest('name in URL does not match name in Eviction object');
      const dryRun = context.dryRun || (deleteOptions.dryRun ?? []).length > 0;
      await validateObject(object);
      return new PodEviction(dependencies, pods, { ...context, dryRun }).evict(name, deleteOptions);
    },
  }),
};

class PodEviction {
  readonly #dependencies: RegistryDependencies;
  readonly #pods: ParentStore;
  readonly #context: RequestContext;

  constructor(dependencies: RegistryDependencies, pods: ParentStore, context: RequestContext) {
    this.#dependencies = dependencies;
    this.#pods = pods;
    this.#context = context;
  }

  async evict(name: string, options: DeleteOptions): Promise<KubeObject> {
    const pinned = options.preconditions?.resourceVersion !== undefined;
    const pod = await this.#evictBeyondBudgets(name, options, pinned);
    if (pod === undefined) return success();
    const { getter, features } = this.#dependencies;
    const all = await getter.list<PodDisruptionBudget>(BUDGETS, this.#context.namespace);
    const [budget, ...more] = budgetsOf(pod, all, features.behaviours);
    if (more.length > 0) return TOO_MANY_BUDGETS;
    if (budget === undefined) {
      await this.#delete(name, options, options.preconditions);
      return success();
    }
    if (hasPodCondition(pod, 'Ready') || !letsUnreadyGo(budget)) {
      await this.#count(budget.metadata.name ?? '', name);
      await this.#delete(name, options, options.preconditions);
      return success();
    }
    const { resourceVersion = '' } = pod.metadata;
    try {
      // It may have become ready in between.
      await this.#delete(name, options, { resourceVersion, ...options.preconditions });
    } catch (error) {
      if (pinned || !isReason(error, 'Conflict')) throw error;
      throw notProcessed(budget.metadata.name ?? '');
    }
    return success();
  }

  /** Undefined where the pod was one that no budget counts, and is deleted; else the pod. */
  async #evictBeyondBudgets(name: string, options: DeleteOptions, pinned: boolean): Promise<Pod | undefined> {
    for (let tries = 1; ; tries++) {
      const pod = (await this.#pods.get(this.#context.namespace, name)) as Pod;
      if (!isBeyondBudgets(pod)) return pod;
      const isPending = pod.status?.phase === 'Pending' && pod.metadata.deletionTimestamp === undefined;
      const { resourceVersion = '' } = pod.metadata;
      try {
        await this.#delete(name, options, {
          ...(isPending ? { resourceVersion } : {}),
          ...options.preconditions,
        });
        return undefined;
      } catch (error) {
        if (pinned || tries === TRIES || !isReason(error, 'Conflict')) throw error;
      }
    }
  }

  /** Has the budget allow it, or refuses by a StatusError. */
  async #count(budgetName: string, podName: string): Promise<void> {
    const { storeOf, clock, features } = this.#dependencies;
    const { namespace } = this.#context;
    const change = (current: KubeObject): KubeObject => {
      const budget = current as PodDisruptionBudget;
      const status = allowEviction(budget, podName, rfc3339(clock.now()), features.behaviours);
      return { ...budget, status } as PodDisruptionBudget;
    };
    await storeOf(BUDGETS).update(namespace, budgetName, undefined, change, this.#context, {});
  }

  async #delete(name: string, { gracePeriodSeconds }: DeleteOptions, wanted: Preconditions | undefined): Promise<void> {
    const { features, clock } = this.#dependencies;
    const { namespace, dryRun } = this.#context;
    let preconditions = wanted !== undefined && Object.keys(wanted).length > 0 ? wanted : undefined;
    if (features.enabled('PodDisruptionConditions') && !dryRun) {
      const change = (current: KubeObject): KubeObject => mark(current as Pod, rfc3339(clock.now()));
      const marked = await this.#pods.update(namespace, name, preconditions, change, this.#context, {});
      // The mark has moved the resource version on.
      const { uid = '', resourceVersion = '' } = marked.metadata;
      if (preconditions !== undefined) preconditions = { uid, resourceVersion };
    }
    const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
    const options = { ...grace, ...(preconditions === undefined ? {} : { preconditions }) };
    await this.#pods.delete(namespace, name, options, this.#context);
  }
}

function mark(current: Pod, now: string): Pod {
  const pod = structuredClone(current);
  const cause = { reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' };
  updatePodCondition(pod, { type: 'DisruptionTarget', status: 'True', ...cause }, now);
  return pod;
}
