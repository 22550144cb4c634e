/** Nodes, on the wire. Source: k8s.io/api/core/v1/types.go. */
import { type KubeObject } from '../meta/v1.js';
import { type ResourceList } from './pod.js';

export interface Node extends KubeObject {
  spec?: NodeSpec;
  status?: NodeStatus;
}

export interface NodeSpec {
  podCIDR?: string;
  podCIDRs?: string[];
  externalID?: string;
  providerID?: string;
  unschedulable?: boolean;
  taints?: Taint[];
  configSource?: object;
}

export interface Taint {
  key?: string;
  value?: string;
  effect?: string;
  timeAdded?: string;
}

export interface NodeStatus {
  capacity?: ResourceList;
  allocatable?: ResourceList;
  phase?: string;
  conditions?: NodeCondition[];
  addresses?: { type: string; address: string }[];
  daemonEndpoints?: { kubeletEndpoint?: { Port?: number } };
  nodeInfo?: NodeSystemInfo;
  config?: object;
  runtimeHandlers?: { name?: string; features?: Record<string, boolean> }[];
  features?: { supplementalGroupsPolicy?: boolean };
}

export interface NodeCondition {
  type: string;
  /** True, False or Unknown. */
  status: string;
  lastHeartbeatTime?: string | null;
  lastTransitionTime?: string | null;
  reason?: string;
  message?: string;
}

export interface NodeSystemInfo {
  machineID?: string;
  systemUUID?: string;
  bootID?: string;
  kernelVersion?: string;
  osImage?: string;
  containerRuntimeVersion?: string;
  kubeletVersion?: string;
  kubeProxyVersion?: string;
  operatingSystem?: string;
  architecture?: string;
}
