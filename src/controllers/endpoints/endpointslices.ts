/** Endpoint slices of services with a selector. Source: pkg/controller/endpointslice, k8s.io/endpointslice. */
import { isDeepStrictEqual } from 'node:util';
import { type Node } from '../../apis/core/node.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Service } from '../../apis/core/service.js';
import { type ResourceClient } from '../../client/client.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { isControlledBy, newControllerRef } from '../controller-ref.js';
import { unlessMissing } from '../errors.js';
import { ObjectQueue } from '../object-queue.js';
import { controllerUser } from '../users.js';
import { concernsServices, hasSelector, labelsOf, leadsTo } from './selected-pods.js';
import { contentOf, type EndpointSlice, type EndpointSources, holds, type SliceContent } from './slices.js';
import { TRIGGER_ANNOTATION, TriggerTimes } from './trigger-times.js';

const PODS = { group: '', resource: 'pods' };
const NODES = { group: '', resource: 'nodes' };
const SERVICES = { group: '', resource: 'services' };
const SLICES = { group: 'discovery.k8s.io', resource: 'endpointslices' };
const SERVICE_LABEL = 'kubernetes.io/service-name';
const MANAGER_LABEL = 'endpointslice.kubernetes.io/managed-by';
const MANAGER = 'endpointslice-controller.k8s.io';
const LONGEST_PREFIX = 63;

export const endpointSliceController: Controller = {
  name: 'endpointslice',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, informers, objects, onError } = dependencies;
  const client = dependencies.client.as(controllerUser('endpointslice-controller'));
  const [services, pods, nodes, slices] = await Promise.all([
    informers.of<Service>(SERVICES),
    informers.of<Pod>(PODS),
    informers.of<Node>(NODES),
    informers.of<EndpointSlice>(SLICES),
  ]);
  const hasTopology = objects.mapping('discovery.k8s.io/v1', 'EndpointSlice') === undefined;
  const writer = new SliceWriter(client.resource(SLICES));
  const queue = new ObjectQueue(
    { clock, onError },
    'writing the endpoint slices of the service',
    async (namespace, name) => {
      const service = services.get(namespace, name);
      if (service === undefined) {
        writer.forget(`${namespace}/${name}`);
        return;
      }
      if (!hasSelector(service)) return;
      const chosen = pods.list(namespace).filter((pod) => leadsTo(service, pod));
      const existing = slices.list(namespace).filter((slice) => isOf(slice, name));
      const nodeOf = (nodeName: string): Node | undefined => nodes.get('', nodeName);
      await writer.write({ service, pods: chosen, nodeOf, features, hasTopology }, existing);
    },
  );
  const feeds = [
    services.listen((_type, service) => queue.addObject(service)),
    slices.listen((type, slice) => {
      const { namespace = '', labels = {} } = slice.metadata;
      const name = labels[SERVICE_LABEL] ?? '';
      if (type !== 'ADDED' && isOf(slice, name) && services.get(namespace, name)) queue.add(`${namespace}/${name}`);
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

/** True for a slice that this controller made for the service. */
function isOf({ metadata: { labels = {} } }: EndpointSlice, serviceName: string): boolean {
  return labels[MANAGER_LABEL] === MANAGER && labels[SERVICE_LABEL] === serviceName;
}

class SliceWriter {
  readonly #slices: ResourceClient<EndpointSlice>;
  readonly #times = new TriggerTimes();

  constructor(slices: ResourceClient<EndpointSlice>) {
    this.#slices = slices;
  }

  forget(key: string): void {
    this.#times.forget(key);
  }

  async write(sources: EndpointSources, existing: readonly EndpointSlice[]): Promise<void> {
    const { service, pods } = sources;
    const { namespace = '', name = '' } = service.metadata;
    const time = this.#times.next(`${namespace}/${name}`, service, pods);
    const own = existing.filter((slice) => isControlledBy(slice, service));
    const families = service.spec.ipFamilies ?? ['IPv4'];
    const kept = new Set<EndpointSlice>();
    for (const family of families) {
      const contents = contentOf(
        sources,
        family,
        own.filter(({ addressType }) => addressType === family),
      );
      for (const content of contents) {
        if (content.slice !== undefined) kept.add(content.slice);
        await this.#put(service, family, content, time);
      }
    }
    for (const slice of existing) {
      if (!kept.has(slice)) await unlessMissing(this.#slices.delete(namespace, slice.metadata.name ?? ''));
    }
  }

  async #put(service: Service, addressType: string, content: SliceContent, time: string | undefined): Promise<void> {
    const { namespace = '', name = '' } = service.metadata;
    const { slice, endpoints, ports } = content;
    const labels = { ...labelsOf(service), [SERVICE_LABEL]: name, [MANAGER_LABEL]: MANAGER };
    if (slice !== undefined && holds(slice, content) && isDeepStrictEqual(slice.metadata.labels, labels)) return;
    const annotations = { ...slice?.metadata.annotations };
    Reflect.deleteProperty(annotations, TRIGGER_ANNOTATION);
    if (time !== undefined) annotations[TRIGGER_ANNOTATION] = time;
    const metadata = slice?.metadata ?? {
      generateName: `${name.slice(0, LONGEST_PREFIX - 1)}-`,
      namespace,
      ownerReferences: [newControllerRef(service, { group: '', version: 'v1', kind: 'Service' })],
    };
    const next = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels, annotations },
      addressType,
      endpoints,
      ports: [...ports],
    };
    if (slice === undefined) await this.#slices.create(namespace, next);
    else await this.#slices.update(namespace, next);
  }
}
