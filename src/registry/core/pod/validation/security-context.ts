/** Security contexts of pods and containers. Source: pkg/apis/core/validation/validation.go. */
import { type PodSecurityContext, type SecurityContext } from '../../../../apis/core/pod-security.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, invalid, notSupported } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { invalidInternal } from '../internal/errors.js';
import { validateOptionalChoice } from './choice.js';
import { validateId } from './numbers.js';
import { containersOf, type PodValidationOptions, type SpecScope } from './scope.js';
import { validateAppArmor, validateSeccomp } from './security-profiles.js';
import { validateSysctls } from './sysctls.js';
import { validateWindowsOptions } from './windows-options.js';

const CHANGE_POLICIES = ['Always', 'OnRootMismatch'];
const GROUP_POLICIES = ['Merge', 'Strict'];
const SELINUX_POLICIES = ['MountOption', 'Recursive'];
const PROC_MOUNTS = ['Default', 'Unmasked'];
const SYS_ADMIN = 'CAP_SYS_ADMIN';

export function validatePodSecurityContext(scope: SpecScope, path: Path): FieldError[] {
  const { spec, features } = scope;
  const context = spec.securityContext ?? {};
  const inContext = !features.behaviours.internalPodsAreAsOnTheWire;
  return [
    ...validateId(context.fsGroup, path.child('fsGroup')),
    ...validateId(context.runAsUser, path.child('runAsUser')),
    ...validateId(context.runAsGroup, path.child('runAsGroup')),
    ...(context.supplementalGroups ?? []).flatMap((group, i) =>
      validateId(group, path.child('supplementalGroups').index(i)),
    ),
    ...(inContext ? validateShareProcessNamespace(spec, path) : []),
    ...validateSysctls(context.sysctls, scope, path.child('sysctls')),
    ...validateOptionalChoice(context.fsGroupChangePolicy, CHANGE_POLICIES, path.child('fsGroupChangePolicy')),
    ...validateSeccomp(context.seccompProfile, path.child('seccompProfile'), features),
    ...validateWindowsOptions(context.windowsOptions, path.child('windowsOptions'), features),
    ...validateAppArmor(context.appArmorProfile, path.child('appArmorProfile'), features),
    ...validateOptionalChoice(context.supplementalGroupsPolicy, GROUP_POLICIES, path.child('supplementalGroupsPolicy')),
    ...validateChangePolicy(context, scope, path.child('seLinuxChangePolicy')),
  ];
}

/** `path`: of what holds the field in the version. */
export function validateShareProcessNamespace({ shareProcessNamespace, hostPID }: PodSpec, path: Path): FieldError[] {
  if (shareProcessNamespace !== true || hostPID !== true) return [];
  const detail = 'ShareProcessNamespace and HostPID cannot both be enabled';
  return [invalid(path.child('shareProcessNamespace'), true, detail)];
}

function validateChangePolicy(
  { seLinuxChangePolicy: policy }: PodSecurityContext,
  { features, old }: PodValidationOptions,
  path: Path,
): FieldError[] {
  const every = features.enabled('SELinuxMount') || old?.securityContext?.seLinuxChangePolicy !== undefined;
  return validateOptionalChoice(policy, every ? SELINUX_POLICIES : ['Recursive'], path);
}

export function validateSecurityContext(
  context: SecurityContext | undefined,
  path: Path,
  scope: SpecScope,
): FieldError[] {
  if (context === undefined) return [];
  const { features } = scope;
  return [
    ...validateId(context.runAsUser, path.child('runAsUser')),
    ...validateId(context.runAsGroup, path.child('runAsGroup')),
    ...validateProcMount(context.procMount, path.child('procMount'), scope),
    ...validateSeccomp(context.seccompProfile, path.child('seccompProfile'), features),
    ...validateEscalation(context, path, scope),
    ...validateWindowsOptions(context.windowsOptions, path.child('windowsOptions'), features),
    ...validateAppArmor(context.appArmorProfile, path.child('appArmorProfile'), features),
  ];
}

function validateProcMount(mount: string | undefined, path: Path, { spec, features }: SpecScope): FieldError[] {
  if (mount === undefined) return [];
  if (!PROC_MOUNTS.includes(mount)) return [notSupported(path, mount, PROC_MOUNTS)];
  const shared = features.behaviours.procMountNeedsOwnUsers && spec.hostUsers !== false;
  return shared && mount === 'Unmasked' ? [invalid(path, mount, '`hostUsers` must be false to use `Unmasked`')] : [];
}

function validateEscalation(context: SecurityContext, path: Path, { features, old }: SpecScope): FieldError[] {
  const { privileged, allowPrivilegeEscalation, capabilities } = context;
  if (allowPrivilegeEscalation !== false) return [];
  const refuse = (what: string): FieldError =>
    invalidInternal(
      path,
      'SecurityContext',
      context,
      `cannot set \`allowPrivilegeEscalation\` to false and ${what}`,
      features,
    );
  const had =
    features.behaviours.sysAdminContradictionKept &&
    old !== undefined &&
    containersOf(old).some((each) => contradicts(each.securityContext));
  const added = had ? [] : (capabilities?.add ?? []).filter((capability) => capability === SYS_ADMIN);
  return [
    ...(privileged === true ? [refuse('`privileged` to true')] : []),
    ...added.map(() => refuse(`\`capabilities.Add\` ${SYS_ADMIN}`)),
  ];
}

function contradicts(context: SecurityContext | undefined): boolean {
  return context?.allowPrivilegeEscalation === false && context.capabilities?.add?.includes(SYS_ADMIN) === true;
}
