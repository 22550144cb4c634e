/** Checks of pod templates. Source: pkg/apis/core/validation/validation.go (ValidatePodTemplateSpec), pkg/api/pod/warnings.go. */
import { type Pod, type PodSpec } from '../../apis/core/pod.js';
import { type PodTemplateSpec } from '../../apis/core/pod-template.js';
import { type FieldError, forbidden, notSupported } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { validateAnnotations, validateLabels } from '../../apis/validation/labels.js';
import { type Features } from '../../features/features.js';
import { defaultHostPorts } from '../core/pod/default-containers.js';
import { validateAnnotationsOfPod } from '../core/pod/validation/annotations.js';
import { validatePodSpec } from '../core/pod/validation/spec.js';
import { podWarnings } from '../core/pod/warnings.js';

export function validatePodTemplate(template: PodTemplateSpec, path: Path, features: Features): FieldError[] {
  const wording = features.behaviours;
  const { labels, annotations } = template.metadata ?? {};
  const pod = podOf(template);
  return [
    ...validateLabels(labels, path.child('labels'), wording),
    ...validateAnnotations(annotations, path.child('annotations'), wording),
    ...validateAnnotationsOfPod(pod, path.child('annotations')),
    ...validatePodSpec(withHostPorts(pod.spec), features).map((error) => ({
      ...error,
      field: path.child(error.field).toString(),
    })),
    ...((pod.spec.ephemeralContainers ?? []).length === 0
      ? []
      : [forbidden(path.child('spec', 'ephemeralContainers'), 'ephemeral containers not allowed in pod template')]),
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

/** Every warning names its field first. */
export function podTemplateWarnings(
  template: PodTemplateSpec | undefined,
  path: Path,
  features: Features,
): readonly string[] {
  return podWarnings(podOf({ ...template }), features).map((text) => path.child(text).toString());
}

/** On the host's network, a template may leave ports to the pods' own defaulting. */
function withHostPorts(spec: PodSpec): PodSpec {
  if (spec.hostNetwork !== true) return spec;
  const containers = structuredClone(spec.containers);
  defaultHostPorts(containers);
  return { ...spec, ...(containers === undefined ? {} : { containers }) };
}

function podOf({ metadata, spec }: PodTemplateSpec): Pod {
  // A template has no name of its own, and none that would be warned about.
  return { metadata: { ...metadata, name: 'template' }, spec: spec ?? {} };
}
