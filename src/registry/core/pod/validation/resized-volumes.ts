/** What a resize may change of volumes. Source: pkg/apis/core/validation/validation.go (ValidatePodResize). */
import { type Volume } from '../../../../apis/core/pod-volume.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden } from '../../../../apis/field/errors.js';
import { Path } from '../../../../apis/field/path.js';
import { quantityNanos } from '../../../../apis/quantity.js';
import { type Features } from '../../../../features/features.js';
import { isSemanticallyEqual } from '../internal/equality.js';

const GATE = 'InPlacePodVerticalScalingMemoryBackedVolumes';

export function validateResizedVolumes(next: PodSpec, old: PodSpec, features: Features): FieldError[] {
  if (!features.behaviours.resizesVolumes) return [];
  const path = Path.of('spec', 'volumes');
  const [volumes, before] = [next.volumes ?? [], old.volumes ?? []];
  const isSame = (a: Volume, b: Volume): boolean => isSemanticallyEqual(features, 'Volume', a, b);
  if (!features.enabled(GATE)) {
    const same = volumes.length === before.length && volumes.every((volume, i) => isSame(volume, before[i] ?? {}));
    return same ? [] : [forbidden(path, `volumes are immutable on resize when ${GATE} feature gate is disabled`)];
  }
  if (volumes.length !== before.length) return [forbidden(path, 'volumes may not be added or removed on resize')];
  return volumes.flatMap((volume, i) => {
    const at = path.index(i);
    const was = before[i] ?? {};
    if (volume.name !== was.name) {
      return [forbidden(at.child('name'), 'volumes may not be renamed or reordered on resize')];
    }
    if (!isSame(withOldLimit(volume, was), was)) {
      return [forbidden(at, 'only sizeLimit of memory-backed emptyDir volumes is mutable on resize')];
    }
    return validateLimit(volume, was, at.child('emptyDir', 'sizeLimit'));
  });
}

function withOldLimit(volume: Volume, old: Volume): Volume {
  if (volume.emptyDir === undefined || old.emptyDir === undefined) return volume;
  const emptyDir = { ...volume.emptyDir };
  delete emptyDir.sizeLimit;
  const { sizeLimit } = old.emptyDir;
  return { ...volume, emptyDir: sizeLimit === undefined ? emptyDir : { ...emptyDir, sizeLimit } };
}

function validateLimit({ emptyDir: next }: Volume, { emptyDir: old }: Volume, path: Path): FieldError[] {
  if (next === undefined || old === undefined) return [];
  const [limit, before] = [quantityNanos(next.sizeLimit), quantityNanos(old.sizeLimit)];
  if ((limit === 0n) !== (before === 0n)) {
    return [forbidden(path, 'adding or removing sizeLimit on an existing volume is not allowed')];
  }
  return limit === before || next.medium === 'Memory'
    ? []
    : [forbidden(path, 'sizeLimit is only mutable for memory-backed emptyDir volumes')];
}
