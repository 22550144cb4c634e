/** Checks of pod templates. Source: pkg/apis/core/validation/validation.go (ValidatePodTemplateSpec). */
import { type PodSpec } from '../../apis/core/pod.js';
import { type PodTemplateSpec } from '../../apis/core/pod-template.js';
import { type FieldError, forbidden, notSupported } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { validateAnnotations, validateLabels } from '../../apis/validation/labels.js';
import { type Features } from '../../features/features.js';
import { validatePodAnnotations } from '../core/pod/validation/annotations.js';
import { validateProfilesMatch } from '../core/pod/validation/security-profiles.js';
import { refuseEphemeralContainers, validatePodSpec } from '../core/pod/validation/spec.js';

export { podTemplateWarnings } from '../core/pod/warnings.js';

/** `old`: the template before a change, which may keep what newer rules forbid. */
export function validatePodTemplate(
  template: PodTemplateSpec,
  path: Path,
  features: Features,
  old?: PodTemplateSpec,
): FieldError[] {
  const wording = features.behaviours;
  const { labels, annotations } = template.metadata ?? {};
  const spec = template.spec ?? {};
  const options = { features, isPod: false, old: old?.spec };
  const specPath = path.child('spec');
  return [
    ...validateLabels(labels, path.child('labels'), wording),
    ...validateAnnotations(annotations, path.child('annotations'), wording),
    ...validatePodAnnotations(template, path.child('annotations'), options, old?.metadata?.annotations),
    ...validatePodSpec(spec, undefined, specPath, options),
    ...validateProfilesMatch(annotations ?? {}, spec, specPath),
    ...refuseEphemeralContainers(spec, specPath, 'ephemeral containers not allowed in pod template'),
  ];
}

/** A kind whose pods are to run on and on: `owner` is its name in the error. */
export function validateKeepsRunning(spec: PodSpec | undefined, owner: string, path: Path): FieldError[] {
  const { restartPolicy = '', activeDeadlineSeconds } = spec ?? {};
  const deadline = `activeDeadlineSeconds in ${owner} is not Supported`;
  return [
    ...(restartPolicy === 'Always'
      ? []
      : [notSupported(path.child('spec', 'restartPolicy'), restartPolicy, ['Always'])]),
    ...(activeDeadlineSeconds === undefined ? [] : [forbidden(path.child('spec', 'activeDeadlineSeconds'), deadline)]),
  ];
}
