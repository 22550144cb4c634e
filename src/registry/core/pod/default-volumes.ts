/** Defaults of a pod's volumes. Source: pkg/apis/core/v1/{defaults,zz_generated.defaults}.go. */
import { type DownwardAPIVolumeFile, type Volume, type VolumeProjection } from '../../../apis/core/pod-volume.js';
import { type Features } from '../../../features/features.js';
import { imageTag } from './image-tag.js';

/** The permission bits of files that the kubelet writes. */
export const DEFAULT_FILE_MODE = 0o644;

const DEFAULT_TOKEN_SECONDS = 3600;

export function defaultVolume(volume: Volume, features: Features): void {
  const hasSource = Object.entries(volume).some(([key, value]) => key !== 'name' && value !== undefined);
  if (!hasSource) volume.emptyDir = {};
  defaultFiles(volume);
  if (volume.hostPath !== undefined) volume.hostPath.type ??= '';
  if (volume.iscsi !== undefined) volume.iscsi.iscsiInterface ||= 'default';
  if (volume.rbd !== undefined) {
    volume.rbd.pool ||= 'rbd';
    volume.rbd.user ||= 'admin';
    volume.rbd.keyring ||= '/etc/ceph/keyring';
  }
  if (volume.azureDisk !== undefined) {
    volume.azureDisk.cachingMode ??= 'ReadWrite';
    volume.azureDisk.kind ??= 'Shared';
    volume.azureDisk.fsType ??= 'ext4';
    volume.azureDisk.readOnly ??= false;
  }
  if (volume.scaleIO !== undefined) {
    volume.scaleIO.storageMode ||= 'ThinProvisioned';
    volume.scaleIO.fsType ||= 'xfs';
  }
  if (volume.image !== undefined && features.enabled('ImageVolume')) {
    volume.image.pullPolicy ||= imageTag(volume.image.reference ?? '') === 'latest' ? 'Always' : 'IfNotPresent';
  }
  const claim = volume.ephemeral?.volumeClaimTemplate as { spec?: { volumeMode?: string } } | undefined;
  if (claim !== undefined) (claim.spec ??= {}).volumeMode ??= 'Filesystem';
}

function defaultFiles(volume: Volume): void {
  if (volume.secret !== undefined) volume.secret.defaultMode ??= DEFAULT_FILE_MODE;
  if (volume.configMap !== undefined) volume.configMap.defaultMode ??= DEFAULT_FILE_MODE;
  if (volume.downwardAPI !== undefined) {
    volume.downwardAPI.defaultMode ??= DEFAULT_FILE_MODE;
    defaultDownwardFiles(volume.downwardAPI.items);
  }
  if (volume.projected !== undefined) {
    volume.projected.defaultMode ??= DEFAULT_FILE_MODE;
    for (const source of volume.projected.sources ?? []) defaultProjection(source);
  }
}

function defaultProjection({ downwardAPI, serviceAccountToken }: VolumeProjection): void {
  defaultDownwardFiles(downwardAPI?.items);
  if (serviceAccountToken !== undefined) serviceAccountToken.expirationSeconds ??= DEFAULT_TOKEN_SECONDS;
}

function defaultDownwardFiles(items: readonly DownwardAPIVolumeFile[] | undefined): void {
  for (const { fieldRef } of items ?? []) {
    if (fieldRef !== undefined) fieldRef.apiVersion ||= 'v1';
  }
}
