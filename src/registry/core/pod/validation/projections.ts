/** Projected volumes. Source: pkg/apis/core/validation/validation.go. */
import {
  type ProjectedVolumeSource,
  type ServiceAccountTokenProjection,
  type VolumeProjection,
} from '../../../../apis/core/pod-volume.js';
import { type FieldError, forbidden, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { validateFileMode, validateFileUser, validateLocalNonReservedPath } from './paths.js';
import { validateDownwardFile, validateKeyToPath } from './projected-files.js';
import { type PodValidationOptions } from './scope.js';
import { validatePodCertificate, validateTrustBundle } from './trust-projections.js';

const SHORTEST_TOKEN_SECONDS = 600;
const LONGEST_TOKEN_SECONDS = 2 ** 32;

export function validateProjectedVolume(
  source: ProjectedVolumeSource,
  path: Path,
  options: PodValidationOptions,
): FieldError[] {
  const taken = new Set<string>();
  const claim: ClaimPath = (file, shown) => {
    if (taken.has(file)) return [invalid(path, shown, 'conflicting duplicate paths')];
    taken.add(file);
    return [];
  };
  return [
    ...validateFileMode(source.defaultMode, path.child('defaultMode')),
    ...validateFileUser(source.defaultUser, path.child('defaultUser')),
    ...(source.sources ?? []).flatMap((projection, i) => validateProjection(projection, path, i, claim, options)),
  ];
}

/** Takes a file's path, of which each is there once; `shown`: the value that the error names. */
export type ClaimPath = (file: string, shown: string) => FieldError[];

const TYPES = [
  'secret',
  'configMap',
  'downwardAPI',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
] as const;

function validateProjection(
  projection: VolumeProjection,
  volume: Path,
  i: number,
  claim: ClaimPath,
  options: PodValidationOptions,
): FieldError[] {
  const { downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = projection;
  const { behaviours } = options.features;
  const path = volume.child('sources').index(i);
  const errors = [
    ...validateKeys('secret', projection, path, claim),
    ...validateKeys('configMap', projection, path, claim),
  ];
  for (const file of downwardAPI?.items ?? []) {
    errors.push(...validateDownwardFile(file, path.child('downwardAPI'), options));
    if (file.path) errors.push(...claim(file.path, file.path));
  }
  if (serviceAccountToken !== undefined) {
    errors.push(...validateToken(serviceAccountToken, volume, path.child('serviceAccountToken'), options));
  }
  if (clusterTrustBundle !== undefined) {
    const at = path.child(behaviours.trustBundlePathSaysPEM ? 'clusterTrustBundlePEM' : 'clusterTrustBundle');
    errors.push(...validateTrustBundle(clusterTrustBundle, at, claim, options.features));
  }
  if (podCertificate !== undefined) {
    errors.push(...validatePodCertificate(podCertificate, path.child('podCertificate'), claim, options.features));
  }
  if (TYPES.filter((type) => projection[type] !== undefined).length > 1) {
    const limit = behaviours.projectionLimitIsPerSource ? ' per source' : '';
    errors.push(forbidden(path, `may not specify more than 1 volume type${limit}`));
  }
  return errors;
}

function validateKeys(
  type: 'secret' | 'configMap',
  projection: VolumeProjection,
  path: Path,
  claim: ClaimPath,
): FieldError[] {
  const source = projection[type];
  if (source === undefined) return [];
  const { name = '', items = [] } = source;
  return [
    ...(name === '' ? [required(path.child(type, 'name'))] : []),
    ...items.flatMap((item, i) => [
      ...validateKeyToPath(item, path.child(type, 'items').index(i)),
      ...(item.path ? claim(item.path, name) : []),
    ]),
  ];
}

function validateToken(
  { expirationSeconds, path: file = '', user }: ServiceAccountTokenProjection,
  volume: Path,
  path: Path,
  { features, old }: PodValidationOptions,
): FieldError[] {
  const errors: FieldError[] = [];
  const at = path.child('expirationSeconds');
  if (expirationSeconds === undefined) errors.push(required(at));
  else if (expirationSeconds < SHORTEST_TOKEN_SECONDS) {
    errors.push(invalid(at, expirationSeconds, 'may not specify a duration less than 10 minutes'));
  } else if (expirationSeconds > LONGEST_TOKEN_SECONDS) {
    errors.push(invalid(at, expirationSeconds, 'may not specify a duration larger than 2^32 seconds'));
  }
  const strayed = (old?.volumes ?? []).some(({ projected }) =>
    (projected?.sources ?? []).some(
      ({ serviceAccountToken: token }) =>
        token !== undefined && validateLocalNonReservedPath(token.path ?? '', volume).length > 0,
    ),
  );
  // Upstream names the volume's path here, and not the source's.
  if (file === '') errors.push(required(volume.child('path')));
  else if (features.behaviours.projectedTokenPathIsLocal && !strayed) {
    errors.push(...validateLocalNonReservedPath(file, volume.child('path')));
  }
  return [...errors, ...validateFileUser(user, path.child('user'))];
}
