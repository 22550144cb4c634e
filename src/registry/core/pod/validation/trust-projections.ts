/** Trust bundles and certificates in projected volumes. Source: pkg/apis/core/validation/{validation,names}.go. */
import { isKubernetesSignerName, validateSignerName } from '../../../../apis/certificates/signer-name.js';
import { type ClusterTrustBundleProjection, type PodCertificateProjection } from '../../../../apis/core/pod-volume.js';
import { type FieldError, invalid, notSupported, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { goLabelSelector } from '../../../../apis/validation/go-syntax.js';
import { isQualifiedName, tooLongBytes, TOTAL_ANNOTATION_SIZE_LIMIT } from '../../../../apis/validation/labels.js';
import { validateLabelSelector } from '../../../../apis/validation/label-selector.js';
import { nameIsDNSSubdomain } from '../../../../apis/validation/names.js';
import { invalidStructure } from '../../../../apis/validation/structure.js';
import { type Features } from '../../../../features/features.js';
import { invalidInternal } from '../internal/errors.js';
import { validateFileUser, validateLocalNonReservedPath } from './paths.js';
import { type ClaimPath } from './projections.js';

export function validateTrustBundle(
  bundle: ClusterTrustBundleProjection,
  path: Path,
  claim: ClaimPath,
  features: Features,
): FieldError[] {
  const { path: file = '', user } = bundle;
  return [
    ...validateChoiceOfBundle(bundle, path, features),
    ...(file === '' ? [required(path.child('path'))] : []),
    ...validateFileUser(user, path.child('user')),
    ...validateLocalNonReservedPath(file, path.child('path')),
    ...claim(file, file),
  ];
}

function validateChoiceOfBundle(bundle: ClusterTrustBundleProjection, path: Path, features: Features): FieldError[] {
  const { name, signerName, labelSelector } = bundle;
  const { behaviours } = features;
  if (name !== undefined && signerName !== undefined) {
    const detail = 'only one of name and signerName may be used';
    return [invalidInternal(path, 'ClusterTrustBundleProjection', bundle, detail, features)];
  }
  if (name !== undefined) {
    const at = path.child('labelSelector');
    const detail = 'labelSelector must be unset if name is specified';
    return [
      ...(name === '' ? [required(path.child('name'), 'must be a valid object name')] : []),
      ...bundleNameErrors(name).map((text) =>
        invalid(path.child('name'), name, `not a valid clustertrustbundlename: ${text}`),
      ),
      ...(labelSelector === undefined
        ? []
        : [invalidStructure(at, labelSelector, goLabelSelector(labelSelector), detail, behaviours)]),
    ];
  }
  if (signerName === undefined) return [required(path, 'either name or signerName must be specified')];
  const at = path.child('signerName');
  return [
    ...(signerName === '' ? [required(at, 'must be a valid signer name')] : []),
    ...validateSignerName(signerName, at, behaviours),
    ...validateLabelSelector(labelSelector, true, path.child('labelSelector'), behaviours),
  ];
}

/** `example.com:issuer:bundle`: a signer's bundle is called after it. */
function bundleNameErrors(name: string): readonly string[] {
  return nameIsDNSSubdomain(name.slice(name.lastIndexOf(':') + 1), false);
}

const KEY_TYPES = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'];
const SHORTEST_SECONDS = 3600;
const DAY = 24 * 60 * 60;
const FILES = ['credentialBundlePath', 'keyPath', 'certificateChainPath'] as const;

export function validatePodCertificate(
  certificate: PodCertificateProjection,
  path: Path,
  claim: ClaimPath,
  features: Features,
): FieldError[] {
  const { signerName = '', keyType = '', userAnnotations, user } = certificate;
  const given = FILES.filter((field) => Boolean(certificate[field]));
  return [
    ...validateSignerName(signerName, path.child('signerName'), features.behaviours),
    ...(userAnnotations === undefined
      ? []
      : validateUserAnnotations(userAnnotations, path.child('userAnnotations'), features)),
    ...validateFileUser(user, path.child('user')),
    ...(KEY_TYPES.includes(keyType) ? [] : [notSupported(path.child('keyType'), keyType, KEY_TYPES)]),
    ...validateExpiration(certificate, path.child('maxExpirationSeconds')),
    ...given.flatMap((field) => {
      const file = certificate[field] ?? '';
      return [...validateLocalNonReservedPath(file, path.child(field)), ...claim(file, file)];
    }),
    ...(given.length === 0
      ? [required(path, 'specify at least one of credentialBundlePath, keyPath, and certificateChainPath')]
      : []),
  ];
}

function validateExpiration(
  { signerName = '', maxExpirationSeconds: seconds }: PodCertificateProjection,
  path: Path,
): FieldError[] {
  if (seconds === undefined) return [];
  const most = isKubernetesSignerName(signerName) ? DAY : 91 * DAY;
  const rules: readonly (readonly [boolean, string])[] = [
    [seconds < SHORTEST_SECONDS, `>= ${String(SHORTEST_SECONDS)}`],
    [seconds > most, `<= ${String(most)}`],
  ];
  return rules
    .filter(([broken]) => broken)
    .map(([, bound]) => invalid(path, seconds, `if provided, maxExpirationSeconds must be ${bound}`));
}

function validateUserAnnotations(
  annotations: Record<string, string>,
  path: Path,
  { behaviours }: Features,
): FieldError[] {
  const entries = Object.entries(annotations);
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  const errors = entries.flatMap(([key]) => {
    const lower = key.toLowerCase();
    if (lower === '') return [required(path)];
    const broken = isQualifiedName(lower, behaviours);
    if (broken.length > 0) return broken.map((text) => invalid(path, lower, text));
    return lower.includes('/') ? [] : [invalid(path, lower, 'must be a domain-prefixed key (such as "acme.io/foo")')];
  });
  return size > TOTAL_ANNOTATION_SIZE_LIMIT
    ? [...errors, tooLongBytes(path, TOTAL_ANNOTATION_SIZE_LIMIT, behaviours)]
    : errors;
}
