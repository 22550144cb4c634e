/**
 * A namespace uses no more than its quotas allow.
 * Source: k8s.io/apiserver/pkg/admission/plugin/resourcequota/{admission,controller}.go.
 */
import { addResources } from '../apis/core/pod-resources.js';
import { type ResourceList } from '../apis/core/pod.js';
import { RESOURCE_QUOTAS, type ResourceQuota } from '../apis/core/resource-quota.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Client, type Getter } from '../client/client.js';
import { type Clock } from '../clock/clock.js';
import { type Features } from '../features/features.js';
import { type Evaluator } from '../quota/evaluator.js';
import { Evaluators } from '../quota/evaluators.js';
import { isAboutObject } from '../quota/matches.js';
import { exceeded, increase, isSameList, mask, withoutZeros } from '../quota/resource-lists.js';
import { admissionForbidden } from './forbidden.js';
import { type AdmissionAttributes, type AdmissionPlugin } from './plugin.js';

export interface ResourceQuotaDependencies {
  readonly getter: Getter;
  readonly client: Client;
  readonly features: Features;
  readonly clock: Clock;
}

/** How often a quota is written that others write, or delete, at the same time. */
const TRIES = 4;

export function createResourceQuota({ getter, client, features, clock }: ResourceQuotaDependencies): AdmissionPlugin {
  const evaluators = new Evaluators(features, clock);
  const turns = new Turns();

  async function spend(attributes: AdmissionAttributes, object: KubeObject, evaluator: Evaluator): Promise<void> {
    const { namespace, dryRun } = attributes;
    let left: ReadonlySet<string> | undefined;
    for (let tries = 1; ; tries++) {
      const all = await getter.list<ResourceQuota>(RESOURCE_QUOTAS, namespace);
      const quotas = all.filter(({ metadata }) => left?.has(metadata.name ?? '') ?? true);
      const changed = charge(quotas, attributes, object, evaluator);
      if (dryRun) return;
      const failed = new Map<string, unknown>();
      for (const quota of changed) {
        try {
          await client.resource<ResourceQuota>(RESOURCE_QUOTAS).updateStatus(namespace, quota);
        } catch (error) {
          failed.set(quota.metadata.name ?? '', error);
        }
      }
      const [error] = failed.values();
      if (failed.size === 0) return;
      if (tries === TRIES) throw error;
      left = new Set(failed.keys());
    }
  }

  return {
    name: 'ResourceQuota',
    async validate(attributes) {
      const { namespace, kind, resource, operation, subresource, object, oldObject } = attributes;
      const isNamespace = kind.group === '' && kind.kind === 'Namespace' && operation === 'CREATE';
      if (namespace === '' || isNamespace || object === undefined) return;
      if (operation !== 'CREATE' && operation !== 'UPDATE') return;
      const evaluator = evaluators.of(resource);
      if (evaluator?.handles({ operation, subresource, object, oldObject }) !== true) return;
      const quotas = await getter.list(RESOURCE_QUOTAS, namespace);
      if (quotas.length > 0) await turns.take(namespace, () => spend(attributes, object, evaluator));
    },
  };
}

/** Checks of a namespace come one after another, as each changes what the next may find. */
class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  async take(namespace: string, run: () => Promise<void>): Promise<void> {
    const before = this.#last.get(namespace) ?? Promise.resolve();
    const turn = before.then(run, run);
    this.#last.set(namespace, turn);
    try {
      await turn;
    } finally {
      if (this.#last.get(namespace) === turn) this.#last.delete(namespace);
    }
  }
}

/** The quotas that are used more afterwards, with that as their status. Throws a 403 where one does not allow it. */
function charge(
  quotas: readonly ResourceQuota[],
  attributes: AdmissionAttributes,
  object: KubeObject,
  evaluator: Evaluator,
): readonly ResourceQuota[] {
  const { oldObject } = attributes;
  const interesting = quotas.filter((quota) => isAboutObject(quota, evaluator, object));
  for (const quota of interesting) requireKnown(attributes, quota, object, evaluator);
  const usage = evaluator.usage(object);
  const before = oldObject && evaluator.usage(oldObject);
  return interesting.flatMap((quota) => {
    const counted = before !== undefined && oldObject !== undefined && isAboutObject(quota, evaluator, oldObject);
    const delta = withoutZeros(counted ? increase(usage, before) : usage);
    const next = spent(attributes, quota, delta);
    return isSameList(next, quota.status?.used ?? {}) ? [] : [{ ...quota, status: { ...quota.status, used: next } }];
  });
}

function requireKnown(
  attributes: AdmissionAttributes,
  { metadata: { name = '' }, status: { hard = {}, used = {} } = {} }: ResourceQuota,
  object: KubeObject,
  evaluator: Evaluator,
): void {
  const names = Object.keys(hard).filter((resource) => evaluator.counts(resource));
  const missing = evaluator.missing?.(names, object);
  if (missing !== undefined) throw admissionForbidden(attributes, `failed quota: ${name}: ${missing}`);
  if (names.every((resource) => used[resource] !== undefined)) return;
  const resources = names.sort().join(',');
  throw admissionForbidden(attributes, `status unknown for quota: ${name}, resources: ${resources}`);
}

/** What is used afterwards. */
function spent(attributes: AdmissionAttributes, quota: ResourceQuota, delta: ResourceList): ResourceList {
  const { hard = {}, used = {} } = quota.status ?? {};
  const requested = mask(delta, Object.keys(hard));
  const next = addResources(used, requested);
  // What a status tells has happened already.
  const beyond = attributes.subresource === 'status' ? [] : exceeded(mask(next, Object.keys(requested)), hard);
  if (beyond.length === 0) return next;
  const [asked = '', before = '', most = ''] = [requested, used, hard].map((list) => listText(mask(list, beyond)));
  const cause = `exceeded quota: ${quota.metadata.name ?? ''}, requested: ${asked}, used: ${before}, limited: ${most}`;
  throw admissionForbidden(attributes, cause);
}

function listText(list: ResourceList): string {
  const names = Object.keys(list).sort();
  return names.map((name) => `${name}=${list[name] ?? ''}`).join(',');
}
