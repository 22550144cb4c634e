/** AppArmor, seccomp and SELinux. Source: k8s.io/pod-security-admission/policy/check_{appArmor,seccomp,seLinux}*.go. */
import { type PodSpec } from '../../apis/core/pod.js';
import { goQuote } from '../../apis/field/errors.js';
import {
  type CheckedPod,
  type CheckPod,
  containerNames,
  containersOf,
  named,
  plural,
  quoted,
  setters,
  sortedOnce,
  type Violation,
} from './check.js';

const APPARMOR_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
const GOOD_TYPES = ['RuntimeDefault', 'Localhost'];

interface Profile {
  type?: string;
}

/** Who sets a profile to a type that is not allowed, and to which types. */
function badProfiles(spec: PodSpec, field: 'appArmorProfile' | 'seccompProfile'): [who: string, types: string[]] {
  const typeOf = (context: Partial<Record<typeof field, Profile>> = {}): string | undefined => {
    const profile = context[field];
    return profile === undefined || GOOD_TYPES.includes(profile.type ?? '') ? undefined : (profile.type ?? '');
  };
  const ofPod = typeOf(spec.securityContext);
  const ofContainers = containersOf(spec).map(({ securityContext }) => typeOf(securityContext));
  const names = containerNames(spec, ({ securityContext }) => typeOf(securityContext) !== undefined);
  const types = [ofPod, ...ofContainers].filter((type) => type !== undefined);
  return [setters(ofPod !== undefined, names), sortedOnce(types)];
}

export const appArmorProfile: CheckPod = ({ metadata, spec, features }) => {
  const isAllowed = (value: string): boolean =>
    value === '' || value === 'runtime/default' || value.startsWith('localhost/');
  const annotations = Object.entries(metadata.annotations ?? {})
    .filter(([key, value]) => key.startsWith(APPARMOR_PREFIX) && !isAllowed(value))
    .map(([key, value]) => `${key}=${goQuote(value)}`)
    .sort();
  if (!features.behaviours.podSecurityChecksAppArmorFields) {
    if (annotations.length === 0) return undefined;
    return { reason: plural('forbidden AppArmor profile', annotations), detail: annotations.join(', ') };
  }
  const [who, types] = badProfiles(spec, 'appArmorProfile');
  const all = [
    ...(who === '' ? [] : [who]),
    ...(annotations.length === 0 ? [] : [plural('annotation', annotations)]),
  ].join(' and ');
  if (all === '') return undefined;
  const values = [...types, ...annotations];
  const detail = `${all} must not set AppArmor profile type to ${quoted(values)}`;
  return { reason: plural('forbidden AppArmor profile', values), detail };
};

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const SECCOMP = 'seccompProfile';

/** Policies up to v1.18 know annotations alone. */
export const seccompAnnotations: CheckPod = ({ metadata, spec }) => {
  const isAllowed = (value: string): boolean =>
    value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/');
  const keys = [SECCOMP_POD, ...containersOf(spec).map(({ name = '' }) => `${SECCOMP_CONTAINER}${name}`)];
  const forbidden = keys.flatMap((key) => {
    const value = metadata.annotations?.[key];
    return value === undefined || isAllowed(value) ? [] : [`${key}=${goQuote(value)}`];
  });
  const values = sortedOnce(forbidden);
  if (values.length === 0) return undefined;
  return { reason: SECCOMP, detail: `forbidden ${plural('annotation', values)} ${values.join(', ')}` };
};

export const seccompBaseline: CheckPod = ({ spec }) => {
  const [who, types] = badProfiles(spec, SECCOMP);
  if (who === '') return undefined;
  const detail = `${who} must not set securityContext.seccompProfile.type to ${quoted(types)}`;
  return { reason: SECCOMP, detail };
};

export const seccompRestricted: CheckPod = (pod) => {
  const { spec } = pod;
  const bad = seccompBaseline(pod);
  if (bad !== undefined || spec.securityContext?.seccompProfile !== undefined) return bad;
  const open = containerNames(spec, ({ securityContext }) => securityContext?.seccompProfile === undefined);
  if (open.length === 0) return undefined;
  const good = 'securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
  return { reason: SECCOMP, detail: `pod or ${named('container', open)} must set ${good}` };
};

const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

interface SELinuxOptions {
  type?: string;
  user?: string;
  role?: string;
}

/** @param more types that are allowed besides */
export function seLinuxOptions(...more: readonly string[]): CheckPod {
  const isAllowed = ({ type = '' }: SELinuxOptions): boolean => SELINUX_TYPES.includes(type) || more.includes(type);
  const isBad = (options: SELinuxOptions | undefined): options is SELinuxOptions =>
    options !== undefined && (!isAllowed(options) || Boolean(options.user) || Boolean(options.role));
  return ({ spec, features }: CheckedPod): Violation | undefined => {
    const ofPod = spec.securityContext?.seLinuxOptions;
    const names = containerNames(spec, ({ securityContext }) => isBad(securityContext?.seLinuxOptions));
    const who = setters(isBad(ofPod), names);
    if (who === '') return undefined;
    const all = [ofPod, ...containersOf(spec).map(({ securityContext }) => securityContext?.seLinuxOptions)];
    const bad = all.filter(isBad);
    const types = sortedOnce(bad.filter((options) => !isAllowed(options)).map(({ type = '' }) => type));
    const tellsUsers = types.length > 0 || features.behaviours.podSecurityTellsSELinuxUsers;
    const data = [
      ...(types.length === 0 ? [] : [named('type', types)]),
      ...(tellsUsers && bad.some(({ user }) => user) ? ['user may not be set'] : []),
      ...(tellsUsers && bad.some(({ role }) => role) ? ['role may not be set'] : []),
    ];
    const detail = `${who} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}`;
    return { reason: 'seLinuxOptions', detail };
  };
}
