/** Warnings about types of volumes that are on their way out. Source: pkg/api/pod/warnings.go. */
import { type Volume, type VolumeSources } from '../../../apis/core/pod-volume.js';
import { type PodSpec } from '../../../apis/core/pod.js';
import { type Path } from '../../../apis/field/path.js';
import { type Features } from '../../../features/features.js';
import { fractionWarnings } from './container-warnings.js';

/** In the order of the warnings; with the field's name in them where it is another. */
type Deprecation = readonly [
  source: keyof VolumeSources,
  text: (features: Features) => string | undefined,
  name?: string,
];

const DEPRECATIONS: readonly Deprecation[] = [
  ['photonPersistentDisk', () => 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', gitRepoWarning],
  ['scaleIO', () => 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', thirdPartyWarning],
  ['storageos', thirdPartyWarning, 'storageOS'],
  ['quobyte', thirdPartyWarning],
  ['glusterfs', glusterfsWarning],
  ['ephemeral', () => undefined],
  ['cephfs', cephWarning],
  ['rbd', cephWarning],
];

function gitRepoWarning(features: Features): string {
  const disabled = features.behaviours.podPortNameWarnings && !features.enabled('GitRepoVolumeDriver');
  return `deprecated in v1.11${disabled ? ', and disabled by default in v1.33+' : ''}`;
}

function thirdPartyWarning({ behaviours }: Features): string {
  const end = behaviours.podNameWarnings ? 'non-functional in v1.25+' : 'support removal is planned in v1.26';
  return `deprecated in v1.22, ${end}`;
}

function glusterfsWarning({ behaviours }: Features): string | undefined {
  if (!behaviours.glusterfsDeprecated) return undefined;
  const end = 'this feature will be removed soon after in a subsequent release';
  return `deprecated in v1.25, ${behaviours.podNameWarnings ? 'non-functional in v1.26+' : end}`;
}

function cephWarning({ behaviours }: Features): string | undefined {
  return behaviours.podDuplicateWarnings ? 'deprecated in v1.28, non-functional in v1.31+' : undefined;
}

export function volumeWarnings({ volumes = [] }: PodSpec, path: Path, features: Features): string[] {
  return volumes.flatMap((volume, i) =>
    DEPRECATIONS.flatMap(([source, textOf, name = source]) => {
      if (volume[source] === undefined) return [];
      if (source === 'ephemeral') return claimWarnings(volume, path.index(i), features);
      const text = textOf(features);
      return text === undefined ? [] : [`${path.index(i).child(name).toString()}: ${text}`];
    }),
  );
}

function claimWarnings({ ephemeral }: Volume, path: Path, { behaviours }: Features): string[] {
  if (!behaviours.claimTemplateWarnings) return [];
  const spec = ephemeral?.volumeClaimTemplate?.spec as
    { resources?: Record<'requests' | 'limits', Record<string, string> | undefined> } | undefined;
  const at = path.child('ephemeral', 'volumeClaimTemplate', 'spec', 'resources');
  return (['requests', 'limits'] as const).flatMap((field) =>
    fractionWarnings(spec?.resources?.[field]?.['storage'], at.child(field).key('storage')),
  );
}
