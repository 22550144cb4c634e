/** Profiles of seccomp and AppArmor: fields, and the annotations that came before them. Source: pkg/apis/core/validation/validation.go. */
import { type SecurityProfile } from '../../../../apis/core/pod-security.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, invalid, notSupported, required, tooLong } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { type Features } from '../../../../features/features.js';
import { invalidInternal } from '../internal/errors.js';
import { validateLocalDescendingPath } from './paths.js';
import { containersWithPath } from './scope.js';

const TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const PATH_MAX = 4095;

export const SECCOMP_POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_CONTAINER_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';
export const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
export const LOCAL_PREFIX = 'localhost/';

export function validateSeccomp(profile: SecurityProfile | undefined, path: Path, features: Features): FieldError[] {
  if (profile === undefined) return [];
  const { type = '', localhostProfile } = profile;
  const at = path.child('localhostProfile');
  const errors: FieldError[] = [];
  if (type === '') errors.push(required(path.child('type'), 'type is required when seccompProfile is set'));
  else if (!TYPES.includes(type)) errors.push(notSupported(path.child('type'), type, TYPES));
  if (type !== 'Localhost') {
    if (localhostProfile !== undefined) {
      const detail = 'can only be set when seccomp type is Localhost';
      errors.push(invalidInternal(at, 'SeccompProfile', profile, detail, features));
    }
  } else if (localhostProfile === undefined) {
    errors.push(required(at, 'must be set when seccomp type is Localhost'));
  } else errors.push(...validateLocalDescendingPath(localhostProfile, at));
  return errors;
}

export function validateAppArmor(
  profile: SecurityProfile | undefined,
  path: Path,
  { behaviours }: Features,
): FieldError[] {
  if (profile === undefined) return [];
  const { type = '', localhostProfile } = profile;
  const at = path.child('localhostProfile');
  if (type === '') return [required(path.child('type'), 'type is required when appArmorProfile is set')];
  if (!TYPES.includes(type)) return [notSupported(path.child('type'), type, TYPES)];
  if (type !== 'Localhost') {
    const detail = 'can only be set when AppArmor type is Localhost';
    return localhostProfile === undefined ? [] : [invalid(at, localhostProfile, detail)];
  }
  const missing = required(at, 'must be set when AppArmor type is Localhost');
  if (localhostProfile === undefined) return [missing];
  const padded = localhostProfile !== localhostProfile.trim();
  return [
    ...(padded ? [invalid(at, localhostProfile, 'must not be padded with whitespace')] : []),
    ...(localhostProfile === '' ? [missing] : []),
    ...(Buffer.byteLength(localhostProfile) > PATH_MAX
      ? [tooLong(at, `${behaviours.tooLongPhrase} ${String(PATH_MAX)} bytes`)]
      : []),
  ];
}

type Annotations = Readonly<Record<string, string>>;

export function validateSeccompAnnotations(annotations: Annotations, path: Path): FieldError[] {
  const keys = Object.keys(annotations).filter((key) => key.startsWith(SECCOMP_CONTAINER_ANNOTATION));
  const checked = SECCOMP_POD_ANNOTATION in annotations ? [SECCOMP_POD_ANNOTATION, ...keys] : keys;
  return checked.flatMap((key) => {
    const value = annotations[key] ?? '';
    if (['runtime/default', 'docker/default', 'unconfined'].includes(value)) return [];
    const at = path.child(key);
    return value.startsWith(LOCAL_PREFIX)
      ? validateLocalDescendingPath(value.slice(LOCAL_PREFIX.length), at)
      : [invalid(at, value, 'must be a valid seccomp profile')];
  });
}

export function validateAppArmorAnnotations(annotations: Annotations, spec: PodSpec, path: Path): FieldError[] {
  const names = new Set(containersWithPath(spec, path).map(([{ name = '' }]) => name));
  return Object.entries(annotations).flatMap(([key, value]) => {
    if (!key.startsWith(APPARMOR_ANNOTATION)) return [];
    const name = key.slice(APPARMOR_ANNOTATION.length);
    const known = ['', 'runtime/default', 'unconfined'].includes(value) || value.startsWith(LOCAL_PREFIX);
    return [
      ...(names.has(name) ? [] : [invalid(path.key(key), name, 'container not found')]),
      ...(known ? [] : [invalid(path.key(key), value, `invalid AppArmor profile name: ${JSON.stringify(value)}`)]),
    ];
  });
}

/** Of a new pod, the annotations must say what the fields say. */
export function validateProfilesMatch(annotations: Annotations, spec: PodSpec, path: Path): FieldError[] {
  const pod = spec.securityContext;
  const containers = containersWithPath(spec, path);
  const windows = spec.os?.name === 'windows';
  return [
    ...validateMatch('seccomp', pod?.seccompProfile, annotations[SECCOMP_POD_ANNOTATION], contextAt(path, 'seccomp')),
    ...containers.flatMap(([{ name = '', securityContext: context }, at]) => {
      const annotation = annotations[`${SECCOMP_CONTAINER_ANNOTATION}${name}`];
      return validateMatch('seccomp', context?.seccompProfile, annotation, contextAt(at, 'seccomp'));
    }),
    ...(windows ? [] : containers).flatMap(([{ name = '', securityContext: context }, at]) => {
      const annotation = annotations[`${APPARMOR_ANNOTATION}${name}`];
      const profile = context?.appArmorProfile ?? pod?.appArmorProfile;
      return validateMatch('apparmor', profile, annotation, contextAt(at, 'appArmor'));
    }),
  ];
}

function contextAt(path: Path, what: 'seccomp' | 'appArmor'): Path {
  return path.child('securityContext', `${what}Profile`);
}

function validateMatch(
  what: 'seccomp' | 'apparmor',
  profile: SecurityProfile | undefined,
  annotation: string | undefined,
  path: Path,
): FieldError[] {
  if (profile === undefined || annotation === undefined) return [];
  const differs = [forbidden(path.child('type'), `${what} type in annotation and field must match`)];
  switch (profile.type) {
    case 'Unconfined':
      return annotation === 'unconfined' ? [] : differs;
    case 'RuntimeDefault': {
      const docker = what === 'seccomp' && annotation === 'docker/default';
      return annotation === 'runtime/default' || docker ? [] : differs;
    }
    case 'Localhost': {
      if (!annotation.startsWith(LOCAL_PREFIX)) return differs;
      if (annotation.slice(LOCAL_PREFIX.length) === profile.localhostProfile) return [];
      return [forbidden(path.child('localhostProfile'), `${what} profile in annotation and field must match`)];
    }
    default:
      return [];
  }
}
