/** Annotations that mean something on pods. Source: pkg/apis/core/validation/validation.go. */
import { type Pod } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, invalid } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';

/** Marks the copy that a kubelet makes of a pod from its own files. */
export const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

export function validateAnnotationsOfPod({ metadata, spec }: Pod, path: Path): FieldError[] {
  const { [MIRROR_ANNOTATION]: mirror, [DELETION_COST]: cost } = metadata.annotations ?? {};
  const errors: FieldError[] = [];
  if (mirror !== undefined && !spec.nodeName) {
    const detail = 'must set spec.nodeName if mirror pod annotation is set';
    errors.push(invalid(path.key(MIRROR_ANNOTATION), mirror, detail));
  }
  if (cost !== undefined && !isInt32(cost)) {
    errors.push(invalid(path.key(DELETION_COST), cost, 'must be a 32bit integer'));
  }
  return errors;
}

function isInt32(text: string): boolean {
  return /^(0|-?[1-9]\d*)$/.test(text) && Number(text) === (Number(text) | 0);
}

export function validateAnnotationsUpdate(pod: Pod, old: Pod, path: Path): FieldError[] {
  const next = pod.metadata.annotations?.[MIRROR_ANNOTATION];
  const before = old.metadata.annotations?.[MIRROR_ANNOTATION];
  const at = path.key(MIRROR_ANNOTATION);
  if (next === before) return validateAnnotationsOfPod(pod, path);
  const detail =
    before === undefined ? 'may not add mirror pod annotation' : 'may not remove or update mirror pod annotation';
  return [forbidden(at, detail), ...validateAnnotationsOfPod(pod, path)];
}
