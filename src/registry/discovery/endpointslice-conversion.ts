/** Topology in v1beta1, zone and node in v1. Source: pkg/apis/discovery/v1beta1/conversion.go of 1.24. */
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Endpoint, type EndpointSlice } from './endpointslice-types.js';

const ZONE = 'topology.kubernetes.io/zone';
const HOSTNAME = 'kubernetes.io/hostname';

interface BetaEndpoint extends Omit<Endpoint, 'zone' | 'deprecatedTopology'> {
  topology?: Record<string, string>;
}

function fromBeta({ topology, ...endpoint }: BetaEndpoint): Endpoint {
  if (topology === undefined) return endpoint;
  const { [ZONE]: zone, ...rest } = topology;
  if (endpoint.nodeName !== undefined && rest[HOSTNAME] === endpoint.nodeName) Reflect.deleteProperty(rest, HOSTNAME);
  return {
    ...endpoint,
    ...(zone === undefined ? {} : { zone }),
    ...(Object.keys(rest).length === 0 ? {} : { deprecatedTopology: rest }),
  };
}

function toBeta({ zone, deprecatedTopology, ...endpoint }: Endpoint): BetaEndpoint {
  const { nodeName } = endpoint;
  if (zone === undefined && deprecatedTopology === undefined && nodeName === undefined) return endpoint;
  const topology: Record<string, string> = { ...deprecatedTopology, ...(zone === undefined ? {} : { [ZONE]: zone }) };
  if (nodeName !== undefined) topology[HOSTNAME] ||= nodeName;
  return { ...endpoint, topology };
}

export const betaEndpointSlice = {
  decode(wire: KubeObject): KubeObject {
    const { endpoints } = wire as KubeObject & { endpoints?: BetaEndpoint[] | null };
    return { ...wire, endpoints: (endpoints ?? []).map(fromBeta) } as KubeObject;
  },
  encode(stored: KubeObject): KubeObject {
    const { endpoints } = stored as EndpointSlice;
    return { ...stored, endpoints: (endpoints ?? []).map(toBeta) } as KubeObject;
  },
};
