/** Endpoint slices that show the Endpoints which users write for services without a selector. Source: pkg/controller/endpointslicemirroring. */
import { isDeepStrictEqual } from 'node:util';
import { type Service } from '../../apis/core/service.js';
import { type ObjectMeta } from '../../apis/meta/v1.js';
import { type ResourceClient } from '../../client/client.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { newControllerRef } from '../controller-ref.js';
import { unlessMissing } from '../errors.js';
import { ObjectQueue } from '../object-queue.js';
import { controllerUser } from '../users.js';
import { type Endpoints } from './endpoints.js';
import { mirroredContent, type MirroredContent } from './mirrored-content.js';
import { type EndpointSlice } from './slices.js';
import { TRIGGER_ANNOTATION } from './trigger-times.js';

const SERVICES = { group: '', resource: 'services' };
const ENDPOINTS = { group: '', resource: 'endpoints' };
const SLICES = { group: 'discovery.k8s.io', resource: 'endpointslices' };
const SERVICE_LABEL = 'kubernetes.io/service-name';
const MANAGER_LABEL = 'endpointslice.kubernetes.io/managed-by';
const MANAGER = 'endpointslicemirroring-controller.k8s.io';
const SKIP_LABEL = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER_ANNOTATION = 'control-plane.alpha.kubernetes.io/leader';
const UNMIRRORED_ANNOTATIONS = [TRIGGER_ANNOTATION, 'kubectl.kubernetes.io/last-applied-configuration'];

export const endpointSliceMirroringController: Controller = {
  name: 'endpointslicemirroring',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, informers, onError } = dependencies;
  const client = dependencies.client.as(controllerUser('endpointslicemirroring-controller'));
  const [services, endpoints, slices] = await Promise.all([
    informers.of<Service>(SERVICES),
    informers.of<Endpoints>(ENDPOINTS),
    informers.of<EndpointSlice>(SLICES),
  ]);
  const writer = new MirrorWriter(client.resource(SLICES));
  const queue = new ObjectQueue({ clock, onError }, 'mirroring the endpoints', async (namespace, name) => {
    const source = endpoints.get(namespace, name);
    const service = services.get(namespace, name);
    const isMirrored = service !== undefined && service.spec.selector === undefined;
    const existing = slices.list(namespace).filter((slice) => isMirrorOf(slice, name));
    await writer.write(isMirrored && source !== undefined && mayBeMirrored(source) ? source : undefined, existing);
  });
  const feeds = [
    endpoints.listen((_type, object) => queue.addObject(object)),
    services.listen((_type, service) => queue.addObject(service)),
    slices.listen((type, slice) => {
      const { namespace = '', labels = {} } = slice.metadata;
      const name = labels[SERVICE_LABEL] ?? '';
      if (type !== 'ADDED' && isMirrorOf(slice, name)) queue.add(`${namespace}/${name}`);
    }),
  ];
  await queue.idle();
  return running([queue], feeds);
}

function mayBeMirrored({ metadata: { labels = {}, annotations = {} } }: Endpoints): boolean {
  return labels[SKIP_LABEL] !== 'true' && annotations[LEADER_ANNOTATION] === undefined;
}

function isMirrorOf({ metadata: { labels = {} } }: EndpointSlice, name: string): boolean {
  return labels[MANAGER_LABEL] === MANAGER && labels[SERVICE_LABEL] === name;
}

class MirrorWriter {
  readonly #slices: ResourceClient<EndpointSlice>;

  constructor(slices: ResourceClient<EndpointSlice>) {
    this.#slices = slices;
  }

  /** @param source undefined where there is nothing to show */
  async write(source: Endpoints | undefined, existing: readonly EndpointSlice[]): Promise<void> {
    const kept = new Set<EndpointSlice>();
    for (const content of source === undefined ? [] : mirroredContent(source)) {
      const slice = existing.find((each) => !kept.has(each) && hasShape(each, content));
      if (slice !== undefined) kept.add(slice);
      if (source !== undefined) await this.#put(source, content, slice);
    }
    for (const { metadata } of existing.filter((slice) => !kept.has(slice))) {
      await unlessMissing(this.#slices.delete(metadata.namespace ?? '', metadata.name ?? ''));
    }
  }

  async #put(source: Endpoints, content: MirroredContent, slice: EndpointSlice | undefined): Promise<void> {
    const { namespace = '', name = '' } = source.metadata;
    const labels = { ...source.metadata.labels, [SERVICE_LABEL]: name, [MANAGER_LABEL]: MANAGER };
    const shown = Object.entries(source.metadata.annotations ?? {});
    const annotations = Object.fromEntries(shown.filter(([key]) => !UNMIRRORED_ANNOTATIONS.includes(key)));
    const same =
      slice !== undefined &&
      isDeepStrictEqual(slice.endpoints, content.endpoints) &&
      isDeepStrictEqual(slice.metadata.labels, labels) &&
      isDeepStrictEqual(slice.metadata.annotations ?? {}, annotations);
    if (same) return;
    const metadata: ObjectMeta = slice?.metadata ?? {
      generateName: `${name}-`,
      namespace,
      ownerReferences: [newControllerRef(source, { group: '', version: 'v1', kind: 'Endpoints' })],
    };
    const next = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels, annotations },
      ...content,
    };
    if (slice === undefined) await this.#slices.create(namespace, next);
    else await this.#slices.update(namespace, next);
  }
}

function hasShape({ addressType, ports }: EndpointSlice, content: MirroredContent): boolean {
  return addressType === content.addressType && isDeepStrictEqual(ports ?? [], content.ports);
}
