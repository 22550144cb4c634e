/** What a kind of volume is: the files that it has for a pod, and the objects that they come from. Source: pkg/volume/plugins.go. */
import { type Pod } from '../apis/core/pod.js';
import { type Volume } from '../apis/core/pod-volume.js';
import { type ConfigMap, type Secret } from '../apis/core/v1.js';
import { type ClusterTrustBundle } from '../apis/certificates/v1.js';
import { type ResourceList } from '../apis/core/pod.js';
import { type Features } from '../features/features.js';
import { type Payload } from './payload.js';
import { type TokenManager } from './token-manager.js';

/** What a volume asks for on behalf of a pod's node. Rejects as the API does. */
export interface VolumeHost {
  readonly features: Features;
  readonly tokens: TokenManager;
  getSecret(namespace: string, name: string): Promise<Secret>;
  getConfigMap(namespace: string, name: string): Promise<ConfigMap>;
  getTrustBundle(name: string): Promise<ClusterTrustBundle>;
  listTrustBundles(labelSelector: string): Promise<readonly ClusterTrustBundle[]>;
  nodeAllocatable(): Promise<ResourceList>;
  /** The account's uid; undefined where it is not known. */
  accountUid(namespace: string, name: string): string | undefined;
}

export interface VolumeContent {
  readonly payload: Payload;
  /** Milliseconds since the epoch from which it is to be collected anew; Infinity: only when an object changes. */
  readonly collectAgainAt: number;
}

/** An object that a volume's files come from; '' names all of the kind, and of no namespace. */
export interface VolumeReference {
  readonly resource: 'secrets' | 'configmaps' | 'serviceaccounts' | 'clustertrustbundles';
  readonly name: string;
}

export interface VolumePlugin {
  /** `kubernetes.io/projected`. */
  readonly name: string;
  supports(volume: Volume): boolean;
  references(volume: Volume, pod: Pod): readonly VolumeReference[];
  /** @throws Error where something that is not optional is missing. */
  collect(volume: Volume, pod: Pod, host: VolumeHost): Promise<VolumeContent>;
}

/** Content that changes with its objects alone. */
export function lasting(payload: Payload): VolumeContent {
  return { payload, collectAgainAt: Infinity };
}
