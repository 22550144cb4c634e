/** Containers that are added to a pod as it runs. Source: pkg/apis/core/validation/validation.go. */
import { type EphemeralContainer } from '../../../../apis/core/pod-container.js';
import { type Pod, type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, goQuote } from '../../../../apis/field/errors.js';
import { Path } from '../../../../apis/field/path.js';
import { type Features } from '../../../../features/features.js';
import { isSemanticallyEqual } from '../internal/equality.js';
import { MIRROR_ANNOTATION } from './annotations.js';
import { validatePodMetadataAndSpec } from './create.js';
import { difference } from './spec-difference.js';
import { validateAnnotationsUpdate } from './update.js';

export function validateEphemeralContainersUpdate(pod: Pod, old: Pod, features: Features): FieldError[] {
  const mirror = old.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined;
  if (mirror && features.behaviours.mirrorPodsRefuseEphemeralContainers) {
    return [forbidden(Path.of().key(''), 'static pods do not support ephemeral containers')];
  }
  return [
    ...validatePodMetadataAndSpec(pod, old, features),
    ...validateAnnotationsUpdate(pod, old, features),
    ...validateKept(pod.spec, old.spec, features),
  ];
}

function validateKept({ ephemeralContainers: next = [] }: PodSpec, old: PodSpec, features: Features): FieldError[] {
  const path = Path.of('spec', 'ephemeralContainers');
  return (old.ephemeralContainers ?? []).flatMap((container: EphemeralContainer) => {
    // The last of a name is the one that counts.
    const kept = next.findLast(({ name }) => name === container.name);
    const what = `existing ephemeral containers ${goQuote(container.name ?? '')} may not be`;
    if (kept === undefined) return [forbidden(path, `${what} removed\n`)];
    if (isSemanticallyEqual(features, 'EphemeralContainer', kept, container)) return [];
    return [forbidden(path, `${what} changed\n${difference('EphemeralContainer', container, kept, features)}`)];
  });
}
