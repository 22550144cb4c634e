/** A new pod, and what every pod must keep to. Source: pkg/apis/core/validation/validation.go (ValidatePodCreate). */
import { type Pod, type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden } from '../../../../apis/field/errors.js';
import { Path } from '../../../../apis/field/path.js';
import { type Features } from '../../../../features/features.js';
import { validatePodAnnotations } from './annotations.js';
import { validateImageTrimmed } from './image.js';
import { validateNonnegative } from './numbers.js';
import { validateProfilesMatch } from './security-profiles.js';
import { refuseEphemeralContainers, validatePodSpec } from './spec.js';

const SPEC = Path.of('spec');
const ANNOTATIONS = Path.of('metadata', 'annotations');

export function validatePodCreate(pod: Pod, features: Features): FieldError[] {
  const { spec, metadata } = pod;
  const gated = Boolean(spec.nodeName) && (spec.schedulingGates ?? []).length > 0;
  return [
    ...validatePodMetadataAndSpec(pod, undefined, features),
    ...refuseEphemeralContainers(spec, SPEC, 'cannot be set on create'),
    ...(gated ? [forbidden(SPEC.child('nodeName'), 'cannot be set until all schedulingGates have been cleared')] : []),
    ...validateProfilesMatch(metadata.annotations ?? {}, spec, SPEC),
  ];
}

/** Without the rules for metadata that every kind has. `old`: the pod before a change. */
export function validatePodMetadataAndSpec(pod: Pod, old: Pod | undefined, features: Features): FieldError[] {
  const { spec, metadata } = pod;
  const options = { features, isPod: true, old: old?.spec };
  return [
    ...validatePodAnnotations(pod, ANNOTATIONS, options, old?.metadata.annotations),
    ...validatePodSpec(spec, metadata, SPEC, options),
    ...(spec.serviceAccountName ? [] : refuseTokens(spec)),
    ...(features.behaviours.negativeGraceRefused
      ? validateNonnegative(spec.terminationGracePeriodSeconds, SPEC.child('terminationGracePeriodSeconds'))
      : []),
    ...(['containers', 'initContainers'] as const).flatMap((field) =>
      (spec[field] ?? []).flatMap(({ image }, i) => validateImageTrimmed(image, SPEC.child(field).index(i))),
    ),
  ];
}

function refuseTokens({ volumes }: PodSpec): FieldError[] {
  return (volumes ?? []).flatMap(({ projected }, i) =>
    [...(projected?.sources ?? []).entries()]
      .filter(([, { serviceAccountToken }]) => serviceAccountToken !== undefined)
      .map(([j]) =>
        forbidden(
          SPEC.child('volumes').index(i).child('projected', 'sources').index(j).child('serviceAccountToken'),
          'must not be specified when serviceAccountName is not set',
        ),
      ),
  );
}
