/**
 * pods/eviction: deletes a pod as draining a node does, where its disruption budget allows it.
 * Source: pkg/registry/core/pod/storage/eviction.go.
 */
import { type Pod } from '../../../apis/core/pod.js';
import { isReason, newBadRequest, newInvalid, newUnknownError } from '../../../apis/errors.js';
import { invalid } from '../../../apis/field/errors.js';
import { Path } from '../../../apis/field/path.js';
import { type DeleteOptions, type KubeObject } from '../../../apis/meta/v1.js';
import { type PodDisruptionBudget } from '../../../apis/policy/v1.js';
import { validateDeleteOptions } from '../../../apis/validation/delete-options.js';
import { rfc3339 } from '../../../clock/clock.js';
import { checkDeletePreconditions } from '../../deletion.js';
import {
  type ParentStore,
  type RegistryDependencies,
  type RequestContext,
  type VirtualSubresource,
} from '../../rest.js';
import { hasPodCondition, updatePodCondition } from './conditions.js';
import { budgetsOf, notYet, tooManyBudgets, withoutOneDisruption } from './disruption-budgets.js';
import { success } from './success.js';

interface Eviction extends KubeObject {
  deleteOptions?: DeleteOptions & { ignoreStoreReadErrorWithClusterBreakingPotential?: boolean };
}

const SCHEMA = 'io.k8s.api.policy.v1.Eviction';
const BETA_SCHEMA = 'io.k8s.api.policy.v1beta1.Eviction';
const BUDGETS = { group: 'policy', resource: 'poddisruptionbudgets' };
const ATTEMPTS = 20;

export const eviction: VirtualSubresource = {
  type: 'virtual',
  kind: 'Eviction',
  group: 'policy',
  version: 'v1',
  schema: SCHEMA,
  accepts: { v1beta1: SCHEMA },
  wire: ({ behaviours }) =>
    behaviours.evictionsAreStable ? {} : { version: 'v1beta1', schema: BETA_SCHEMA, accepts: {} },
  served: () => true,
  create: (dependencies, pods) => ({
    async create(object, context, validateObject) {
      const { metadata, deleteOptions } = object as Eviction;
      const name = metadata.name ?? '';
      if (name !== context.name) throw newBadRequest('name in URL does not match name in Eviction object');
      refuseUnsafe(deleteOptions, name);
      const options = withDryRun(deleteOptions, context.dryRun);
      await validateObject(object);
      const dryRun = (options.dryRun ?? []).length > 0;
      return new Evictor(dependencies, pods, { ...context, dryRun }).evict(name, options);
    },
  }),
};

function refuseUnsafe(options: Eviction['deleteOptions'], name: string): void {
  if (options?.ignoreStoreReadErrorWithClusterBreakingPotential !== true) return;
  const path = Path.of('deleteOptions', 'ignoreStoreReadErrorWithClusterBreakingPotential');
  const errors = [invalid(path, true, 'can not be set for pod eviction, try after removing the option')];
  throw newInvalid({ group: 'policy', kind: 'Eviction' }, name, errors);
}

/** What the request and the eviction say of trying out must be one. */
function withDryRun(options: DeleteOptions = {}, asked: boolean): DeleteOptions {
  const own = options.dryRun ?? [];
  if (own.length === 0) return asked ? { ...options, dryRun: ['All'] } : options;
  if (!asked || own.join() === 'All') return options;
  throw newUnknownError(`Non-matching dry-run options in request and content: [All] and [${own.join(' ')}]`);
}

class Evictor {
  readonly #deps: RegistryDependencies;
  readonly #pods: ParentStore;
  readonly #context: RequestContext;

  constructor(dependencies: RegistryDependencies, pods: ParentStore, context: RequestContext) {
    this.#deps = dependencies;
    this.#pods = pods;
    this.#context = context;
  }

  async evict(name: string, options: DeleteOptions): Promise<KubeObject> {
    const { namespace } = this.#context;
    const pod = await this.#deleteUnguarded(name, options);
    if (pod === undefined) return success();
    const budgets = budgetsOf(
      pod,
      await this.#deps.getter.list<PodDisruptionBudget>(BUDGETS, namespace),
      this.#deps.features,
    );
    if (budgets.length > 1) throw tooManyBudgets();
    const [budget] = budgets;
    if (budget === undefined) {
      await this.#delete(name, options);
      return success();
    }
    if (!isUnguarded(pod, budget)) {
      await this.#spend(budget, name);
      await this.#delete(name, options);
      return success();
    }
    // It must not have become healthy since.
    const own = options.preconditions?.resourceVersion;
    try {
      await this.#delete(name, own === undefined ? atVersion(options, pod) : options);
    } catch (error) {
      throw own === undefined && isReason(error, 'Conflict') ? notYet(budget, this.#deps.features) : error;
    }
    return success();
  }

  /** Deletes a pod that no budget counts; gives another back. */
  async #deleteUnguarded(name: string, options: DeleteOptions): Promise<Pod | undefined> {
    const pinned = options.preconditions?.resourceVersion !== undefined;
    for (let attempt = 1; ; attempt++) {
      const pod = (await this.#pods.get(this.#context.namespace, name)) as Pod;
      const { phase } = pod.status ?? {};
      const ended = phase === 'Succeeded' || phase === 'Failed' || pod.metadata.deletionTimestamp !== undefined;
      if (!ended && phase !== 'Pending') return pod;
      try {
        await this.#delete(name, ended || pinned ? options : atVersion(options, pod));
        return undefined;
      } catch (error) {
        if (pinned || attempt === ATTEMPTS || !isReason(error, 'Conflict')) throw error;
      }
    }
  }

  /** Takes one of the disruptions that the budget allows. */
  async #spend({ metadata }: PodDisruptionBudget, podName: string): Promise<void> {
    const { storeOf, clock, features } = this.#deps;
    const now = rfc3339(clock.now());
    const change = (current: KubeObject): KubeObject => withoutOneDisruption(current, podName, now, features);
    const { namespace } = this.#context;
    await storeOf(BUDGETS).update(namespace, metadata.name ?? '', undefined, change, this.#context, {});
  }

  async #delete(name: string, options: DeleteOptions): Promise<void> {
    const { features, clock } = this.#deps;
    const { namespace, dryRun } = this.#context;
    let asked = options;
    if (features.enabled('PodDisruptionConditions') && !dryRun) {
      const change = (current: KubeObject): KubeObject => {
        checkDeletePreconditions({ group: '', resource: 'Pod' }, current, options);
        return mark(current as Pod, rfc3339(clock.now()));
      };
      const marked = (await this.#pods.update(namespace, name, undefined, change, this.#context, {})) as Pod;
      // The mark has moved the resource version on.
      if (options.preconditions?.resourceVersion !== undefined) asked = atVersion(options, marked);
    }
    const errors = validateDeleteOptions(asked, features.behaviours);
    if (errors.length > 0) throw newInvalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
    await this.#pods.delete(namespace, name, asked, this.#context);
  }
}

function atVersion(options: DeleteOptions, { metadata: { resourceVersion = '' } }: Pod): DeleteOptions {
  return { ...options, preconditions: { ...options.preconditions, resourceVersion } };
}

/** A pod that is not ready does not count for its budget, as long as enough others do. */
function isUnguarded(pod: Pod, { spec, status }: PodDisruptionBudget): boolean {
  if (hasPodCondition(pod, 'Ready')) return false;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (desiredHealthy > 0 && currentHealthy >= desiredHealthy);
}

function mark(current: Pod, now: string): Pod {
  const pod = structuredClone(current);
  const cause = { reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' };
  updatePodCondition(pod, { type: 'DisruptionTarget', status: 'True', ...cause }, now);
  return pod;
}
