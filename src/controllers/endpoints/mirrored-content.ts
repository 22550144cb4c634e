/** What the mirrors of Endpoints hold: a slice for each list of ports and family of addresses. Source: pkg/controller/endpointslicemirroring/{reconciler,utils}.go. */
import { isIP } from 'node:net';
import { type Endpoints } from './endpoints.js';
import { type Endpoint, type SlicePort } from './slices.js';
import { type EndpointAddress, type EndpointPort, type EndpointSubset } from './subsets.js';

/** kube-controller-manager's --mirroring-max-endpoints-per-subset by default. */
const MOST_ADDRESSES = 1000;

export interface MirroredContent {
  readonly addressType: string;
  readonly endpoints: Endpoint[];
  readonly ports: SlicePort[];
}

export function mirroredContent({ subsets = [] }: Endpoints): MirroredContent[] {
  const contents = new Map<string, MirroredContent>();
  for (const subset of subsets) {
    const ports = (subset.ports ?? []).map(slicePort);
    for (const { address, isReady } of addressesOf(subset)) {
      const addressType = `IPv${String(isIP(address.ip))}`;
      const key = JSON.stringify([addressType, ports]);
      const content = contents.get(key) ?? { addressType, ports, endpoints: [] };
      contents.set(key, content);
      content.endpoints.push(endpointOf(address, isReady));
    }
  }
  return [...contents.values()];
}

/** The first thousand that are addresses. */
function addressesOf({ addresses = [], notReadyAddresses = [] }: EndpointSubset) {
  return [
    ...addresses.map((address) => ({ address, isReady: true })),
    ...notReadyAddresses.map((address) => ({ address, isReady: false })),
  ]
    .filter(({ address }) => isIP(address.ip) !== 0)
    .slice(0, MOST_ADDRESSES);
}

function endpointOf({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname === undefined ? {} : { hostname }),
    ...(targetRef === undefined ? {} : { targetRef }),
    ...(nodeName === undefined ? {} : { nodeName }),
  };
}

function slicePort({ name = '', port, protocol = 'TCP', appProtocol }: EndpointPort): SlicePort {
  return {
    name,
    ...(port === undefined ? {} : { port }),
    protocol,
    ...(appProtocol === undefined ? {} : { appProtocol }),
  };
}
