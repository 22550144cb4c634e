/** Warnings about annotations that are fields now. Source: pkg/api/pod/warnings.go. */
import { isDeepStrictEqual } from 'node:util';
import { type Container } from '../../../apis/core/pod-container.js';
import { type SecurityProfile } from '../../../apis/core/pod-security.js';
import { type PodSpec } from '../../../apis/core/pod.js';
import { type Path } from '../../../apis/field/path.js';
import { type Behaviours } from '../../../features/behaviours.js';
import { type Features } from '../../../features/features.js';
import { APPARMOR_DEPRECATED, apparmorField } from './security-annotations.js';
import {
  APPARMOR_ANNOTATION,
  SECCOMP_CONTAINER_ANNOTATION,
  SECCOMP_POD_ANNOTATION,
} from './validation/security-profiles.js';

type Annotations = Readonly<Record<string, string>>;

/** `of`: 'pod', or the container's name. */
export function seccompWarnings(
  context: { seccompProfile?: SecurityProfile } | undefined,
  of: string,
  annotations: Annotations,
  path: Path,
  { seccompAnnotationState }: Behaviours,
): string[] {
  const key = of === 'pod' ? SECCOMP_POD_ANNOTATION : `${SECCOMP_CONTAINER_ANNOTATION}${of}`;
  if (context?.seccompProfile !== undefined || !(key in annotations)) return [];
  return [`${path.key(key).toString()}: ${seccompAnnotationState}; use the "seccompProfile" field instead`];
}

/** Of templates: pods are warned of as the field is filled in. */
export function apparmorWarnings(
  { name = '', securityContext }: Container,
  { securityContext: pod }: PodSpec,
  annotations: Annotations,
  path: Path,
  features: Features,
): string[] {
  const key = `${APPARMOR_ANNOTATION}${name}`;
  const annotation = annotations[key];
  if (!features.enabled('AppArmorFields') || annotation === undefined || securityContext?.appArmorProfile !== undefined)
    return [];
  const podProfile = pod?.appArmorProfile;
  const covered = features.behaviours.apparmorAnnotationsAdded
    ? podProfile !== undefined
    : podProfile !== undefined && isDeepStrictEqual(podProfile, apparmorField(annotation));
  return covered ? [] : [`${path.key(key).toString()}: ${APPARMOR_DEPRECATED}`];
}
