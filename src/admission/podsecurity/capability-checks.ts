/** Source: k8s.io/pod-security-admission/policy/check_capabilities_*.go. */
import { type Container } from '../../apis/core/pod-container.js';
import { type PodSpec } from '../../apis/core/pod.js';
import { type CheckPod, containerNames, containersOf, named, quoted, sortedOnce } from './check.js';

const DEFAULTS = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

export const capabilitiesBaseline: CheckPod = ({ spec }) => {
  const detail = forbiddenAdditions(spec, (capability) => DEFAULTS.has(capability));
  return detail === undefined ? undefined : { reason: 'non-default capabilities', detail };
};

export const capabilitiesRestricted: CheckPod = ({ spec }) => {
  const dropsAll = ({ securityContext }: Container): boolean =>
    securityContext?.capabilities?.drop?.includes('ALL') === true;
  const keeping = containerNames(spec, (container) => !dropsAll(container));
  const added = forbiddenAdditions(spec, (capability) => capability === 'NET_BIND_SERVICE');
  const details = [
    ...(keeping.length === 0
      ? []
      : [`${named('container', keeping)} must set securityContext.capabilities.drop=["ALL"]`]),
    ...(added === undefined ? [] : [added]),
  ];
  return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') };
};

function forbiddenAdditions(spec: PodSpec, isAllowed: (capability: string) => boolean): string | undefined {
  const forbiddenOf = ({ securityContext }: Container): string[] =>
    (securityContext?.capabilities?.add ?? []).filter((capability) => !isAllowed(capability));
  const names = containerNames(spec, (container) => forbiddenOf(container).length > 0);
  if (names.length === 0) return undefined;
  const capabilities = quoted(sortedOnce(containersOf(spec).flatMap(forbiddenOf)));
  return `${named('container', names)} must not include ${capabilities} in securityContext.capabilities.add`;
}
