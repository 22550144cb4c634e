/** Pods, on the wire. Source: k8s.io/api/core/v1/types.go. */
import { type KubeObject } from '../meta/v1.js';
import { type Affinity, type TopologySpreadConstraint } from './pod-affinity.js';
import { type Container, type EphemeralContainer, type ResourceRequirements } from './pod-container.js';
import { type PodSecurityContext } from './pod-security.js';
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
  setHostnameAsFQDN?: boolean;
  hostnameOverride?: string;
  affinity?: Affinity;
  schedulerName?: string;
  tolerations?: Toleration[];
  hostAliases?: HostAlias[];
  priorityClassName?: string;
  priority?: number;
  dnsConfig?: PodDNSConfig;
  readinessGates?: { conditionType?: string }[];
  schedulingGates?: { name?: string }[];
  runtimeClassName?: string;
  enableServiceLinks?: boolean;
  preemptionPolicy?: string;
  overhead?: ResourceList;
  topologySpreadConstraints?: TopologySpreadConstraint[];
  os?: { name?: string };
  resourceClaims?: PodResourceClaim[];
  /** Of all containers together. */
  resources?: ResourceRequirements;
  workloadRef?: { name?: string; podGroup?: string; podGroupReplicaKey?: string };
  schedulingGroup?: { podGroupName?: string };
  evictionResponders?: EvictionResponder[];
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
  ip?: string;
  hostnames?: string[];
}

export interface PodDNSConfig {
  nameservers?: string[];
  searches?: string[];
  options?: { name?: string; value?: string }[];
}

export interface PodResourceClaim {
  name?: string;
  /** Up to 1.30, in place of the two below. */
  source?: ClaimSource;
  resourceClaimName?: string;
  resourceClaimTemplateName?: string;
}

export interface ClaimSource {
  resourceClaimName?: string;
  resourceClaimTemplateName?: string;
}

export interface EvictionResponder {
  name?: string;
  priority?: number;
}
