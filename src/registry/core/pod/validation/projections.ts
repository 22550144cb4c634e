/** Projected volumes and the files of the downward API. Source: pkg/apis/core/validation/validation.go. */
import {
  type ClusterTrustBundleProjection,
  type DownwardAPIVolumeFile,
  type KeyToPath,
  type ProjectedVolumeSource,
  type ServiceAccountTokenProjection,
  type VolumeProjection,
} from '../../../../apis/core/pod-volume.js';
import { type FieldError, forbidden, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { type Features } from '../../../../features/features.js';
import { validateFieldSelector, validateResourceSelector } from './field-refs.js';
import { validateFileMode, validateLocalNonReservedPath } from './paths.js';

const SHORTEST_TOKEN_SECONDS = 600;
const LONGEST_TOKEN_SECONDS = 2 ** 32;
const DUPLICATE_PATHS = 'conflicting duplicate paths';

export function validateProjectedVolume(source: ProjectedVolumeSource, path: Path, features: Features): FieldError[] {
  const taken = new Set<string>();
  return [
    ...validateFileMode(source.defaultMode, path.child('defaultMode')),
    ...(source.sources ?? []).flatMap((projection, i) => validateProjection(projection, path, i, taken, features)),
  ];
}

const TYPES = [
  'secret',
  'configMap',
  'downwardAPI',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
] as const;

/** `taken`: the paths of the files so far, to which this one's are added. */
function validateProjection(
  projection: VolumeProjection,
  volume: Path,
  i: number,
  taken: Set<string>,
  features: Features,
): FieldError[] {
  const { secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle } = projection;
  const path = volume.child('sources').index(i);
  const claim = (file: string | undefined, value: string): FieldError[] => {
    if (file === undefined || file === '') return [];
    if (taken.has(file)) return [invalid(volume, value, DUPLICATE_PATHS)];
    taken.add(file);
    return [];
  };
  const errors: FieldError[] = [];
  for (const [type, source] of [['secret', secret] as const, ['configMap', configMap] as const]) {
    if (source === undefined) continue;
    const { name = '', items } = source;
    if (name === '') errors.push(required(path.child(type, 'name')));
    for (const [j, item] of (items ?? []).entries()) {
      errors.push(...validateKeyToPath(item, path.child(type, 'items').index(j)), ...claim(item.path, name));
    }
  }
  for (const file of downwardAPI?.items ?? []) {
    errors.push(
      ...validateDownwardFile(file, path.child('downwardAPI'), features),
      ...claim(file.path, file.path ?? ''),
    );
  }
  if (serviceAccountToken !== undefined) {
    errors.push(...validateTokenProjection(serviceAccountToken, volume, path.child('serviceAccountToken'), features));
  }
  if (clusterTrustBundle !== undefined) {
    errors.push(...validateTrustBundle(clusterTrustBundle, path.child('clusterTrustBundle')));
    errors.push(...claim(clusterTrustBundle.path, clusterTrustBundle.path ?? ''));
  }
  if (TYPES.filter((type) => projection[type] !== undefined).length > 1) {
    const limit = features.behaviours.projectionLimitIsPerSource ? ' per source' : '';
    errors.push(forbidden(path, `may not specify more than 1 volume type${limit}`));
  }
  return errors;
}

function validateTokenProjection(
  { expirationSeconds, path: file = '' }: ServiceAccountTokenProjection,
  volume: Path,
  path: Path,
  features: Features,
): FieldError[] {
  const errors: FieldError[] = [];
  const at = path.child('expirationSeconds');
  if (expirationSeconds === undefined) errors.push(required(at));
  else if (expirationSeconds < SHORTEST_TOKEN_SECONDS) {
    errors.push(invalid(at, expirationSeconds, 'may not specify a duration less than 10 minutes'));
  } else if (expirationSeconds > LONGEST_TOKEN_SECONDS) {
    errors.push(invalid(at, expirationSeconds, 'may not specify a duration larger than 2^32 seconds'));
  }
  // Upstream names the volume's path here, and not the source's.
  if (file === '') errors.push(required(volume.child('path')));
  else if (features.behaviours.projectedTokenPathIsLocal) {
    errors.push(...validateLocalNonReservedPath(file, volume.child('path')));
  }
  return errors;
}

function validateTrustBundle(
  { name, signerName, path: file = '' }: ClusterTrustBundleProjection,
  path: Path,
): FieldError[] {
  const errors: FieldError[] = [];
  if (name === undefined && signerName === undefined) {
    errors.push(required(path, 'either name or signerName must be specified'));
  }
  if (name === '') errors.push(required(path.child('name'), 'must be a valid object name'));
  if (signerName === '') errors.push(required(path.child('signerName'), 'must be a valid signer name'));
  if (file === '') errors.push(required(path.child('path')));
  return [...errors, ...validateLocalNonReservedPath(file, path.child('path'))];
}

export function validateKeyToPath({ key = '', path: file = '', mode }: KeyToPath, path: Path): FieldError[] {
  return [
    ...(key === '' ? [required(path.child('key'))] : []),
    ...(file === '' ? [required(path.child('path'))] : []),
    ...validateLocalNonReservedPath(file, path.child('path')),
    ...validateFileMode(mode, path.child('mode')),
  ];
}

const VOLUME_FIELDS = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

export function validateDownwardFile(file: DownwardAPIVolumeFile, path: Path, features: Features): FieldError[] {
  const { path: name = '', fieldRef, resourceFieldRef, mode } = file;
  const errors = [
    ...(name === '' ? [required(path.child('path'))] : []),
    ...validateLocalNonReservedPath(name, path.child('path')),
  ];
  if (fieldRef !== undefined) {
    errors.push(...validateFieldSelector(fieldRef, VOLUME_FIELDS, path.child('fieldRef'), features));
    if (resourceFieldRef !== undefined) {
      errors.push(invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
    }
  } else if (resourceFieldRef !== undefined) {
    errors.push(...validateResourceSelector(resourceFieldRef, path.child('resourceFieldRef'), true));
  } else {
    errors.push(required(path, 'one of fieldRef and resourceFieldRef is required'));
  }
  return [...errors, ...validateFileMode(mode, path.child('mode'))];
}
