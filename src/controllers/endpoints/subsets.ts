/** What Endpoints hold: addresses by the ports that they share. Source: pkg/api/v1/endpoints/util.go, pkg/controller/endpoint/endpoints_controller.go. */
import { type Pod } from '../../apis/core/pod.js';
import { type Service, type ServicePort } from '../../apis/core/service.js';
import { type ObjectReference } from '../../apis/core/v1.js';
import { type Features } from '../../features/features.js';
import { isPodReady } from '../pod-state.js';
import { addressOf, hostnameOf, isReachable, portOf, targetOf } from './selected-pods.js';

export interface EndpointAddress {
  ip: string;
  hostname?: string;
  nodeName?: string;
  targetRef?: ObjectReference;
}

export interface EndpointPort {
  name?: string;
  port?: number;
  protocol?: string;
  appProtocol?: string;
}

export interface EndpointSubset {
  addresses?: EndpointAddress[];
  notReadyAddresses?: EndpointAddress[];
  ports?: EndpointPort[];
}

interface Placed {
  readonly address: EndpointAddress;
  readonly isReady: boolean;
  readonly ports: EndpointPort[];
}

export function subsetsOf(service: Service, pods: readonly Pod[], features: Features): EndpointSubset[] {
  const { publishNotReadyAddresses = false, ports = [], clusterIP, ipFamilies } = service.spec;
  const family = ipFamilies?.[0] ?? 'IPv4';
  const placed = pods.flatMap((pod): Placed[] => {
    const ip = addressOf(pod, family);
    if (!isReachable(pod, publishNotReadyAddresses) || ip === undefined) return [];
    const found = ports.flatMap((port) => endpointPort(pod, port));
    if (found.length === 0 && (ports.length > 0 || clusterIP !== 'None')) return [];
    const hostname = hostnameOf(pod, service);
    const address = {
      ip,
      ...(hostname === undefined ? {} : { hostname }),
      nodeName: pod.spec.nodeName ?? '',
      targetRef: targetOf(pod, features),
    };
    return [{ address, isReady: publishNotReadyAddresses || isPodReady(pod), ports: found }];
  });
  return grouped(placed);
}

function endpointPort(pod: Pod, servicePort: ServicePort): EndpointPort[] {
  const port = portOf(pod, servicePort);
  if (port === undefined) return [];
  const { name = '', protocol = 'TCP', appProtocol } = servicePort;
  return [{ ...(name === '' ? {} : { name }), port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
}

/** One subset per list of ports, in an order that does not depend on that of the pods. */
function grouped(placed: readonly Placed[]): EndpointSubset[] {
  const groups = new Map<string, Placed[]>();
  for (const each of placed) {
    const key = JSON.stringify(each.ports);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => {
      const ready = sorted(group.filter(({ isReady }) => isReady));
      const notReady = sorted(group.filter(({ isReady }) => !isReady));
      const ports = [...(group[0]?.ports ?? [])].sort((a, b) => (portText(a) < portText(b) ? -1 : 1));
      return {
        ...(ready.length === 0 ? {} : { addresses: ready }),
        ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady }),
        ...(ports.length === 0 ? {} : { ports }),
      };
    });
}

function portText({ name = '', port = 0, protocol = '' }: EndpointPort): string {
  return `${name} ${String(port).padStart(5, '0')} ${protocol}`;
}

function sorted(placed: readonly Placed[]): EndpointAddress[] {
  return placed.map(({ address }) => address).sort((a, b) => (a.ip < b.ip ? -1 : 1));
}
