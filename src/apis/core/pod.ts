/** Pods, on the wire. Source: k8s.io/api/core/v1/types.go. What is only carried and never looked at is left out. */
import { type KubeObject } from '../meta/v1.js';
import { type Affinity, type TopologySpreadConstraint } from './pod-affinity.js';
import { type Container, type EphemeralContainer, type ResourceRequirements } from './pod-container.js';
import { type PodStatus } from './pod-status.js';
import { type Volume } from './pod-volume.js';

export interface Pod extends KubeObject {
  spec: PodSpec;
  status?: PodStatus;
}

export interface PodSpec {
  volumes?: Volume[];
  initContainers?: Container[];
  containers?: Container[];
  ephemeralContainers?: EphemeralContainer[];
  restartPolicy?: string;
  /** Seconds. */
  terminationGracePeriodSeconds?: number;
  /** Seconds. */
  activeDeadlineSeconds?: number;
  dnsPolicy?: string;
  nodeSelector?: Record<string, string>;
  serviceAccountName?: string;
  /** The deprecated alias of serviceAccountName. */
  serviceAccount?: string;
  automountServiceAccountToken?: boolean;
  nodeName?: string;
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
  hostUsers?: boolean;
  shareProcessNamespace?: boolean;
  securityContext?: PodSecurityContext;
  imagePullSecrets?: LocalObjectReference[];
  hostname?: string;
  subdomain?: string;
  affinity?: Affinity;
  schedulerName?: string;
  tolerations?: Toleration[];
  hostAliases?: HostAlias[];
  priorityClassName?: string;
  priority?: number;
  dnsConfig?: PodDNSConfig;
  readinessGates?: { conditionType: string }[];
  schedulingGates?: { name: string }[];
  runtimeClassName?: string;
  enableServiceLinks?: boolean;
  preemptionPolicy?: string;
  overhead?: ResourceList;
  topologySpreadConstraints?: TopologySpreadConstraint[];
  /** Of all containers together. */
  resources?: ResourceRequirements;
  os?: { name: string };
}

/** Resource names to quantities: `{ cpu: '500m' }`. */
export type ResourceList = Record<string, string>;

export interface LocalObjectReference {
  name?: string;
}

export interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

export interface HostAlias {
  ip: string;
  hostnames?: string[];
}

export interface PodDNSConfig {
  nameservers?: string[];
  searches?: string[];
  options?: { name?: string; value?: string }[];
}

export interface PodSecurityContext {
  runAsUser?: number;
  runAsGroup?: number;
  fsGroup?: number;
  supplementalGroups?: number[];
  fsGroupChangePolicy?: string;
  seccompProfile?: SeccompProfile;
}

export interface SeccompProfile {
  type?: string;
  localhostProfile?: string;
}
