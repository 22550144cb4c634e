/** Source: pkg/apis/core/v1/defaults.go (SetDefaults_Service), pkg/registry/core/service/{strategy.go,storage/storage.go}. */
import { isDeepStrictEqual } from 'node:util';
import { type Service, type ServiceSpec } from '../../../apis/core/service.js';
import { type Features } from '../../../features/features.js';
import { specOf } from '../../workload-spec.js';

/** Seconds for which a client stays with the endpoint that it first met. */
const AFFINITY_SECONDS = 10_800;

export const needsClusterIP = ({ type }: ServiceSpec): boolean => type !== 'ExternalName';
export const needsNodePort = ({ type, allocateLoadBalancerNodePorts: allocates = true }: ServiceSpec): boolean =>
  type === 'NodePort' || (type === 'LoadBalancer' && allocates);
export const needsHealthCheckPort = ({ type, externalTrafficPolicy }: ServiceSpec): boolean =>
  type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
export const isAccessible = ({ type, externalIPs = [] }: ServiceSpec): boolean =>
  type === 'NodePort' || type === 'LoadBalancer' || (type === 'ClusterIP' && externalIPs.length > 0);
export const isHeadless = ({ clusterIP, clusterIPs }: ServiceSpec): boolean =>
  (clusterIPs?.[0] ?? clusterIP) === 'None';

export function defaultService(service: Service, features: Features): void {
  const spec = specOf(service);
  spec.sessionAffinity ||= 'None';
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === 'ClientIP' && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: AFFINITY_SECONDS } };
  }
  spec.type ||= 'ClusterIP';
  for (const port of spec.ports ?? []) {
    port.protocol ||= 'TCP';
    if ((port.targetPort ?? 0) === 0 || port.targetPort === '') port.targetPort = port.port ?? 0;
  }
  const accessible = features.behaviours.trafficPolicyForAccessibleServices
    ? isAccessible(spec)
    : spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  if (accessible) spec.externalTrafficPolicy ||= 'Cluster';
  const everywhere = !features.behaviours.externalNameWithoutTrafficPolicy || spec.type !== 'ExternalName';
  if (features.enabled('ServiceInternalTrafficPolicy') && everywhere) spec.internalTrafficPolicy ??= 'Cluster';
  if (spec.type !== 'LoadBalancer') return;
  if (features.enabled('ServiceLBNodePortControl')) spec.allocateLoadBalancerNodePorts ??= true;
  if (!features.enabled('LoadBalancerIPMode')) return;
  for (const point of service.status?.loadBalancer?.ingress ?? []) if (point.ip) point.ipMode ??= 'VIP';
}

/** clusterIP is the first of clusterIPs, whichever of them a client wrote. */
export function normalizeClusterIPs(spec: ServiceSpec, old: ServiceSpec | undefined): void {
  const { clusterIP = '', clusterIPs = [] } = spec;
  if (old === undefined) {
    if (clusterIPs.length === 0 && clusterIP !== '') spec.clusterIPs = [clusterIP];
    return;
  }
  if (clusterIP === (old.clusterIP ?? '') || !isDeepStrictEqual(clusterIPs, old.clusterIPs ?? [])) return;
  if (clusterIP !== '') spec.clusterIPs = [clusterIP];
  else if (old.clusterIP !== undefined) delete spec.clusterIPs;
}

/** What was allocated stays where it is still needed and the client left it out, and goes where the type has no use for it. */
export function carryAllocations(spec: ServiceSpec, old: ServiceSpec): void {
  if (needsClusterIP(old)) {
    if (needsClusterIP(spec)) {
      if (!spec.clusterIP && old.clusterIP !== undefined) spec.clusterIP = old.clusterIP;
      if ((spec.clusterIPs ?? []).length === 0 && old.clusterIPs !== undefined) spec.clusterIPs = [...old.clusterIPs];
    } else if (isDeepStrictEqual(spec.clusterIPs, old.clusterIPs)) {
      delete spec.clusterIP;
      delete spec.clusterIPs;
      delete spec.ipFamilies;
      delete spec.ipFamilyPolicy;
    }
  }
  if (needsNodePort(old)) {
    if (needsNodePort(spec)) keepNodePorts(spec, old);
    else if (isDeepStrictEqual(nodePortsOf(spec), nodePortsOf(old))) {
      for (const port of spec.ports ?? []) delete port.nodePort;
    }
  }
  if (needsHealthCheckPort(old)) {
    if (needsHealthCheckPort(spec)) spec.healthCheckNodePort ||= old.healthCheckNodePort ?? 0;
    else if (spec.healthCheckNodePort === old.healthCheckNodePort) delete spec.healthCheckNodePort;
  }
  if (old.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    delete spec.allocateLoadBalancerNodePorts;
    if (spec.loadBalancerClass === old.loadBalancerClass) delete spec.loadBalancerClass;
  }
  const same = spec.externalTrafficPolicy === old.externalTrafficPolicy;
  if (isAccessible(old) && !isAccessible(spec) && same) delete spec.externalTrafficPolicy;
}

function keepNodePorts(spec: ServiceSpec, old: ServiceSpec): void {
  const nodePortOf = new Map(
    (old.ports ?? []).map(({ protocol, port, nodePort }) => [`${protocol ?? ''}/${String(port)}`, nodePort]),
  );
  const taken = new Set(nodePortsOf(spec));
  for (const port of spec.ports ?? []) {
    const kept = nodePortOf.get(`${port.protocol ?? ''}/${String(port.port)}`) ?? 0;
    if ((port.nodePort ?? 0) === 0 && kept !== 0 && !taken.has(kept)) port.nodePort = kept;
  }
}

export function nodePortsOf({ ports = [] }: ServiceSpec): number[] {
  return ports.map(({ nodePort = 0 }) => nodePort).filter((port) => port !== 0);
}
