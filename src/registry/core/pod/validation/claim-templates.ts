/** Claims that live as long as a pod. Source: pkg/apis/core/validation/validation.go. */
import { type PersistentVolumeClaimTemplate } from '../../../../apis/core/pod-volume.js';
import { type FieldError, forbidden, goQuote, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { validateAnnotations, validateLabels } from '../../../../apis/validation/labels.js';
import { isDNS1123Subdomain } from '../../../../apis/validation/names.js';
import { type Features } from '../../../../features/features.js';
import { validateClaimSpec } from '../../persistentvolumeclaim-validation.js';

export function validateClaimTemplate(
  template: PersistentVolumeClaimTemplate | undefined,
  volume: Path,
  features: Features,
): FieldError[] {
  const path = volume.child('volumeClaimTemplate');
  if (template === undefined) return [required(path)];
  return [
    ...validateMetadata(template.metadata ?? {}, path.child('metadata'), features),
    ...validateClaimSpec(template.spec ?? {}, path.child('spec'), features),
  ];
}

/** In the order of Go's struct. */
const NOT_ALLOWED = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'finalizers',
  'managedFields',
];

function validateMetadata(metadata: object, path: Path, { behaviours }: Features): FieldError[] {
  const { labels, annotations } = metadata as NonNullable<PersistentVolumeClaimTemplate['metadata']>;
  return [
    ...validateAnnotations(annotations, path.child('annotations'), behaviours),
    ...validateLabels(labels, path.child('labels'), behaviours),
    ...NOT_ALLOWED.filter((field) => field in metadata).map((field) =>
      // Go's name with a small first letter.
      forbidden(path.child(field === 'uid' ? 'uID' : field), 'cannot be set'),
    ),
  ];
}

/** The claim is called after the pod and the volume. */
export function validateClaimName(podName: string, volumeName: string, path: Path): FieldError[] {
  if (podName === '' || volumeName === '') return [];
  const claim = `${podName}-${volumeName}`;
  return isDNS1123Subdomain(claim).map((text) => invalid(path, volumeName, `PVC name ${goQuote(claim)}: ${text}`));
}
