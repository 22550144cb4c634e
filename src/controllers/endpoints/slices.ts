/** How a service's endpoints lie in slices. Source: k8s.io/endpointslice/{reconciler,utils}.go. */
import { isDeepStrictEqual } from 'node:util';
import { type Node } from '../../apis/core/node.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Service, type ServicePort } from '../../apis/core/service.js';
import { type ObjectReference } from '../../apis/core/v1.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Features } from '../../features/features.js';
import { isPodReady } from '../pod-state.js';
import { addressOf, hostnameOf, isReachable, portOf, targetOf } from './selected-pods.js';

/** kube-controller-manager's --max-endpoints-per-slice by default. */
const MOST_ENDPOINTS = 100;
const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';

export interface Endpoint {
  addresses: string[];
  conditions: { ready: boolean; serving?: boolean; terminating?: boolean };
  hostname?: string;
  targetRef?: ObjectReference;
  nodeName?: string;
  zone?: string;
  /** In place of the zone, where v1beta1 is stored. */
  topology?: Record<string, string>;
}

export interface SlicePort {
  name?: string;
  port?: number;
  protocol?: string;
  appProtocol?: string;
}

export interface EndpointSlice extends KubeObject {
  addressType: string;
  endpoints?: Endpoint[] | null;
  ports?: SlicePort[] | null;
}

/** What is in one slice; `slice` is the one that is there already. */
export interface SliceContent {
  readonly slice?: EndpointSlice;
  readonly endpoints: Endpoint[];
  readonly ports: readonly SlicePort[];
}

export interface EndpointSources {
  readonly service: Service;
  readonly pods: readonly Pod[];
  readonly nodeOf: (name: string) => Node | undefined;
  readonly features: Features;
  /** True where slices are of v1beta1. */
  readonly hasTopology: boolean;
}

/** The slices of one address family as they should be; `existing` that are in none of them are to go. */
export function contentOf(
  sources: EndpointSources,
  addressType: string,
  existing: readonly EndpointSlice[],
): SliceContent[] {
  const groups = new Map<string, { ports: readonly SlicePort[]; endpoints: Endpoint[] }>();
  for (const pod of sources.pods) {
    const endpoint = endpointOf(pod, sources, addressType);
    if (endpoint === undefined) continue;
    const ports = portsOf(pod, sources.service);
    const key = portsKey(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    group.endpoints.push(endpoint);
    groups.set(key, group);
  }
  const contents = [...groups].flatMap(([key, { ports, endpoints }]) =>
    distributed(
      endpoints,
      ports,
      existing.filter((slice) => portsKey(slice.ports ?? []) === key),
    ),
  );
  if (contents.length > 0) return contents;
  // Clients are shown that there is nothing.
  const empty = existing.find((slice) => (slice.ports ?? []).length === 0 && (slice.endpoints ?? []).length === 0);
  return [{ ...(empty === undefined ? {} : { slice: empty }), endpoints: [], ports: [] }];
}

/** Endpoints stay in the slices that they are in; new ones fill those up, and then further ones. */
function distributed(
  endpoints: readonly Endpoint[],
  ports: readonly SlicePort[],
  slices: readonly EndpointSlice[],
): SliceContent[] {
  const left = new Map(endpoints.map((endpoint) => [endpoint.targetRef?.uid ?? '', endpoint]));
  const contents: SliceContent[] = [];
  for (const slice of slices) {
    const kept = (slice.endpoints ?? []).flatMap(({ targetRef }) => {
      const endpoint = left.get(targetRef?.uid ?? '');
      left.delete(targetRef?.uid ?? '');
      return endpoint === undefined ? [] : [endpoint];
    });
    contents.push({ slice, endpoints: kept, ports });
  }
  for (const endpoint of left.values()) {
    const roomy = contents.find((content) => content.endpoints.length < MOST_ENDPOINTS);
    if (roomy === undefined) contents.push({ endpoints: [endpoint], ports });
    else roomy.endpoints.push(endpoint);
  }
  return contents.filter((content) => content.endpoints.length > 0);
}

function endpointOf(pod: Pod, sources: EndpointSources, addressType: string): Endpoint | undefined {
  const { service, nodeOf, features } = sources;
  const address = addressOf(pod, addressType);
  const { nodeName = '' } = pod.spec;
  const { publishNotReadyAddresses = false } = service.spec;
  const node = nodeOf(nodeName);
  if (!isReachable(pod, true) || address === undefined) return undefined;
  if (node === undefined && !publishNotReadyAddresses) return undefined;
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = publishNotReadyAddresses || (serving && !terminating);
  const hostname = hostnameOf(pod, service);
  return {
    addresses: [address],
    conditions: features.enabled('EndpointSliceTerminatingCondition') ? { ready, serving, terminating } : { ready },
    ...(hostname === undefined ? {} : { hostname }),
    targetRef: targetOf(pod, features),
    ...topologyOf(nodeName, node, sources),
  };
}

function topologyOf(nodeName: string, node: Node | undefined, sources: EndpointSources): Partial<Endpoint> {
  const { features, hasTopology } = sources;
  const { [ZONE]: zone, [REGION]: region } = node?.metadata.labels ?? {};
  const named = features.enabled('EndpointSliceNodeName') ? { nodeName } : {};
  if (!hasTopology) return { ...named, ...(zone === undefined ? {} : { zone }) };
  const topology = {
    'kubernetes.io/hostname': nodeName,
    ...(zone === undefined ? {} : { [ZONE]: zone }),
    ...(region === undefined ? {} : { [REGION]: region }),
  };
  return { ...named, topology };
}

function portsOf(pod: Pod, { spec: { ports = [] } }: Service): SlicePort[] {
  return ports.flatMap((servicePort: ServicePort): SlicePort[] => {
    const port = portOf(pod, servicePort);
    if (port === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    return [{ name, port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

/** True where the slice holds this already, apart from versions of pods that differ in nothing else. */
export function holds(slice: EndpointSlice, { endpoints }: SliceContent): boolean {
  return isDeepStrictEqual(bare(slice.endpoints ?? []), bare(endpoints));
}

function bare(endpoints: readonly Endpoint[]): unknown {
  return JSON.parse(
    JSON.stringify(endpoints, (key, value: unknown) => (key === 'resourceVersion' ? undefined : value)),
  );
}

function portsKey(ports: readonly SlicePort[]): string {
  return JSON.stringify(ports.map(({ name = '', port, protocol, appProtocol }) => [name, port, protocol, appProtocol]));
}
