/** Security contexts of pods and containers. Source: pkg/apis/core/validation/validation.go. */
import { type SecurityContext } from '../../../../apis/core/pod-container.js';
import { type PodSecurityContext, type SeccompProfile } from '../../../../apis/core/pod.js';
import { type FieldError, invalid, notSupported, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { validateId } from './numbers.js';
import { validateLocalDescendingPath } from './paths.js';

const CHANGE_POLICIES = ['Always', 'OnRootMismatch'];
const SECCOMP_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

export function validatePodSecurityContext(context: PodSecurityContext | undefined, path: Path): FieldError[] {
  if (context === undefined) return [];
  const { fsGroup, runAsUser, runAsGroup, supplementalGroups, fsGroupChangePolicy: policy } = context;
  return [
    ...validateId(fsGroup, path.child('fsGroup')),
    ...validateId(runAsUser, path.child('runAsUser')),
    ...validateId(runAsGroup, path.child('runAsGroup')),
    ...(supplementalGroups ?? []).flatMap((group, i) => validateId(group, path.child('supplementalGroups').index(i))),
    ...(policy === undefined || CHANGE_POLICIES.includes(policy)
      ? []
      : [notSupported(path.child('fsGroupChangePolicy'), policy, CHANGE_POLICIES)]),
    ...validateSeccomp(context.seccompProfile, path.child('seccompProfile')),
  ];
}

export function validateSecurityContext(context: SecurityContext | undefined, path: Path): FieldError[] {
  if (context === undefined) return [];
  const { privileged, runAsUser, runAsGroup, allowPrivilegeEscalation, capabilities } = context;
  const errors = [
    ...validateId(runAsUser, path.child('runAsUser')),
    ...validateId(runAsGroup, path.child('runAsGroup')),
    ...validateSeccomp(context.seccompProfile, path.child('seccompProfile')),
  ];
  if (allowPrivilegeEscalation !== false) return errors;
  const contradiction = 'cannot set `allowPrivilegeEscalation` to false and';
  if (privileged === true) errors.push(invalid(path, context, `${contradiction} \`privileged\` to true`));
  if (capabilities?.add?.includes('CAP_SYS_ADMIN') === true) {
    errors.push(invalid(path, context, `${contradiction} \`capabilities.Add\` CAP_SYS_ADMIN`));
  }
  return errors;
}

function validateSeccomp(profile: SeccompProfile | undefined, path: Path): FieldError[] {
  if (profile === undefined) return [];
  const { type = '', localhostProfile } = profile;
  const at = path.child('localhostProfile');
  const errors: FieldError[] = [];
  if (type === '') errors.push(required(path.child('type'), 'type is required when seccompProfile is set'));
  else if (!SECCOMP_TYPES.includes(type)) errors.push(notSupported(path.child('type'), type, SECCOMP_TYPES));
  if (type !== 'Localhost') {
    if (localhostProfile !== undefined) {
      errors.push(invalid(at, profile, 'can only be set when seccomp type is Localhost'));
    }
  } else if (localhostProfile === undefined) {
    errors.push(required(at, 'must be set when seccomp type is Localhost'));
  } else errors.push(...validateLocalDescendingPath(localhostProfile, at));
  return errors;
}
