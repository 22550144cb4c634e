/** Makes and deletes pods for an owner, and tells of it. Source: pkg/controller/controller_utils.go (RealPodControl). */
import { type Pod } from '../apis/core/pod.js';
import { type PodTemplateSpec } from '../apis/core/pod-template.js';
import { isReason } from '../apis/errors.js';
import { type KubeObject, type OwnerReference } from '../apis/meta/v1.js';
import { nameIsDNSSubdomain } from '../apis/validation/names.js';
import { type ResourceClient } from '../client/client.js';
import { isNamespaceTerminating, messageOf } from './errors.js';
import { type EventRecorder } from './event-recorder.js';

export const PODS = { group: '', resource: 'pods' };

export class PodControl {
  readonly #pods: ResourceClient<Pod>;
  readonly #recorder: EventRecorder;

  constructor(pods: ResourceClient<Pod>, recorder: EventRecorder) {
    this.#pods = pods;
    this.#recorder = recorder;
  }

  async create(owner: KubeObject, pod: Pod): Promise<Pod> {
    try {
      const created = await this.#pods.create(owner.metadata.namespace ?? '', pod);
      this.#recorder.record(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${created.metadata.name ?? ''}`);
      return created;
    } catch (error) {
      if (!isNamespaceTerminating(error)) {
        this.#recorder.record(owner, 'Warning', 'FailedCreate', `Error creating: ${messageOf(error)}`);
      }
      throw error;
    }
  }

  /** Throws what stands in the way; a pod that is gone already is no failure. */
  async delete(owner: KubeObject, name: string): Promise<void> {
    try {
      await this.#pods.delete(owner.metadata.namespace ?? '', name);
    } catch (error) {
      if (isReason(error, 'NotFound')) return;
      this.#recorder.record(owner, 'Warning', 'FailedDelete', `Error deleting: ${messageOf(error)}`);
      throw new Error(`unable to delete pods: ${messageOf(error)}`, { cause: error });
    }
    this.#recorder.record(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
  }
}

/** What a template becomes for an owner, before the server names it. */
export function podFromTemplate(template: PodTemplateSpec, owner: KubeObject, reference: OwnerReference): Pod {
  const { labels = {}, annotations = {}, finalizers = [] } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: podNamePrefix(owner.metadata.name ?? ''),
      labels: { ...labels },
      annotations: { ...annotations },
      ownerReferences: [reference],
      finalizers: [...finalizers],
    },
    spec: structuredClone(template.spec ?? {}),
  };
}

function podNamePrefix(owner: string): string {
  const prefix = `${owner}-`;
  return nameIsDNSSubdomain(prefix, true).length === 0 ? prefix : owner;
}
