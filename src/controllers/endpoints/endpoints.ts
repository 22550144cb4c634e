/** Endpoints of services with a selector. Source: pkg/controller/endpoint/endpoints_controller.go. */
import { isDeepStrictEqual } from 'node:util';
import { type Pod } from '../../apis/core/pod.js';
import { type Service } from '../../apis/core/service.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type ResourceClient } from '../../client/client.js';
import { type Features } from '../../features/features.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { unlessMissing } from '../errors.js';
import { ObjectQueue } from '../object-queue.js';
import { controllerUser } from '../users.js';
import { concernsServices, hasSelector, labelsOf, leadsTo } from './selected-pods.js';
import { type EndpointSubset, subsetsOf } from './subsets.js';
import { TRIGGER_ANNOTATION, TriggerTimes } from './trigger-times.js';

const PODS = { group: '', resource: 'pods' };
const SERVICES = { group: '', resource: 'services' };
const ENDPOINTS = { group: '', resource: 'endpoints' };
const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';

export interface Endpoints extends KubeObject {
  subsets?: EndpointSubset[];
}

export const endpointsController: Controller = {
  name: 'endpoint',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, informers, onError } = dependencies;
  const client = dependencies.client.as(controllerUser('endpoint-controller'));
  const [services, pods, endpoints] = await Promise.all([
    informers.of<Service>(SERVICES),
    informers.of<Pod>(PODS),
    informers.of<Endpoints>(ENDPOINTS),
  ]);
  const writer = new EndpointsWriter(client.resource(ENDPOINTS), features);
  const queue = new ObjectQueue({ clock, onError }, 'writing the endpoints of the service', async (namespace, name) => {
    const service = services.get(namespace, name);
    if (service === undefined) await writer.remove(namespace, name);
    else if (hasSelector(service)) {
      const chosen = pods.list(namespace).filter((pod) => leadsTo(service, pod));
      await writer.write(service, chosen, endpoints.get(namespace, name));
    }
  });
  const feeds = [
    services.listen((_type, service) => queue.addObject(service)),
    endpoints.listen((type, object) => {
      if (
        type === 'DELETED' &&
        services.get(object.metadata.namespace ?? '', object.metadata.name ?? '') !== undefined
      ) {
        queue.addObject(object);
      }
    }),
    pods.listen((type, pod, before) => {
      if (type === 'MODIFIED' && !concernsServices(pod, before)) return;
      for (const service of services.list(pod.metadata.namespace ?? '')) {
        const isConcerned = leadsTo(service, pod) || (before !== undefined && leadsTo(service, before));
        if (hasSelector(service) && isConcerned) queue.addObject(service);
      }
    }),
  ];
  await queue.idle();
  return running([queue], feeds);
}

class EndpointsWriter {
  readonly #endpoints: ResourceClient<Endpoints>;
  readonly #features: Features;
  readonly #times = new TriggerTimes();

  constructor(endpoints: ResourceClient<Endpoints>, features: Features) {
    this.#endpoints = endpoints;
    this.#features = features;
  }

  async remove(namespace: string, name: string): Promise<void> {
    this.#times.forget(`${namespace}/${name}`);
    await unlessMissing(this.#endpoints.delete(namespace, name));
  }

  async write(service: Service, pods: readonly Pod[], current: Endpoints | undefined): Promise<void> {
    const { namespace = '', name = '' } = service.metadata;
    const time = this.#times.next(`${namespace}/${name}`, service, pods);
    const subsets = subsetsOf(service, pods, this.#features);
    const labels = {
      ...labelsOf(service),
      ...(this.#features.behaviours.endpointsNameController ? { [MANAGED_BY]: 'endpoint-controller' } : {}),
    };
    const same =
      current !== undefined &&
      isDeepStrictEqual(withoutVersions(current.subsets ?? []), withoutVersions(subsets)) &&
      isDeepStrictEqual(current.metadata.labels ?? {}, labels);
    if (same) return;
    const annotations = { ...current?.metadata.annotations };
    Reflect.deleteProperty(annotations, TRIGGER_ANNOTATION);
    if (time !== undefined) annotations[TRIGGER_ANNOTATION] = time;
    const metadata = { ...current?.metadata, name, namespace, labels, annotations };
    const next = { apiVersion: 'v1', kind: 'Endpoints', metadata, subsets };
    if (current === undefined) await this.#endpoints.create(namespace, next);
    else await this.#endpoints.update(namespace, next);
  }
}

/** Changes of a pod that make no other difference are none. */
function withoutVersions(subsets: readonly EndpointSubset[]): unknown {
  return JSON.parse(JSON.stringify(subsets, (key, value: unknown) => (key === 'resourceVersion' ? undefined : value)));
}
