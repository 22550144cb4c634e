/** Volumes of storage systems, on the wire, with what validation and defaulting look at. Source: k8s.io/api/core/v1/types.go. */
import { type LocalObjectReference } from './pod.js';

export interface PluginVolumeSources {
  gcePersistentDisk?: { pdName?: string; partition?: number };
  awsElasticBlockStore?: { volumeID?: string; partition?: number };
  gitRepo?: { repository?: string; directory?: string };
  nfs?: { server?: string; path?: string; readOnly?: boolean };
  iscsi?: ISCSIVolumeSource;
  glusterfs?: { endpoints?: string; path?: string };
  rbd?: { monitors?: string[]; image?: string; pool?: string; user?: string; keyring?: string } & WithSecretRef;
  flexVolume?: { driver?: string; options?: Record<string, string> } & WithSecretRef;
  cinder?: { volumeID?: string } & WithSecretRef;
  cephfs?: { monitors?: string[] } & WithSecretRef;
  flocker?: { datasetName?: string; datasetUUID?: string };
  fc?: { targetWWNs?: string[]; lun?: number; wwids?: string[] };
  azureFile?: { secretName?: string; shareName?: string };
  vsphereVolume?: { volumePath?: string };
  quobyte?: { registry?: string; volume?: string; tenant?: string };
  azureDisk?: AzureDiskVolumeSource;
  photonPersistentDisk?: { pdID?: string };
  portworxVolume?: { volumeID?: string };
  scaleIO?: ScaleIOVolumeSource;
  storageos?: { volumeName?: string; volumeNamespace?: string } & WithSecretRef;
  csi?: { driver?: string; nodePublishSecretRef?: LocalObjectReference };
}

interface WithSecretRef {
  secretRef?: LocalObjectReference;
}

export interface ISCSIVolumeSource extends WithSecretRef {
  targetPortal?: string;
  iqn?: string;
  lun?: number;
  iscsiInterface?: string;
  chapAuthDiscovery?: boolean;
  chapAuthSession?: boolean;
  initiatorName?: string;
}

export interface AzureDiskVolumeSource {
  diskName?: string;
  diskURI?: string;
  cachingMode?: string;
  fsType?: string;
  readOnly?: boolean;
  kind?: string;
}

export interface ScaleIOVolumeSource extends WithSecretRef {
  gateway?: string;
  system?: string;
  storageMode?: string;
  volumeName?: string;
  fsType?: string;
}
