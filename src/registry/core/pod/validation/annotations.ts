/** Annotations that mean something on pods. Source: pkg/apis/core/validation/validation.go. */
import { type Toleration } from '../../../../apis/core/pod.js';
import { type PodTemplateSpec } from '../../../../apis/core/pod-template.js';
import { type FieldError, forbidden, invalid } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { DecodeError } from '../../../../apis/schema/decode-error.js';
import { parseJsonText } from '../../../../apis/schema/json-text.js';
import { type PodValidationOptions } from './scope.js';
import { APPARMOR_ANNOTATION, validateAppArmorAnnotations, validateSeccompAnnotations } from './security-profiles.js';
import { validateTolerations } from './tolerations.js';

/** Marks the copy that a kubelet makes of a pod from its own files. */
export const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const TOLERATIONS = 'scheduler.alpha.kubernetes.io/tolerations';

type Annotations = Readonly<Record<string, string>>;

/** `old`: the annotations before a change. */
export function validatePodAnnotations(
  { metadata, spec = {} }: PodTemplateSpec,
  path: Path,
  options: PodValidationOptions,
  old?: Annotations,
): FieldError[] {
  const annotations: Annotations = metadata?.annotations ?? {};
  const mirror = annotations[MIRROR_ANNOTATION];
  const detail = 'must set spec.nodeName if mirror pod annotation is set';
  return [
    ...(mirror === undefined || spec.nodeName ? [] : [invalid(path.key(MIRROR_ANNOTATION), mirror, detail)]),
    ...(annotations[TOLERATIONS] ? validateTolerationsText(annotations[TOLERATIONS], path, options) : []),
    ...validateDeletionCost(annotations, path, options, old),
    ...validateSeccompAnnotations(annotations, path),
    ...validateAppArmorAnnotations(annotations, spec, path),
  ];
}

function validateTolerationsText(text: string, path: Path, options: PodValidationOptions): FieldError[] {
  let tolerations: unknown;
  try {
    tolerations = parseJsonText(text);
  } catch (error) {
    if (error instanceof DecodeError) return [invalid(path, TOLERATIONS, error.message)];
    throw error;
  }
  if (tolerations === null) return [];
  if (Array.isArray(tolerations)) {
    return validateTolerations(tolerations.map(internalToleration), path.child(TOLERATIONS), options);
  }
  const kind = typeof tolerations === 'boolean' ? 'bool' : typeof tolerations;
  const message = `json: cannot unmarshal ${kind} into Go value of type []core.Toleration`;
  return [invalid(path, TOLERATIONS, message)];
}

const FIELDS = ['key', 'operator', 'value', 'effect', 'tolerationSeconds'] as const;

/** Go's decoder takes the fields of an untagged struct in any case. */
function internalToleration(value: unknown): Toleration {
  const entries = Object.entries(value ?? {}).flatMap(([key, each]: [string, unknown]) => {
    const field = FIELDS.find((name) => name.toLowerCase() === key.toLowerCase());
    return field === undefined || each === null ? [] : [[field, each] as const];
  });
  return Object.fromEntries(entries);
}

function validateDeletionCost(
  { [DELETION_COST]: cost }: Annotations,
  path: Path,
  { features }: PodValidationOptions,
  old: Annotations | undefined,
): FieldError[] {
  const before = old?.[DELETION_COST];
  const kept = before !== undefined && !isInt32(before);
  if (cost === undefined || isInt32(cost) || kept || !features.enabled('PodDeletionCost')) return [];
  return [invalid(path.key(DELETION_COST), cost, 'must be a 32bit integer')];
}

function isInt32(text: string): boolean {
  return /^(0|[1-9]\d*|-\d+)$/.test(text) && Number(text) === (Number(text) | 0);
}

/** What an update may not change, without validatePodAnnotations. */
export function validateAnnotationChanges(next: Annotations = {}, old: Annotations = {}, path: Path): FieldError[] {
  const nouns = (key: string): string | undefined =>
    key.startsWith(APPARMOR_ANNOTATION)
      ? 'AppArmor annotations'
      : key === MIRROR_ANNOTATION
        ? 'mirror pod annotation'
        : undefined;
  const refuse = (keys: readonly string[], verb: string): FieldError[] =>
    keys.flatMap((key) => {
      const noun = nouns(key);
      return noun === undefined ? [] : [forbidden(path.key(key), `may not ${verb} ${noun}`)];
    });
  return [
    ...refuse(
      Object.keys(old).filter((key) => next[key] !== old[key]),
      'remove or update',
    ),
    ...refuse(
      Object.keys(next).filter((key) => !(key in old)),
      'add',
    ),
  ];
}
