/** Services, and the pods that they lead to. Source: k8s.io/endpointslice/util/controller_utils.go. */
import { type ContainerPort } from '../../apis/core/pod-container.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Service, type ServicePort } from '../../apis/core/service.js';
import { type ObjectReference } from '../../apis/core/v1.js';
import { type Features } from '../../features/features.js';
import { isPodReady, isPodTerminal } from '../pod-state.js';

/** True for a service whose endpoints the controllers write. */
export function hasSelector({ spec }: Service): boolean {
  return spec.type !== 'ExternalName' && spec.selector !== undefined;
}

export function leadsTo({ spec }: Service, { metadata }: Pod): boolean {
  return Object.entries(spec.selector ?? {}).every(([key, value]) => metadata.labels?.[key] === value);
}

/** True where the pod has an address and may yet answer. */
export function isReachable(pod: Pod, includesTerminating: boolean): boolean {
  if (isPodTerminal(pod) || pod.status?.podIP === undefined) return false;
  return includesTerminating || pod.metadata.deletionTimestamp === undefined;
}

/** The pod's address of the family; undefined where it has none. */
export function addressOf({ status }: Pod, family: string): string | undefined {
  return status?.podIPs?.find(({ ip }) => ip.includes(':') === (family === 'IPv6'))?.ip;
}

/** The number of the port that the service means; undefined where the pod has no port of that name. */
export function portOf({ spec }: Pod, { targetPort, port, protocol = 'TCP' }: ServicePort): number | undefined {
  if (typeof targetPort !== 'string') return targetPort ?? port;
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const ports: readonly ContainerPort[] = [...(spec.containers ?? []), ...sidecars].flatMap((each) => each.ports ?? []);
  return ports.find((each) => each.name === targetPort && (each.protocol ?? 'TCP') === protocol)?.containerPort;
}

export function hostnameOf({ spec, metadata }: Pod, service: Service): string | undefined {
  const isNamed = spec.hostname && spec.subdomain === service.metadata.name;
  return isNamed && metadata.namespace === service.metadata.namespace ? spec.hostname : undefined;
}

export function targetOf({ metadata }: Pod, { behaviours }: Features): ObjectReference {
  const { namespace = '', name = '', uid = '', resourceVersion = '' } = metadata;
  return { kind: 'Pod', namespace, name, uid, ...(behaviours.endpointsNamePodVersions ? { resourceVersion } : {}) };
}

/** A service's labels, with the mark of those without an address. */
export function labelsOf({ metadata, spec }: Service): Record<string, string> {
  const labels = { ...metadata.labels };
  Reflect.deleteProperty(labels, HEADLESS);
  const { clusterIP = '' } = spec;
  return clusterIP === '' || clusterIP === 'None' ? { ...labels, [HEADLESS]: '' } : labels;
}

const HEADLESS = 'service.kubernetes.io/headless';

/** True where the endpoints of a pod's services may have to change. */
export function concernsServices(pod: Pod, before: Pod | undefined): boolean {
  if (before === undefined) return true;
  const parts = ({ metadata, spec, status }: Pod, ready: boolean): string =>
    JSON.stringify([
      metadata.labels,
      metadata.deletionTimestamp !== undefined,
      spec.nodeName,
      status?.phase,
      status?.podIPs,
      ready,
    ]);
  return parts(pod, isPodReady(pod)) !== parts(before, isPodReady(before));
}
