/** The kinds of volumes that are written; of others a pod's containers would see nothing that the API knows. */
import { configMapVolume } from './config-map-volume.js';
import { downwardAPIVolume } from './downward-api.js';
import { projectedVolume } from './projected-volume.js';
import { secretVolume } from './secret-volume.js';
import { type VolumePlugin } from './volume-plugin.js';

export const VOLUME_PLUGINS: readonly VolumePlugin[] = [
  projectedVolume,
  secretVolume,
  configMapVolume,
  downwardAPIVolume,
];
