/** Removes custom objects before their definition goes. Source: k8s.io/apiextensions-apiserver/pkg/controller/finalizer/crd_finalizer.go. */
import { withCondition } from '../apiextensions/conditions.js';
import { type CustomResourceDefinition, isConditionTrue } from '../apiextensions/types.js';
import { isReason } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Client, type ResourceClient } from '../client/client.js';
import { type Clock, rfc3339 } from '../clock/clock.js';
import { unlessMissing } from './errors.js';

const FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

type Terminating = readonly [status: string, reason: string, message: string];

const IN_PROGRESS: Terminating = ['True', 'InstanceDeletionInProgress', 'CustomResource deletion is in progress'];

export class DefinitionCleanup {
  readonly #client: Client;
  readonly #definitions: ResourceClient<CustomResourceDefinition>;
  readonly #clock: Clock;
  /** Names of definitions whose objects are not all gone yet, by group. */
  readonly #waiting = new Map<string, Set<string>>();

  constructor(client: Client, definitions: ResourceClient<CustomResourceDefinition>, clock: Clock) {
    this.#client = client;
    this.#definitions = definitions;
    this.#clock = clock;
  }

  /** True for a definition that is being deleted and still keeps its objects. */
  concerns({ metadata }: CustomResourceDefinition): boolean {
    return metadata.deletionTimestamp !== undefined;
  }

  /** The definition that waits for objects like one that is gone now. */
  waitingFor({ apiVersion = '' }: KubeObject): string | undefined {
    const [name] = this.#waiting.get(apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')))) ?? [];
    return name;
  }

  async sync(crd: CustomResourceDefinition): Promise<void> {
    const { name = '', finalizers = [] } = crd.metadata;
    if (!finalizers.includes(FINALIZER)) return;
    const marked = await this.#update(crd, IN_PROGRESS);
    if (marked === undefined) return;
    const left = isConditionTrue(marked, 'Established') ? await this.#deleteInstances(marked) : undefined;
    const waiting = this.#waiting.get(crd.spec.group) ?? new Set<string>();
    this.#waiting.set(crd.spec.group, waiting);
    if (left !== undefined && left > 0) {
      waiting.add(name);
      return;
    }
    waiting.delete(name);
    await this.#update(
      { ...marked, metadata: { ...marked.metadata, finalizers: finalizers.filter((each) => each !== FINALIZER) } },
      left === undefined
        ? ['False', 'NeverEstablished', 'resource was never established']
        : ['False', 'InstanceDeletionCompleted', 'removed all instances'],
    );
  }

  #update(
    crd: CustomResourceDefinition,
    [status, reason, message]: Terminating,
  ): Promise<CustomResourceDefinition | undefined> {
    const lastTransitionTime = rfc3339(this.#clock.now());
    const condition = { type: 'Terminating', status, reason, message, lastTransitionTime };
    const conditions = withCondition(crd.status?.conditions ?? [], condition);
    return unlessMissing(this.#definitions.updateStatus('', { ...crd, status: { ...crd.status, conditions } }));
  }

  /** How many objects are left, as something else keeps them. */
  async #deleteInstances({ spec }: CustomResourceDefinition): Promise<number> {
    try {
      const objects = this.#client.resource({ group: spec.group, resource: spec.names.plural });
      for (const { metadata } of (await objects.list('')).items) {
        await unlessMissing(objects.delete(metadata.namespace ?? '', metadata.name ?? ''));
      }
      return (await objects.list('')).items.length;
    } catch (error) {
      // What is not served has nothing that could be found.
      if (isReason(error, 'NotFound')) return 0;
      throw error;
    }
  }
}
