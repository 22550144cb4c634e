/** What a kubelet says of its node. Source: pkg/kubelet/{kubelet_node_status.go,nodestatus/setters.go}. */
import { type Node, type NodeCondition, type NodeStatus, type NodeSystemInfo } from '../../apis/core/node.js';
import { type Clock, rfc3339 } from '../../clock/clock.js';
import { type Random, uuid } from '../../clock/random.js';
import { type Features } from '../../features/features.js';
import { nodeAddress } from './addresses.js';

const KUBELET_PORT = 10250;
const HEARTBEAT = 5 * 60 * 1000;
const CAPACITY = {
  cpu: '16',
  'ephemeral-storage': '101430960Ki',
  'hugepages-1Gi': '0',
  'hugepages-2Mi': '0',
  memory: '65777204Ki',
  pods: '110',
};

const CONDITIONS: readonly (readonly [type: string, status: string, reason: string, message: string])[] = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
];

export interface StatusSource {
  readonly clock: Clock;
  readonly random: Random;
  readonly features: Features;
}

/** The labels and annotations with which a kubelet registers its node. */
export function registeredMetadata(name: string): Node['metadata'] {
  return {
    name,
    labels: {
      'beta.kubernetes.io/arch': 'amd64',
      'beta.kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
    },
    annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
  };
}

/** The status as it should be now; what others added to capacity and conditions stays. */
export function nextNodeStatus({ metadata: { name = '' }, spec, status = {} }: Node, source: StatusSource): NodeStatus {
  const capacity = { ...CAPACITY, ...status.capacity };
  const addresses = [
    { type: 'InternalIP', address: nodeAddress(spec?.podCIDR ?? '') },
    { type: 'Hostname', address: name },
  ];
  const kept = status.addresses ?? [];
  return {
    ...status,
    capacity,
    allocatable: { ...capacity, ...status.allocatable },
    conditions: nextConditions(status.conditions ?? [], source.clock.now()),
    addresses: [...kept, ...addresses.filter(({ type }) => !kept.some((address) => address.type === type))],
    daemonEndpoints: { kubeletEndpoint: { Port: KUBELET_PORT } },
    nodeInfo: nextInfo(status.nodeInfo, source),
    ...runtime(source.features),
  };
}

function nextConditions(before: readonly NodeCondition[], now: number): NodeCondition[] {
  const own = CONDITIONS.map(([type, status, reason, message]) => {
    const old = before.find((condition) => condition.type === type);
    const same = old?.status === status && old.reason === reason;
    if (same && now - Date.parse(old.lastHeartbeatTime ?? '') < HEARTBEAT) return old;
    const lastTransitionTime = (old?.status === status ? old.lastTransitionTime : undefined) ?? rfc3339(now);
    return { type, status, lastHeartbeatTime: rfc3339(now), lastTransitionTime, reason, message };
  });
  return [...before.filter(({ type }) => !CONDITIONS.some(([known]) => known === type)), ...own];
}

function nextInfo(before: NodeSystemInfo | undefined, { features, random }: StatusSource): NodeSystemInfo {
  const { major, minor, patch } = features.version;
  const version = `v${String(major)}.${String(minor)}.${String(patch)}`;
  return {
    machineID: before?.machineID || uuid(random).replaceAll('-', ''),
    systemUUID: before?.systemUUID || uuid(random),
    bootID: before?.bootID || uuid(random),
    kernelVersion: '6.12.0-kubemint',
    osImage: 'kubemint (simulated)',
    containerRuntimeVersion: 'containerd://2.1.0',
    kubeletVersion: version,
    kubeProxyVersion: features.enabled('DisableNodeKubeProxyVersion') ? '' : version,
    operatingSystem: 'linux',
    architecture: 'amd64',
  };
}

function runtime(features: Features): Pick<NodeStatus, 'runtimeHandlers' | 'features'> {
  const recursiveReadOnlyMounts = features.enabled('RecursiveReadOnlyMounts');
  const userNamespaces = features.enabled('UserNamespacesSupport');
  const handler = {
    ...(recursiveReadOnlyMounts && { recursiveReadOnlyMounts }),
    ...(userNamespaces && { userNamespaces }),
  };
  return {
    ...(recursiveReadOnlyMounts || userNamespaces ? { runtimeHandlers: [{ name: '', features: handler }] } : {}),
    ...(features.enabled('SupplementalGroupsPolicy') ? { features: { supplementalGroupsPolicy: true } } : {}),
  };
}
