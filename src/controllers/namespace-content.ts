/** Empties a namespace. Source: pkg/controller/namespace/deletion/namespaced_resources_deleter.go. */
import { isReason, StatusError } from '../apis/errors.js';
import { type Pod } from '../apis/core/pod.js';
import { type GroupResource } from '../apis/meta/v1.js';
import { type Client } from '../client/client.js';
import { type Remaining } from './namespace-conditions.js';

/** Seconds that objects with finalizers are given before they are looked at again. */
const FINALIZER_ESTIMATE = 15;

export interface Emptied {
  readonly remaining: readonly Remaining[];
  /** Seconds until the rest may be gone; 0: nothing is left. */
  readonly estimate: number;
  /** Texts of what went wrong. */
  readonly failures: readonly string[];
}

export class NamespaceContent {
  readonly #client: Client;
  readonly #resources: readonly GroupResource[];
  readonly #podsFirst: boolean;

  /** @param podsFirst nothing else is deleted until the pods are gone (OrderedNamespaceDeletion) */
  constructor(client: Client, resources: readonly GroupResource[], podsFirst: boolean) {
    this.#client = client;
    this.#podsFirst = podsFirst;
    this.#resources = podsFirst
      ? [...resources.filter(isPods), ...resources.filter((each) => !isPods(each))]
      : resources;
  }

  /** @param sinceDeletion milliseconds since the namespace was deleted */
  async empty(namespace: string, sinceDeletion: number): Promise<Emptied> {
    const remaining: Remaining[] = [];
    const failures: string[] = [];
    let estimate = 0;
    for (const resource of this.#resources) {
      try {
        const grace = isPods(resource) ? await this.#longestGrace(namespace) : 0;
        const left = await this.#emptyResource(resource, namespace);
        if (left.count === 0) continue;
        remaining.push(left);
        const seconds = sinceDeletion >= grace * 1000 ? 0 : grace;
        if (seconds === 0 && left.finalizers.size === 0) failures.push(unexpected(namespace, resource));
        estimate = Math.max(estimate, seconds === 0 && left.finalizers.size > 0 ? FINALIZER_ESTIMATE : seconds);
        if (isPods(resource) && this.#podsFirst) break;
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
    }
    return { remaining, estimate, failures };
  }

  async #emptyResource(resource: GroupResource, namespace: string): Promise<Remaining> {
    const objects = this.#client.resource(resource);
    for (const { metadata } of (await objects.list(namespace)).items) {
      // Asking again changes nothing, but for the event that would bring us back here at once.
      if (metadata.deletionTimestamp !== undefined) continue;
      try {
        await objects.delete(namespace, metadata.name ?? '', { propagationPolicy: 'Background' });
      } catch (error) {
        if (!(error instanceof StatusError) || !isHarmless(error)) throw error;
      }
    }
    const { items } = await objects.list(namespace);
    const finalizers = new Map<string, number>();
    for (const name of items.flatMap(({ metadata }) => metadata.finalizers ?? [])) {
      finalizers.set(name, (finalizers.get(name) ?? 0) + 1);
    }
    return { resource, count: items.length, finalizers };
  }

  async #longestGrace(namespace: string): Promise<number> {
    const { items } = await this.#client.resource<Pod>({ group: '', resource: 'pods' }).list(namespace);
    const alive = items.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
    return Math.max(0, ...alive.map(({ spec }) => spec.terminationGracePeriodSeconds ?? 0));
  }
}

function isPods({ group, resource }: GroupResource): boolean {
  return group === '' && resource === 'pods';
}

function isHarmless(error: StatusError): boolean {
  return isReason(error, 'NotFound') || isReason(error, 'MethodNotAllowed');
}

function unexpected(namespace: string, { group, resource }: GroupResource): string {
  return `unexpected items still remain in namespace: ${namespace} for gvr: ${group}/${resource}`;
}
