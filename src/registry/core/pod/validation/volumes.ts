/** Volumes. Source: pkg/apis/core/validation/validation.go. */
import { type Pod, type PodSpec } from '../../../../apis/core/pod.js';
import { type Volume } from '../../../../apis/core/pod-volume.js';
import { type FieldError, duplicate, forbidden, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isDNS1123Label } from '../../../../apis/validation/names.js';
import { type PodValidationOptions } from './scope.js';
import { VOLUME_SOURCES, type VolumeContext } from './volume-sources.js';

export interface VolumesResult {
  readonly errors: readonly FieldError[];
  /** The volumes without an error, which containers may mount. */
  readonly good: ReadonlyMap<string, Volume>;
}

/** `metadata`: the pod's own; undefined for a template. */
export function validateVolumes(
  { volumes = [] }: PodSpec,
  metadata: Pod['metadata'] | undefined,
  path: Path,
  options: PodValidationOptions,
): VolumesResult {
  const good = new Map<string, Volume>();
  const podName = metadata?.name ?? '';
  const claims = new Set(
    volumes.flatMap(({ name = '', ephemeral }) =>
      ephemeral === undefined || podName === '' ? [] : [`${podName}-${name}`],
    ),
  );
  const errors = volumes.flatMap((volume, i) => {
    const { name = '' } = volume;
    const at = path.index(i).child('name');
    const found = [
      ...validateSource(volume, path.index(i), { volumeName: name, podName, options }),
      ...(name === ''
        ? [required(at)]
        : isDNS1123Label(name, options.features.behaviours).map((text) => invalid(at, name, text))),
      ...(good.has(name) ? [duplicate(at, name)] : []),
    ];
    if (found.length === 0) good.set(name, volume);
    return [...found, ...validateNotOwnClaim(volume, claims, path.index(i))];
  });
  return { errors, good };
}

function validateNotOwnClaim({ persistentVolumeClaim }: Volume, claims: ReadonlySet<string>, path: Path): FieldError[] {
  const { claimName = '' } = persistentVolumeClaim ?? {};
  if (!claims.has(claimName)) return [];
  const detail = 'must not reference a PVC that gets created for an ephemeral volume';
  return [invalid(path.child('persistentVolumeClaim', 'claimName'), claimName, detail)];
}

// What upstream calls two of the types where they are one too many.
const SECOND_NAMES: Readonly<Record<string, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

function validateSource(volume: Volume, path: Path, context: VolumeContext): FieldError[] {
  const given = VOLUME_SOURCES.filter(([type]) => volume[type] !== undefined);
  if (given.length === 0) return [required(path, 'must specify a volume type')];
  return given.flatMap(([type, validate, always], i) => [
    ...(i > 0
      ? [forbidden(path.child(SECOND_NAMES[type] ?? type), 'may not specify more than 1 volume type')]
      : validate(volume, path, context)),
    ...(always?.(volume, path, context) ?? []),
  ]);
}
