/** Volumes stay as long as they are bound. Source: pkg/controller/volume/pvprotection/pv_protection_controller.go. */
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Controller } from '../controller.js';
import { startProtection } from './protection.js';

interface PersistentVolume extends KubeObject {
  status?: { phase?: string };
}

export const persistentVolumeProtection: Controller = {
  name: 'persistentvolume-protection',
  runs: ({ features }) => features.enabled('StorageObjectInUseProtection'),
  start: (dependencies) =>
    startProtection<PersistentVolume>(dependencies, {
      resource: { group: '', resource: 'persistentvolumes' },
      finalizer: 'kubernetes.io/pv-protection',
      account: 'pv-protection-controller',
      isUsed: ({ status }) => status?.phase === 'Bound',
    }),
};
