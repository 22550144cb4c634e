/** What a kubelet reports of a pod, on the wire. Source: k8s.io/api/core/v1/types.go. */
import { type ResourceList } from './pod.js';
import { type ResourceRequirements } from './pod-container.js';

export interface PodStatus {
  observedGeneration?: number;
  phase?: string;
  conditions?: PodCondition[];
  message?: string;
  reason?: string;
  nominatedNodeName?: string;
  hostIP?: string;
  hostIPs?: { ip: string }[];
  podIP?: string;
  podIPs?: { ip: string }[];
  startTime?: string;
  initContainerStatuses?: ContainerStatus[];
  containerStatuses?: ContainerStatus[];
  ephemeralContainerStatuses?: ContainerStatus[];
  qosClass?: string;
  resourceClaimStatuses?: PodResourceClaimStatus[];
  extendedResourceClaimStatus?: PodExtendedResourceClaimStatus;
  nodeAllocatableResourceClaimStatuses?: NodeAllocatableResourceClaimStatus[];
  /** Of the whole pod. */
  allocatedResources?: ResourceList;
  resources?: ResourceRequirements;
  volumeHealth?: { name?: string; healthConditions?: { reason?: string }[] }[];
}

export interface PodResourceClaimStatus {
  name?: string;
  resourceClaimName?: string;
}

export interface PodExtendedResourceClaimStatus {
  requestMappings?: { containerName?: string; resourceName?: string; requestName?: string }[];
  resourceClaimName?: string;
}

export interface NodeAllocatableResourceClaimStatus {
  resourceClaimName?: string;
  mapping?: { name?: string; quantity?: string }[];
  overhead?: { name?: string; perPod?: string; perContainer?: string }[];
}

export interface PodCondition {
  type: string;
  status: string;
  observedGeneration?: number;
  lastProbeTime?: string | null;
  lastTransitionTime?: string | null;
  reason?: string;
  message?: string;
}

export interface ContainerStatus {
  name: string;
  state?: ContainerState;
  lastState?: ContainerState;
  ready?: boolean;
  restartCount?: number;
  image?: string;
  imageID?: string;
  containerID?: string;
  started?: boolean;
  allocatedResources?: ResourceList;
  resources?: ResourceRequirements;
  volumeMounts?: VolumeMountStatus[];
  user?: { linux?: { uid?: number; gid?: number; supplementalGroups?: number[] } };
  allocatedResourcesStatus?: ResourceStatus[];
}

export interface VolumeMountStatus {
  name?: string;
  mountPath?: string;
  readOnly?: boolean;
  recursiveReadOnly?: string;
  volumeStatus?: { image?: { imageRef?: string } };
}

export interface ResourceStatus {
  /** `cpu`, or `claim:NAME/REQUEST`. */
  name?: string;
  resources?: { resourceID?: string; health?: string; message?: string }[];
}

/** One of its members is set. */
export interface ContainerState {
  waiting?: { reason?: string; message?: string };
  running?: { startedAt?: string };
  terminated?: ContainerStateTerminated;
}

export interface ContainerStateTerminated {
  exitCode: number;
  signal?: number;
  reason?: string;
  message?: string;
  startedAt?: string | null;
  finishedAt?: string | null;
  containerID?: string;
}
