/** Makes and deletes a job's pods. Source: pkg/controller/job/job_controller.go (manageJob). */
import { type Job } from '../../apis/batch/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { type PodTemplateSpec } from '../../apis/core/pod-template.js';
import { type Container } from '../../apis/core/pod-container.js';
import { type ResourceClient } from '../../client/client.js';
import { type Features } from '../../features/features.js';
import { change } from '../claims.js';
import { newControllerRef } from '../controller-ref.js';
import { asError, isNamespaceTerminating } from '../errors.js';
import { podFromTemplate, type PodControl } from '../pod-control.js';
import { isPodReady } from '../pod-state.js';
import { slowStart } from '../slow-start.js';
import { failureAnnotations } from './index-failures.js';
import { INDEX_ANNOTATION, isIndexed, isTracked, JOB, TRACKING_FINALIZER } from './job.js';

const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';
const LONGEST_PREFIX = 58;

export interface JobPodsOptions {
  readonly pods: ResourceClient<Pod>;
  readonly podControl: PodControl;
  readonly features: Features;
}

export interface Deleted {
  readonly count: number;
  /** How many of them were ready. */
  readonly ready: number;
  readonly error?: Error;
}

export class JobPods {
  readonly #options: JobPodsOptions;

  constructor(options: JobPodsOptions) {
    this.#options = options;
  }

  /** `uncount`: the pods do not count for the job, and need not wait until they were counted. */
  async delete(job: Job, pods: readonly Pod[], uncount: boolean): Promise<Deleted> {
    const results = await Promise.allSettled(
      pods.map(async (pod) => {
        if (uncount) await this.release(pod);
        await this.#options.podControl.delete(job, pod.metadata.name ?? '');
      }),
    );
    const deleted = pods.filter((_pod, i) => results[i]?.status === 'fulfilled');
    const failed = results.find((result) => result.status === 'rejected');
    return {
      count: deleted.length,
      ready: deleted.filter((pod) => isPodReady(pod)).length,
      ...(failed === undefined ? {} : { error: asError(failed.reason) }),
    };
  }

  /** Takes the finalizer off that keeps a pod until it was counted. */
  async release(pod: Pod): Promise<void> {
    if (!isTracked(pod)) return;
    await change(this.#options.pods, pod, ({ metadata }) => ({
      ...metadata,
      finalizers: (metadata.finalizers ?? []).filter((finalizer) => finalizer !== TRACKING_FINALIZER),
    }));
  }

  /** `indexes` of the pods that are to be made, or how many; returns how many were. */
  async create(
    job: Job,
    indexes: readonly number[] | number,
    replaced: ReadonlyMap<number, Pod>,
  ): Promise<{ count: number; error?: Error }> {
    const { podControl } = this.#options;
    const wanted = typeof indexes === 'number' ? Array.from({ length: indexes }, () => undefined) : indexes;
    let count = wanted.length;
    const { successes, error } = await slowStart(wanted.length, 1, async (i) => {
      const index = wanted[i];
      try {
        await podControl.create(job, this.#pod(job, index, index === undefined ? undefined : replaced.get(index)));
      } catch (error) {
        if (!isNamespaceTerminating(error)) throw error;
      }
    });
    if (error === undefined) return { count };
    count = successes;
    return { count, error: asError(error) };
  }

  #pod(job: Job, index: number | undefined, replaced: Pod | undefined): Pod {
    const { features } = this.#options;
    const tracked = features.enabled('JobTrackingWithFinalizers');
    const template = isIndexed(job) ? this.#withVariable(job.spec.template ?? {}) : (job.spec.template ?? {});
    const pod = podFromTemplate(template, job, newControllerRef(job, JOB));
    const { finalizers = [] } = pod.metadata;
    const marked =
      tracked && !finalizers.includes(TRACKING_FINALIZER) ? [...finalizers, TRACKING_FINALIZER] : finalizers;
    const metadata = { ...pod.metadata, finalizers: marked };
    if (index === undefined) return { ...pod, metadata };
    const name = job.metadata.name ?? '';
    const mark = { [INDEX_ANNOTATION]: String(index) };
    return {
      ...pod,
      metadata: {
        ...metadata,
        generateName: namePrefix(name, index),
        annotations: { ...metadata.annotations, ...mark, ...failureAnnotations(job, replaced) },
        ...(features.enabled('PodIndexLabel') ? { labels: { ...metadata.labels, ...mark } } : {}),
      },
      spec: { ...pod.spec, hostname: `${name}-${String(index)}` },
    };
  }

  /** Containers learn the index from an environment variable. */
  #withVariable(template: PodTemplateSpec): PodTemplateSpec {
    const part = this.#options.features.enabled('PodIndexLabel') ? 'labels' : 'annotations';
    const fieldRef = { fieldPath: `metadata.${part}['${INDEX_ANNOTATION}']` };
    const variable = { name: INDEX_VARIABLE, valueFrom: { fieldRef } };
    const told = (container: Container): Container => {
      const env = container.env ?? [];
      return env.some(({ name }) => name === INDEX_VARIABLE) ? container : { ...container, env: [...env, variable] };
    };
    const { initContainers, containers } = template.spec ?? {};
    const spec = {
      ...template.spec,
      ...(initContainers === undefined ? {} : { initContainers: initContainers.map(told) }),
      ...(containers === undefined ? {} : { containers: containers.map(told) }),
    };
    return { ...template, spec };
  }
}

function namePrefix(job: string, index: number): string {
  const end = `-${String(index)}-`;
  return `${job.slice(0, LONGEST_PREFIX - end.length)}${end}`;
}
