/** A pod's volumes, on the wire. Source: k8s.io/api/core/v1/types.go. */
import { type LabelSelector } from '../validation/label-selector.js';
import { type ObjectFieldSelector, type ResourceFieldSelector } from './pod-container.js';
import { type PluginVolumeSources } from './pod-volume-plugins.js';

/** A name and one source. */
export interface Volume extends VolumeSources {
  name?: string;
}

export interface VolumeSources extends PluginVolumeSources {
  emptyDir?: { medium?: string; sizeLimit?: string; mode?: number };
  hostPath?: { path?: string; type?: string };
  secret?: SecretVolumeSource;
  configMap?: ConfigMapVolumeSource;
  downwardAPI?: DownwardAPIVolumeSource;
  projected?: ProjectedVolumeSource;
  persistentVolumeClaim?: { claimName?: string; readOnly?: boolean };
  ephemeral?: { volumeClaimTemplate?: PersistentVolumeClaimTemplate };
  image?: { reference?: string; pullPolicy?: string };
}

export interface PersistentVolumeClaimTemplate {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  /** PersistentVolumeClaimSpec. */
  spec?: { volumeMode?: string } & Record<string, unknown>;
}

export interface KeyToPath {
  key?: string;
  path?: string;
  mode?: number;
  user?: number;
}

export interface SecretVolumeSource {
  secretName?: string;
  items?: KeyToPath[];
  /** Permission bits, 0 … 0o777. */
  defaultMode?: number;
  /** Whose the files are. */
  defaultUser?: number;
  optional?: boolean;
}

export interface ConfigMapVolumeSource {
  name?: string;
  items?: KeyToPath[];
  defaultMode?: number;
  defaultUser?: number;
  optional?: boolean;
}

export interface DownwardAPIVolumeFile {
  path?: string;
  fieldRef?: ObjectFieldSelector;
  resourceFieldRef?: ResourceFieldSelector;
  mode?: number;
  user?: number;
}

export interface DownwardAPIVolumeSource {
  items?: DownwardAPIVolumeFile[];
  defaultMode?: number;
  defaultUser?: number;
}

export interface ProjectedVolumeSource {
  sources?: VolumeProjection[] | null;
  defaultMode?: number;
  defaultUser?: number;
}

export interface VolumeProjection {
  secret?: { name?: string; items?: KeyToPath[]; optional?: boolean };
  downwardAPI?: { items?: DownwardAPIVolumeFile[] };
  configMap?: { name?: string; items?: KeyToPath[]; optional?: boolean };
  serviceAccountToken?: ServiceAccountTokenProjection;
  clusterTrustBundle?: ClusterTrustBundleProjection;
  podCertificate?: PodCertificateProjection;
}

export interface ServiceAccountTokenProjection {
  audience?: string;
  /** How long the token is to live. */
  expirationSeconds?: number;
  path?: string;
  user?: number;
}

export interface ClusterTrustBundleProjection {
  name?: string;
  signerName?: string;
  /** With signerName: absent selects none, an empty one all. */
  labelSelector?: LabelSelector;
  optional?: boolean;
  path?: string;
  user?: number;
}

export interface PodCertificateProjection {
  signerName?: string;
  keyType?: string;
  maxExpirationSeconds?: number;
  credentialBundlePath?: string;
  keyPath?: string;
  certificateChainPath?: string;
  userAnnotations?: Record<string, string>;
  user?: number;
}
