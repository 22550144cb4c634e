/** As whom containers run, and with what rights. Source: k8s.io/pod-security-admission/policy. */
import { type PodSpec } from '../../apis/core/pod.js';
import { type Features } from '../../features/features.js';
import { type CheckPod, containerNames, containersOf, isWindows, named, quoted, setters, sortedOnce } from './check.js';

export const privileged: CheckPod = ({ spec }) => {
  const names = containerNames(spec, ({ securityContext }) => securityContext?.privileged === true);
  if (names.length === 0) return undefined;
  return {
    reason: 'privileged',
    detail: `${named('container', names)} must not set securityContext.privileged=true`,
  };
};

export const allowPrivilegeEscalation: CheckPod = ({ spec }) => {
  const names = containerNames(spec, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
  if (names.length === 0) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${named('container', names)} must set securityContext.allowPrivilegeEscalation=false`,
  };
};

/** The same check, which does not look at pods for Windows. */
export function butForWindows(check: CheckPod): CheckPod {
  return (pod) => (isWindows(pod.spec) ? undefined : check(pod));
}

/** The same check, which does not look at pods whose users are not the node's. */
export function butForUserNamespaces(check: CheckPod): CheckPod {
  return (pod) => (pod.spec.hostUsers === false ? undefined : check(pod));
}

/** … where a gate says so. */
function isRelaxed({ hostUsers }: PodSpec, features: Features): boolean {
  return hostUsers === false && features.enabled('UserNamespacesPodSecurityStandards');
}

export const runAsNonRoot: CheckPod = ({ spec, features }) => {
  if (isRelaxed(spec, features)) return undefined;
  const ofPod = spec.securityContext?.runAsNonRoot;
  const reason = 'runAsNonRoot != true';
  const bad = containerNames(spec, ({ securityContext }) => securityContext?.runAsNonRoot === false);
  const who = setters(ofPod === false, bad);
  if (who !== '') return { reason, detail: `${who} must not set securityContext.runAsNonRoot=false` };
  if (ofPod === true) return undefined;
  const open = containerNames(spec, ({ securityContext }) => securityContext?.runAsNonRoot === undefined);
  if (open.length === 0) return undefined;
  return { reason, detail: `pod or ${named('container', open)} must set securityContext.runAsNonRoot=true` };
};

export const runAsUser: CheckPod = ({ spec, features }) => {
  if (isRelaxed(spec, features)) return undefined;
  const bad = containerNames(spec, ({ securityContext }) => securityContext?.runAsUser === 0);
  const who = setters(spec.securityContext?.runAsUser === 0, bad);
  return who === '' ? undefined : { reason: 'runAsUser=0', detail: `${who} must not set runAsUser=0` };
};

export const procMount: CheckPod = ({ spec, features }) => {
  if (features.behaviours.procMountRelaxedForUserNamespaces && isRelaxed(spec, features)) return undefined;
  const bad = containersOf(spec).filter(
    ({ securityContext }) => (securityContext?.procMount ?? 'Default') !== 'Default',
  );
  if (bad.length === 0) return undefined;
  const types = sortedOnce(bad.map(({ securityContext }) => securityContext?.procMount ?? ''));
  const who = named(
    'container',
    bad.map(({ name = '' }) => name),
  );
  return { reason: 'procMount', detail: `${who} must not set securityContext.procMount to ${quoted(types)}` };
};
